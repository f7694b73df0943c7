/**
 * A host tool that a command answers: it finds the arguments as one JSON object on its standard input
 * and prints the result, JSON or text. It runs on the host, outside of the sandbox.
 *
 * @module
 */

import type { HostTool } from "../core/host_tool.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { messageOf } from "../core/errors.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";
import { cutEnd } from "../text/cut_text.ts";
import { runToolCommand } from "./run_tool_command.ts";
import type { ToolText } from "./tool_text.ts";

/** What every call has in common. */
export interface CommandToolOptions {
  /** Folder that the command runs in. */
  readonly cwd: string;
  /** Most milliseconds for one call; 0 for none. */
  readonly timeoutMs: number;
}

/** The one parameter of a tool that declares none. */
const ANYTHING = [{ name: "input", default: null }] as const;

/** The tool of a declaration with a command. */
export function createCommandTool(
  declared: ToolText & { readonly command: string },
  { cwd, timeoutMs }: CommandToolOptions,
): HostTool {
  const { command, name, parameters = ANYTHING, returns } = declared;
  return {
    name,
    description: declared.description ?? `What the command ${command} of the host gives`,
    parameters,
    ...(returns === undefined ? {} : { returns }),
    async call(args, { signal }) {
      try {
        const input = `${stringifyJson(args)}\n`;
        const output = await runToolCommand(command, { input, cwd, timeoutMs, signal });
        return readResult(output, returns);
      } catch (error) {
        throw new Error(`${name}() failed: ${messageOf(error)}`);
      }
    },
  };
}

/** A str is what was printed without its last line end; all else is read as JSON where it is that. */
function readResult(output: string, returns: string | undefined): JsonValue {
  const text = output.replace(/\r?\n$/, "");
  if (returns === "str") return text;
  try {
    return parseExactJson(text);
  } catch {
    if (returns === undefined) return text;
    const head = cutEnd(text, 80);
    throw new Error(`It printed "${head}", which is no JSON for ${returns}`);
  }
}
