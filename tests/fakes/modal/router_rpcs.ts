/**
 * The methods of a sandbox's router: commands, their streams, and what is done to a running sandbox.
 * A call's token is for one task, which must be the one that it is about.
 *
 * @module
 */

import type { AccessTokens } from "./access_tokens.ts";
import type { ByteLog } from "./byte_log.ts";
import type { Exec, FakeSandbox } from "./fake_sandbox.ts";
import { RpcError } from "./rpc_error.ts";
import {
  clientStream,
  type RpcCall,
  type RpcMethod,
  type RpcMethods,
  serverStream,
  unaryMethods,
} from "./rpc_method.ts";
import type { SandboxFleet } from "./sandbox_fleet.ts";
import { ROUTER_RPCS } from "./schema_router.ts";
import type { SecretStore } from "./secret_store.ts";

/** What the methods need. */
export interface RouterParts {
  readonly fleet: SandboxFleet;
  readonly secrets: SecretStore;
  readonly tokens: AccessTokens;
}

/** Longest piece of output in one message, bytes. */
const MAX_OUTPUT_BYTES = 1 << 20;
/** The wire's numbers for what becomes of an output. */
const KEEP_OUTPUT = 1;

interface OneExec {
  readonly taskId: string;
  readonly execId: string;
}

/** The methods. */
export function routerMethods({ fleet, secrets, tokens }: RouterParts): RpcMethods {
  const sandboxOf = (taskId: string, call: RpcCall): FakeSandbox => {
    if (tokens.taskOf(call.metadata) !== taskId) {
      throw new RpcError("PERMISSION_DENIED", "The token is for another task");
    }
    return fleet.byTask(taskId);
  };
  const livingOf = (taskId: string, call: RpcCall): FakeSandbox => {
    const sandbox = sandboxOf(taskId, call);
    if (!sandbox.living) throw new RpcError("NOT_FOUND", `Task ${taskId} has finished`);
    return sandbox;
  };
  const execOf = ({ taskId, execId }: OneExec, call: RpcCall): Exec =>
    sandboxOf(taskId, call).execOf(execId);
  const single = unaryMethods(ROUTER_RPCS, {
    TaskExecStart(request, call) {
      sandboxOf(request.taskId, call).exec({
        id: request.execId,
        argv: request.commandArgs,
        env: {
          ...request.env,
          ...secrets.variables(request.secretIds, request.secretSources),
        },
        workdir: request.workdir,
        stdout: request.stdoutConfig === KEEP_OUTPUT,
        stderr: request.stderrConfig === KEEP_OUTPUT,
        timeoutMs: request.timeoutSecs === undefined ? undefined : request.timeoutSecs * 1_000,
      });
      return {};
    },
    async TaskExecStdinWrite(request, call) {
      await execOf(request, call).input.write(request);
      return {};
    },
    TaskExecStdinStatus(request, call) {
      const { input } = execOf(request, call);
      input.evictStream();
      return { numBytesWritten: input.taken, closed: input.isClosed };
    },
    async TaskExecWait(request, call) {
      const { task } = execOf(request, call);
      await Promise.race([task.ended, aborted(call.signal)]);
      return task.status ?? {};
    },
    TaskExecPoll: (request, call) => execOf(request, call).task.status ?? {},
    async SandboxStdinWriteV2({ taskId, ...write }, call) {
      const sandbox = livingOf(taskId, call);
      await mainOf(sandbox).input.write(write);
      sandbox.touch();
      return {};
    },
    SandboxWaitUntilReady({ taskId }, call) {
      livingOf(taskId, call);
      return {};
    },
    TaskReloadVolumes({ taskId }, call) {
      livingOf(taskId, call);
      return {};
    },
    TaskSetNetworkAccess({ taskId, networkAccess }, call) {
      livingOf(taskId, call).allowOnly({
        cidrs: networkAccess?.allowedCidrs ?? [],
        domains: networkAccess?.allowedDomains ?? [],
      });
      return {};
    },
  });
  const streams: readonly (readonly [string, RpcMethod])[] = [
    [
      "TaskExecStdioRead",
      serverStream(ROUTER_RPCS.TaskExecStdioRead, (request, call) => {
        const { task } = execOf(request, call);
        const log = request.fileDescriptor === 1 ? task.stderr : task.stdout;
        return pieces(log, request.offset, call.signal);
      }),
    ],
    [
      "SandboxStdioReadV2",
      serverStream(ROUTER_RPCS.SandboxStdioReadV2, async function* (request, call) {
        const { task } = mainOf(sandboxOf(request.taskId, call));
        const log = request.fileDescriptor === 2 ? task.stderr : task.stdout;
        let startingOffset = Math.max(request.offset, log.start);
        for await (const { data } of pieces(log, startingOffset, call.signal)) {
          yield { data, startingOffset };
          startingOffset += data.length;
        }
      }),
    ],
    [
      "TaskExecStdinWriteStream",
      clientStream(ROUTER_RPCS.TaskExecStdinWriteStream, async (requests, call) => {
        let exec: Exec | undefined;
        let stream: symbol | undefined;
        for await (const { start, data, end } of requests) {
          if (start) {
            exec = execOf(start, call);
            stream = exec.input.openStream(start.offset);
          } else if (exec && stream) {
            await exec.input.writeStreamed(stream, data, end !== undefined);
          } else {
            throw new RpcError("INVALID_ARGUMENT", "The first message must be a start");
          }
        }
        return {};
      }),
    ],
  ];
  return new Map([...single, ...streams]);
}

function mainOf(sandbox: FakeSandbox): Exec {
  if (!sandbox.main) throw new RpcError("FAILED_PRECONDITION", "Sandbox has no main process");
  return sandbox.main;
}

/** Output from an offset on, in messages of bounded size. */
async function* pieces(log: ByteLog, offset: number, signal: AbortSignal) {
  for await (const data of log.read(offset, signal)) {
    for (let start = 0; start < data.length; start += MAX_OUTPUT_BYTES) {
      yield { data: data.subarray(start, start + MAX_OUTPUT_BYTES) };
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
