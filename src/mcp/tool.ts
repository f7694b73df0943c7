/**
 * The shape of a tool that MCP clients can call: what it is called, what it takes and gives, and what
 * it does. Schemas are made by zod, which is loaded with the server and not before.
 *
 * @module
 */

import type { Tool, ToolAnnotations } from "@modelcontextprotocol/sdk/types";
import type { z } from "zod";
import { UsageError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { Zod } from "../replay/schema/zod.ts";

/** How far a call has come. */
export interface ProgressNote {
  /** What happened, in one line. */
  readonly message: string;
  /** The turn that is under way, from 1. */
  readonly turn?: number;
  /** Most turns there can be. */
  readonly turns?: number;
}

/** What a call is made with besides its arguments. */
export interface ToolCall {
  /** Aborted when the client wants the end of this call, or somebody that of the server. */
  readonly signal: AbortSignal;
  /** Tells the client how far it has come, when it wants to know. */
  note(note: ProgressNote): void;
}

/** What a call gives. */
export interface ToolAnswer {
  /** For models and people: short. */
  readonly text: string;
  /** For programs; fits the output schema. */
  readonly content: JsonObject;
  /** Whether what was asked for could not be done. */
  readonly isError?: boolean;
}

/** A tool, with types. */
export interface ToolDefinition<Input extends z.ZodObject> {
  /** Its name. */
  readonly name: string;
  /** Its name for people. */
  readonly title: string;
  /** What it does and when to use it, for models. */
  readonly description: string;
  /** What a client may want to know before it lets a model call it. */
  readonly annotations: ToolAnnotations;
  /** The schema of its arguments. */
  input(zod: Zod): Input;
  /** The schema of what it gives. */
  output(zod: Zod): z.ZodObject;
  /** Does it. Failures are thrown. */
  call(args: z.output<Input>, call: ToolCall): Promise<ToolAnswer>;
}

/** A tool whose arguments are checked when it is called. */
export interface McpTool {
  /** Its name. */
  readonly name: string;
  /** What clients are told of it. */
  list(zod: Zod): Tool;
  /**
   * Calls it.
   * @throws {UsageError} When the arguments do not fit.
   */
  call(zod: Zod, args: unknown, call: ToolCall): Promise<ToolAnswer>;
}

/** Joins a definition with its schemas. */
export function createTool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): McpTool {
  const { name, title, description, annotations } = definition;
  let input: Input | undefined;
  return {
    name,
    list(zod) {
      input ??= definition.input(zod);
      return {
        name,
        title,
        description,
        inputSchema: jsonSchema(zod, input, "input"),
        outputSchema: jsonSchema(zod, definition.output(zod), "output"),
        annotations: { title, ...annotations },
      };
    },
    async call(zod, args, call) {
      input ??= definition.input(zod);
      const read = input.safeParse(args);
      if (!read.success) throw misfit(name, read.error, Object.keys(input.shape));
      return await definition.call(read.data, call);
    },
  };
}

/** Draft 7, which clients that know but one draft know. */
function jsonSchema(
  zod: Zod,
  schema: z.ZodObject,
  io: "input" | "output",
): Tool["inputSchema"] {
  const { $schema: _, ...rest } = zod.toJSONSchema(schema, { io, target: "draft-7" });
  return rest as Tool["inputSchema"];
}

const MAX_ISSUES = 5;

function misfit(tool: string, error: z.ZodError, known: readonly string[]): UsageError {
  const problems = error.issues.slice(0, MAX_ISSUES).map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`
  );
  return new UsageError(`Cannot call ${tool}: ${problems.join("; ")}`, {
    hint: `Its arguments are ${known.join(", ")}; see its input schema`,
  });
}
