/**
 * The control plane's methods about sandboxes, for both generations: V1, where a task is asked for
 * after the creation, and V2, where it comes with it.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { AppStore } from "./account_rpcs.ts";
import type { FakeSandbox } from "./fake_sandbox.ts";
import { SANDBOX_ENDS } from "./fake_sandbox.ts";
import { RpcError } from "./rpc_error.ts";
import {
  type RpcCall,
  type RpcMethod,
  type RpcMethods,
  serverStream,
  unaryMethods,
} from "./rpc_method.ts";
import { type SandboxFleet, tagRecord, type WireTag } from "./sandbox_fleet.ts";
import { SANDBOX_RPCS } from "./schema_sandboxes.ts";

/** What the methods need. */
export interface SandboxParts {
  readonly fleet: SandboxFleet;
  readonly apps: AppStore;
  /** How a client reaches a task's router. */
  readonly access: (taskId: string) => { readonly url: string; readonly jwt: string };
}

interface ListRequest {
  readonly appId: string;
  readonly beforeTimestamp: number;
  readonly includeFinished: boolean;
  readonly tags: readonly WireTag[];
}

/** Most sandboxes in one answer. */
const PAGE = 50;

/** The methods. */
export function sandboxMethods({ fleet, apps, access }: SandboxParts): RpcMethods {
  const getTaskId = ({ sandboxId }: OneSandbox) => {
    const { result, taskId } = fleet.byId(sandboxId);
    return result ? { taskResult: result } : { taskId };
  };
  const wait = async (request: OneSandbox & { readonly timeout: number }, call: RpcCall) => {
    const sandbox = fleet.byId(request.sandboxId);
    await endOrTimeout(sandbox, request.timeout * 1_000, call.signal);
    const { result, appId } = sandbox;
    return { result, metadata: { result, appId } };
  };
  const terminate = ({ sandboxId }: OneSandbox) => {
    const sandbox = fleet.byId(sandboxId);
    const existingResult = sandbox.result;
    sandbox.end(SANDBOX_ENDS.terminated);
    return { existingResult };
  };
  const list = (request: ListRequest, isIncluded: (sandbox: FakeSandbox) => boolean) => ({
    sandboxes: select(fleet.sandboxes, request).filter(isIncluded).slice(0, PAGE).map(listItem),
  });
  const fromName = (request: NameRequest) => {
    const { sandboxName, appName, environmentName, includeTerminated } = request;
    const app = apps.find(appName, environmentName);
    const named = fleet.sandboxes.filter(({ appId, name }) =>
      appId === app?.id && name === sandboxName
    );
    const sandbox = named.findLast(({ living }) => living) ??
      (includeTerminated ? named.at(-1) : undefined);
    if (!sandbox) throw new RpcError("NOT_FOUND", `Sandbox '${sandboxName}' not found`);
    return { sandboxId: sandbox.id, metadata: { appId: sandbox.appId, result: sandbox.result } };
  };
  const setTags = ({ sandboxId, tags }: OneSandbox & { readonly tags: readonly WireTag[] }) => {
    fleet.byId(sandboxId).tags = tagRecord(tags);
    return {};
  };
  const getTags = ({ sandboxId }: OneSandbox) => ({ tags: wireTags(fleet.byId(sandboxId).tags) });
  const single = unaryMethods(SANDBOX_RPCS, {
    SandboxCreate({ appId, definition, tags }, call) {
      const idempotencyKey = call.metadata["x-idempotency-key"] ?? "";
      const request = { appId, definition, tags, sources: [], idempotencyKey };
      const sandbox = fleet.create({ ...request, generation: "V1" });
      return { sandboxId: sandbox.id, metadata: { appId } };
    },
    SandboxCreateV2({ appId, definition, tags, secretSources: sources }, call) {
      const idempotencyKey = call.metadata["x-idempotency-key"] ?? "";
      const request = { appId, definition, tags, sources, idempotencyKey };
      const { id, taskId } = fleet.create({ ...request, generation: "V2" });
      const commandRouterAccess = access(taskId);
      return { sandboxId: id, taskId, metadata: { appId }, commandRouterAccess };
    },
    SandboxGetTaskId: getTaskId,
    SandboxGetTaskIdV2: getTaskId,
    SandboxGetCommandRouterAccess: ({ sandboxId }) => {
      const { living, taskId } = fleet.byId(sandboxId);
      if (!living) throw new RpcError("NOT_FOUND", "Sandbox has already shut down");
      return access(taskId);
    },
    TaskGetCommandRouterAccess: ({ taskId }) => {
      const { living } = fleet.byTask(taskId);
      if (!living) throw new RpcError("NOT_FOUND", "Sandbox has already shut down");
      return access(taskId);
    },
    SandboxWait: wait,
    SandboxWaitV2: wait,
    SandboxTerminate: terminate,
    SandboxTerminateV2: terminate,
    SandboxList: (request) => list(request, ({ id }) => isFirstGeneration(id)),
    SandboxListV2: (request) => list(request, () => true),
    SandboxGetFromName: fromName,
    SandboxGetFromNameV2: fromName,
    SandboxSetName({ sandboxId, name }) {
      const sandbox = fleet.byId(sandboxId);
      if (sandbox.name !== "" || !sandbox.living) {
        throw new RpcError("FAILED_PRECONDITION", "Sandbox has a name already, or has ended");
      }
      fleet.assertFreeName(sandbox.appId, name);
      sandbox.name = name;
      return {};
    },
    SandboxTagsSet: setTags,
    SandboxTagsSetV2: setTags,
    SandboxTagsGet: getTags,
    SandboxTagsGetV2: getTags,
    async SandboxStdinWrite({ sandboxId, input: data, eof }) {
      const sandbox = fleet.byId(sandboxId);
      const main = mainOf(sandbox);
      await main.input.write({ offset: main.input.taken, data, eof });
      sandbox.touch();
      return {};
    },
    SandboxGetResourceUsage({ sandboxId }) {
      const { createdAt, definition: { cpu, memoryMiB } } = fleet.byId(sandboxId);
      const nanosecs = (Date.now() / 1_000 - createdAt) * 1e9;
      return {
        cpuCoreNanosecs: Math.round(nanosecs * cpu),
        memGibNanosecs: Math.round(nanosecs * memoryMiB / 1_024),
      };
    },
  });
  const logs: RpcMethod = serverStream(
    SANDBOX_RPCS.SandboxGetLogs,
    async function* ({ sandboxId, fileDescriptor, lastEntryId, timeout }, { signal }) {
      const main = mainOf(fleet.byId(sandboxId));
      const log = fileDescriptor === 2 ? main.task.stderr : main.task.stdout;
      let at = Number(lastEntryId.split("-")[0] || 0);
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), timeout * 1_000);
      const until = AbortSignal.any([signal, late.signal]);
      try {
        for await (const data of log.read(at, until)) {
          at += data.length;
          const text = Buffer.from(data).toString();
          yield { items: [{ data: text, fileDescriptor }], entryId: `${at}-0` };
        }
        if (!until.aborted) yield { entryId: `${at}-0`, eof: true };
      } finally {
        clearTimeout(timer);
      }
    },
  );
  return new Map([...single, ["SandboxGetLogs", logs]]);
}

