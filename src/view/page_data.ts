/**
 * What the page of a run is made from: flat lists of items, each with an identifier of its own, so
 * that a page which follows a run is told of changes in the same shape as of the whole.
 *
 * Texts only where the page shows texts: values are rendered to text here, since a browser's numbers
 * are not exact. Made by `page_builder.ts`, embedded by `render_page.ts`, read by `page/`.
 *
 * @module
 */

import type { RunLimits, RunStatus } from "../core/run_event.ts";

/** A text with what it is called. */
export interface Labelled {
  /** Its label. */
  readonly label: string;
  /** Its text. */
  readonly text: string;
}

/** A JSON value in the form that reads best. */
export interface ShownValue {
  /**
   * `text` for a string, `scalar` for a number, truth value or null, `list` for several texts or
   * numbers, `table` for objects of those, `json` for all else.
   */
  readonly kind: "text" | "scalar" | "list" | "table" | "json";
  /** The value as text: a string as it is, all else as JSON. */
  readonly text: string;
  /** The texts of a list. */
  readonly items?: readonly string[];
  /** Head of a table. */
  readonly columns?: readonly string[];
  /** Cells of a table. */
  readonly rows?: readonly (readonly string[])[];
}

/** A value of the answer. */
export interface ShownOutput extends ShownValue {
  /** Its name. */
  readonly name: string;
  /** Its type, as Python annotates it; empty when not declared. */
  readonly type: string;
}

/** A variable of the run. */
export interface ShownInput {
  /** Its name. */
  readonly name: string;
  /** Python type, as measured in the sandbox, or as declared before that. */
  readonly type: string;
  /** Length in code points, once measured. */
  readonly chars?: number;
  /** How it begins; the whole of it when `tail` is empty. */
  readonly head: string;
  /** How it ends. */
  readonly tail: string;
  /** Where it comes from, such as a path. */
  readonly source: string;
}

/** Tokens and cost. */
export interface ShownUsage {
  /** Prompt tokens, cached ones included. */
  readonly input: number;
  /** Completion tokens. */
  readonly output: number;
  /** Prompt tokens from the provider's cache. */
  readonly cached: number;
  /** US dollars, as far as known. */
  readonly costUsd?: number;
  /** Whether some of the cost is not known. */
  readonly isPartlyUnpriced?: boolean;
  /** Whether some of the figures are estimates. */
  readonly isEstimated?: boolean;
}

/** A run of the tree. */
export interface RunItem {
  /** Its path, such as `1.2`; empty for the outermost run. */
  readonly id: string;
  /** Its identifier. */
  readonly runId: string;
  /** Name of its task. */
  readonly task: string;
  /** What the planner is told to do. */
  readonly instructions: string;
  /** What its parent asks of it; empty for the outermost run. */
  readonly query: string;
  /** When, in ISO 8601 and UTC; empty when not on record. */
  readonly startedAt: string;
  /** Milliseconds on the clock of the outermost run. */
  readonly startMs: number;
  /** Its end on that clock; absent while there is none on record. */
  readonly endMs?: number;
  /** How it ended; `open` while there is no end on record. */
  readonly status: RunStatus | "failed" | "open";
  /** What it failed with. */
  readonly error?: Labelled;
  /** Its answer. */
  readonly outputs: readonly ShownOutput[];
  /** Types of the outputs that it was to give, as Python annotates them, by their names. */
  readonly outputTypes: Readonly<Record<string, string>>;
  /** Its variables. */
  readonly inputs: readonly ShownInput[];
  /** Its limits. */
  readonly limits: Partial<RunLimits>;
  /** Most milliseconds for it; 0 for none. */
  readonly timeoutMs: number;
  /** Turns taken, sub-queries made and tokens used, as its end says. */
  readonly totals: {
    readonly turns?: number;
    readonly calls?: number;
    readonly usage?: ShownUsage;
  };
  /** Models, sandbox, program, origin: facts in the order of showing. */
  readonly facts: readonly Labelled[];
  /** The one question for an answer at a limit. */
  readonly extract?: {
    readonly asked: readonly Labelled[];
    readonly reply: string;
    readonly error: string;
    readonly durationMs: number;
    readonly usage?: ShownUsage;
  };
}

