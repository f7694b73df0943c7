/**
 * The tool `sandbox_exec`: Python cells in named sessions that live between calls, without any model.
 * What the sandbox may do was settled when the server started; no argument here opens it.
 *
 * @module
 */

import { UsageError } from "../../core/errors.ts";
import type { Capabilities } from "../../core/interpreter.ts";
import type { JsonObject } from "../../core/json.ts";
import { type NamedInputs, readNamedInputs } from "../../inputs/named_inputs.ts";
import type { Zod } from "../../replay/schema/zod.ts";
import { describeInput, inputShapes, type OpenClientInputs } from "../input_arguments.ts";
import type { InputRoots } from "../input_roots.ts";
import type { SandboxSession, SandboxSessions } from "../sandbox_sessions.ts";
import { createTool, type McpTool, type ToolAnswer, type ToolCall } from "../tool.ts";
import { answerCell, cellShape } from "./cell_answer.ts";

/** What the tool works with. */
export interface SandboxExecOptions {
  /** The sessions. */
  readonly sessions: SandboxSessions;
  /** Where inputs may come from. */
  readonly roots: InputRoots;
  /** Opens inputs. */
  readonly openInputs: OpenClientInputs;
  /** What of the world outside guest code can reach, for clients that ask before they call. */
  readonly reach: { readonly files: boolean; readonly network: boolean };
}

/** Seconds for a cell unless the client says otherwise. */
const CELL_SECONDS = 120;
const MAX_CELL_SECONDS = 86_400;

/** The tool. */
export function createSandboxExec(options: SandboxExecOptions): McpTool {
  return createTool({
    name: "sandbox_exec",
    title: "Run Python in a sandbox",
    description:
      "Runs Python in a sandbox session whose variables live on until the next call; no model is " +
      "involved. Use it to compute, to check an answer, or to look through a file that is too " +
      "long to read: bind it once with `paths`, then slice, search and count with code and print " +
      "only what you need. A trailing expression is shown as in a REPL; helpers such as " +
      "grep(text, pattern) and peek(text, start, length) exist.",
    annotations: {
      readOnlyHint: false,
      destructiveHint: options.reach.files,
      openWorldHint: options.reach.network,
    },
    input: inputSchema,
    output: outputSchema,
    async call(args, call) {
      switch (args.action) {
        case "list":
          return listSessions(options.sessions);
        case "close":
          return await closeSession(options.sessions, args.session);
        case "run":
          return await run(args, call, options);
      }
    },
  });
}

function inputSchema(zod: Zod) {
  return zod.strictObject({
    code: zod.string().optional().describe("Python to run, one cell"),
    session: zod.string().regex(/^[\w.-]{1,64}$/).default("main").describe(
      "Which session; made when it is first named",
    ),
    action: zod.enum(["run", "list", "close"]).default("run").describe(
      "list: the sessions there are; close: end one and free its memory",
    ),
    ...inputShapes(zod),
    timeout_s: zod.number().positive().max(MAX_CELL_SECONDS).default(CELL_SECONDS).describe(
      "Seconds after which the code is stopped; variables are kept when it can be interrupted",
    ),
  });
}

function outputSchema(zod: Zod) {
  return zod.strictObject({
    ...cellShape(zod),
    session: zod.string().optional(),
    sandbox: zod.string().optional().describe("What shuts a new session in"),
    variables: zod.array(zod.strictObject({
      name: zod.string(),
      type: zod.string(),
      chars: zod.int(),
      head: zod.string(),
    })).optional().describe("The inputs that were bound"),
    sessions: zod.array(zod.strictObject({
      name: zod.string(),
      busy: zod.boolean(),
      calls: zod.int(),
      idle_s: zod.int(),
    })).optional(),
    notes: zod.array(zod.string()).optional().describe("What was cut, lost or is to be known"),
  });
}

type RunArguments = NamedInputs & {
  readonly code?: string | undefined;
  readonly session: string;
  readonly timeout_s: number;
};

async function run(
  args: RunArguments,
  { signal }: ToolCall,
  { sessions, roots, openInputs }: SandboxExecOptions,
): Promise<ToolAnswer> {
  const specs = await readNamedInputs(args, {
    locate: (path) => roots.locate(path),
    formatOf: () => "auto",
  });
  const { code } = args;
  if (code === undefined && specs.length === 0) {
    throw new UsageError("Cannot run nothing: neither code nor inputs are given", {
      hint: "Give code, or paths and values to bind",
    });
  }
  const notes: string[] = [];
  const inputs = await openInputs(specs, { signal, onWarn: (message) => notes.push(message) });
  let isKept = false;
  try {
    return await sessions.use(args.session, {
      signal,
      async work(session) {
        isKept = true;
        await session.keep(inputs);
        const opening = describeOpening(session, notes);
        const bound = await session.interpreter.bind(inputs.variables, signal);
        const result = code === undefined ? undefined : await session.interpreter.execute(code, {
          signal,
          wantValue: true,
          timeoutMs: Math.ceil(args.timeout_s * 1000),
        });
        return answerCell(result, {
          ...opening,
          session: args.session,
          ...(bound.length === 0 ? {} : { variables: bound.map(describeInput) }),
        }, notes);
      },
    });
  } finally {
    if (!isKept) await inputs[Symbol.asyncDispose]();
  }
}

/** What is to be said of a session that is new. */
function describeOpening(session: SandboxSession, notes: string[]): JsonObject {
  if (!session.isNew) return {};
  if (session.formerEnd !== undefined) {
    notes.push(
      `The session of this name ${session.formerEnd}; this is a new one, without variables`,
    );
  }
  const { capabilities } = session;
  if (capabilities.warning !== undefined) notes.push(capabilities.warning);
  return { sandbox: describeSandbox(capabilities) };
}

function describeSandbox(capabilities: Capabilities): string {
  const { backend, isolation, network, filesystem, pythonVersion } = capabilities;
  return `Python ${pythonVersion} on backend ${backend}, isolation ${isolation}, ` +
    `${network ? "with" : "no"} network; files: ${filesystem}`;
}

function listSessions(sessions: SandboxSessions): ToolAnswer {
  const entries = sessions.list().map(({ name, isBusy, calls, idleSeconds }) => ({
    name,
    busy: isBusy,
    calls,
    idle_s: idleSeconds,
  }));
  const lines = entries.map(({ name, busy, calls, idle_s }) =>
    `${name}: ${calls} calls, ${busy ? "busy" : `idle for ${idle_s} s`}`
  );
  return {
    text: lines.length === 0 ? "No session is open" : lines.join("\n"),
    content: { status: "listed", sessions: entries },
  };
}

async function closeSession(sessions: SandboxSessions, name: string): Promise<ToolAnswer> {
  if (!await sessions.close(name)) {
    const names = sessions.list().map((entry) => entry.name).join(", ");
    throw new UsageError(`Cannot close session "${name}": there is none of that name`, {
      hint: names === "" ? "No session is open" : `Open are: ${names}`,
    });
  }
  return { text: `Session ${name} is closed`, content: { status: "closed", session: name } };
}