interface OneSandbox {
  readonly sandboxId: string;
}

interface NameRequest {
  readonly sandboxName: string;
  readonly appName: string;
  readonly environmentName: string;
  readonly includeTerminated: boolean;
}

/** The SDK tells the generations apart by the id alone. */
function isFirstGeneration(id: string): boolean {
  return /^sb-[a-zA-Z0-9]{22}$/.test(id);
}

function mainOf(sandbox: FakeSandbox) {
  if (!sandbox.main) throw new RpcError("FAILED_PRECONDITION", "Sandbox has no main process");
  return sandbox.main;
}

/** Newest first: those of the app with all of the tags that were made before a time. */
function select(
  sandboxes: readonly FakeSandbox[],
  { appId, beforeTimestamp, includeFinished, tags }: ListRequest,
): readonly FakeSandbox[] {
  return sandboxes
    .filter((sandbox) => appId === "" || sandbox.appId === appId)
    .filter((sandbox) => includeFinished || sandbox.living)
    .filter((sandbox) => tags.every(({ tagName, tagValue }) => sandbox.tags[tagName] === tagValue))
    .filter(({ createdAt }) => beforeTimestamp === 0 || createdAt < beforeTimestamp)
    .sort((a, b) => b.createdAt - a.createdAt);
}

function listItem(sandbox: FakeSandbox) {
  const { id, createdAt, appId, name, imageId, definition } = sandbox;
  return {
    id,
    createdAt,
    appId,
    name,
    imageId,
    tags: wireTags(sandbox.tags),
    timeoutSecs: definition.timeoutSecs,
    idleTimeoutSecs: definition.idleTimeoutSecs ?? 0,
  };
}

function wireTags(tags: Readonly<Record<string, string>>): readonly WireTag[] {
  return Object.entries(tags).map(([tagName, tagValue]) => ({ tagName, tagValue }));
}

/** Waits for the end of a sandbox: so long, and while the client is there. */
async function endOrTimeout(
  sandbox: FakeSandbox,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  if (!sandbox.living || timeoutMs <= 0) return;
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await Promise.race([sandbox.ended, enough]);
  clearTimeout(timer);
}
