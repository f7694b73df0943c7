/**
 * What a run was made from: all that it takes to make it again, except what its models and tools
 * answered, which is in its events. Written once, at the start of the record. Holds no keys.
 *
 * @module
 */

import type { ToolParameter } from "./host_tool.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import type { CorpusReference, FileReference } from "./variable.ts";

/** The program that made a run and what it ran on. */
export interface ProgramFacts {
  /** Version of fleet-rlm. */
  readonly version: string;
  /** Version of Deno. */
  readonly deno: string;
  /** Operating system, as Deno names it. */
  readonly os: string;
  /** Processor architecture, as Deno names it. */
  readonly arch: string;
}

/**
 * A variable as the record keeps it: a value in full, a value in a file beside the record, or the
 * place and hash of a document or corpus. `sha256` of a value is that of its JSON text.
 */
export type RecordedInput =
  | {
    readonly kind: "value";
    readonly name: string;
    readonly value: JsonValue;
    readonly sha256: string;
  }
  | {
    readonly kind: "side-file";
    readonly name: string;
    /** Name of the file with the JSON text, in the folder of the record. */
    readonly path: string;
    readonly sha256: string;
  }
  | { readonly kind: "file"; readonly name: string; readonly file: FileReference }
  | {
    readonly kind: "corpus";
    readonly name: string;
    readonly corpus: CorpusReference;
    readonly form: "list" | "text";
  };

/** A caller's tool as the planner was told of it. */
export interface ToolDeclaration {
  /** Its name. */
  readonly name: string;
  /** What it does. */
  readonly description: string;
  /** Its parameters in order. */
  readonly parameters: readonly ToolParameter[];
  /** Python annotation of its result. */
  readonly returns?: string;
}

/** What a model costs, by which calls are admitted before it is known what they take. */
export interface RecordedPrice {
  /** US dollars per million prompt tokens, none of them cached. */
  readonly input: number;
  /** US dollars per million completion tokens. */
  readonly output: number;
}

/** The recipe of a run. */
export interface RunRecipe {
  /** Who made it. */
  readonly program: ProgramFacts;
  /** What was bound, in the order of the signature. */
  readonly inputs: readonly RecordedInput[];
  /** The caller's own tools. */
  readonly tools: readonly ToolDeclaration[];
  /** Most sub-queries under way at once. */
  readonly concurrency: number;
  /** Most milliseconds per cell; 0 for none. */
  readonly cellTimeoutMs: number;
  /** Most milliseconds for the run; 0 for none. */
  readonly timeoutMs: number;
  /** Prices of the models by their names, where they are known. */
  readonly prices: Readonly<Record<string, RecordedPrice>>;
  /**
   * Most tokens of a reply of the models that can be bound to fewer, by their names; null when such a
   * model has no bound of its own. Absent in older records.
   */
  readonly replyBounds?: Readonly<Record<string, number | null>>;
  /** How the caller set up models and backend, in its own words. */
  readonly settings: JsonObject;
}

/** The run that another one goes on from. */
export interface RunOrigin {
  /** Its identifier. */
  readonly runId: string;
  /** Path of its record. */
  readonly trajectory: string;
  /** How many of its steps were taken over. */
  readonly steps: number;
}