/** A turn: the planner's reply and the cell that it led to. */
export interface TurnItem {
  /** `RUN#STEP`. */
  readonly id: string;
  /** Path of its run. */
  readonly run: string;
  /** Its number, from 1. */
  readonly step: number;
  /** Its beginning on the clock of the outermost run, milliseconds. */
  readonly startMs: number;
  /** When the reply was there. */
  readonly plannedMs?: number;
  /** How long the planner took. */
  readonly planMs?: number;
  /** When its code began. */
  readonly codeMs?: number;
  /** When its cell was over. */
  readonly endMs?: number;
  /** What the planner was told beyond the request before, by role. */
  readonly asked: readonly Labelled[];
  /** What the planner thought aloud before its reply. */
  readonly thought: string;
  /** The reply but for the code that ran. */
  readonly prose: string;
  /** Whether the reply is on record. */
  readonly hasReply: boolean;
  /** What is to be said of the reply: that it was cut, or why nothing of it could run. */
  readonly remark: string;
  /** Tokens of the reply. */
  readonly usage?: ShownUsage;
  /** Whether the reply came from a cache. */
  readonly isCached: boolean;
  /** The code of the reply, as long as it did not run. */
  readonly replyCode?: string;
  /** The code that ran. */
  readonly code?: string;
  /** Whether that is not the code of the reply, as in a fork. */
  readonly isEdited: boolean;
  /** What came of the cell. */
  readonly cell?: CellItem;
}

/** What came of a cell. */
export interface CellItem {
  /** `ok`, `error`, `submitted`, `timeout`, `crashed`, or what a newer program says. */
  readonly status: string;
  /** What was printed. */
  readonly output: string;
  /** Code points left out of it. */
  readonly omittedChars: number;
  /** Wall time in the sandbox, milliseconds. */
  readonly durationMs: number;
  /** Names added, changed and removed, with their types. */
  readonly changes: readonly {
    readonly name: string;
    readonly kind: string;
    readonly type: string;
  }[];
  /** One sentence on what went wrong. */
  readonly problem: string;
  /** The traceback. */
  readonly traceback: string;
  /** The failing line, from 1. */
  readonly line?: number;
  /** The submitted value. */
  readonly value?: ShownValue;
}

/** Something that code called: a model, a tool, a run of its own. */
export interface CallItem {
  /** `RUN#` and what it is: `q12`, `t3`, `c1.2`. */
  readonly id: string;
  /** Path of the run that calls. */
  readonly run: string;
  /** The turn in which it calls. */
  readonly step: number;
  /** What is called. */
  readonly kind: "query" | "tool" | "child";
  /** Number of the call, or path of the child. */
  readonly name: string;
  /** Name of the tool; empty otherwise. */
  readonly tool: string;
  /** The prompt, the arguments as JSON, or the child's question. */
  readonly prompt: string;
  /** When it was asked, milliseconds on the clock of the outermost run. */
  readonly startMs: number;
  /** When the answer was there; absent while it is not. */
  readonly endMs?: number;
  /** How long it took, waiting for a free place included. */
  readonly durationMs?: number;
  /** The answer, a result as JSON. */
  readonly reply: string;
  /** Why it failed; empty when it did not. */
  readonly error: string;
  /** Stable code of the failure. */
  readonly errorCode: string;
  /** How a child ended. */
  readonly status: string;
  /** Tokens, when known. */
  readonly usage?: ShownUsage;
  /** Whether the answer came from a cache. */
  readonly isCached: boolean;
}

/** A warning, a limit, or something that this program does not know. */
export interface NoteItem {
  /** `RUN#n3`. */
  readonly id: string;
  /** Path of the run. */
  readonly run: string;
  /** The turn during which it came; 0 before the first. */
  readonly step: number;
  /** When, milliseconds on the clock of the outermost run. */
  readonly atMs: number;
  /** What it is. */
  readonly kind: "warning" | "limit" | "sandbox" | "unknown" | "damaged";
  /** What it says. */
  readonly text: string;
}

/** Items of a page: all of them, or those that changed. */
export interface PageItems {
  /** The outermost run and its children. */
  readonly runs: readonly RunItem[];
  /** Turns of all runs. */
  readonly turns: readonly TurnItem[];
  /** Calls of all runs. */
  readonly calls: readonly CallItem[];
  /** Notes of all runs. */
  readonly notes: readonly NoteItem[];
  /** Time on record so far, milliseconds since the outermost run began. */
  readonly nowMs: number;
  /** How many lines of the record went into it. */
  readonly seen: number;
}

/** All that a page holds. */
export interface PageData extends PageItems {
  /** Name of the record's file. */
  readonly source: string;
  /** Version of the program that made the page. */
  readonly version: string;
  /** Whether the page follows its run. */
  readonly isLive: boolean;
}
