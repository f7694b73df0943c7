/**
 * Every event of a trajectory as a schema, with what it and each of its fields means. The source of
 * `docs/trajectory.schema.json` and of the list of events in `docs/trajectory.md`.
 *
 * @module
 */

import type { z } from "zod";
import type { LimitName, RunEvent } from "../../core/run_event.ts";
import { createOrigin, createRecipe } from "./recipe_shape.ts";
import { createRunShapes, type RunShapes } from "./run_shapes.ts";
import type { Zod } from "./zod.ts";

/** The schema of each event, by its type. */
export type EventShapes = Readonly<Record<RunEvent["type"], z.ZodObject>>;

const LIMITS = [
  "iterations",
  "llm-calls",
  "input-tokens",
  "output-tokens",
  "cost",
  "errors",
  "time",
] as const satisfies readonly LimitName[];

/** What is said of an event: in a sentence, and of each field. */
type Fields = Readonly<Record<string, z.ZodType>>;

/** Makes the schemas. */
export function createEventShapes(z: Zod): EventShapes {
  const shapes = createRunShapes(z);
  const event = (type: RunEvent["type"], about: string, fields: Fields): z.ZodObject =>
    z.strictObject({
      type: z.literal(type),
      atMs: shapes.ms.describe("Milliseconds since the outermost run started."),
      run: z.string().optional().describe(
        "Path of the child run that it belongs to, such as `1.2`; absent for the outermost run.",
      ),
      ...fields,
    }).describe(about);
  return {
    ...createFrame(z, { shapes, event }),
    ...createTurn(z, { shapes, event }),
    ...createCalls(z, { shapes, event }),
  };
}

interface Parts {
  readonly shapes: RunShapes;
  event(type: RunEvent["type"], about: string, fields: Fields): z.ZodObject;
}

const DURATION = "How long it took, in milliseconds.";
const STEP = "Number of the step, from 1.";
const REQUEST = "SHA-256 of the request: of the JSON list of its `[role, content]` pairs.";
const ADDED = "The messages that the request adds to those of the request before and its reply.";
const WHY = "Why it failed, when it did.";

type FrameType = "run-start" | "sandbox-start" | "variable-bind" | "run-warn" | "run-end";

/** Beginning and end. */
function createFrame(z: Zod, { event, shapes }: Parts): Pick<EventShapes, FrameType> {
  const text = z.string();
  const { capabilities, count, limits, object, sha256, signature, usage, variables } = shapes;
  const origin = createOrigin(z, shapes).optional();
  return {
    "run-start": event("run-start", "A run begins.", {
      runId: text.describe("Its identifier; that of a child ends with its path."),
      startedAt: text.describe("When, in ISO 8601 and UTC."),
      task: text.describe("Name of the task."),
      signature: signature.describe("Inputs and outputs with their types, and the instructions."),
      planner: text.describe("The model that writes the code."),
      subModel: text.describe("The model that answers sub-queries."),
      backend: text.describe("Where the Python runs."),
      limits: limits.describe("The limits of the run."),
      files: z.record(text, sha256).describe("SHA-256 of every file input, by variable name."),
      recipe: createRecipe(z, shapes).optional().describe(
        "What it takes to make the run again: program, inputs, tools, limits in time, settings. " +
          "Absent for a child run.",
      ),
      resumedFrom: origin.describe("The run that this one resumes."),
      forkedFrom: origin.describe("The run that this one branches off."),
    }),
    "sandbox-start": event("sandbox-start", "A sandbox is there.", {
      capabilities: capabilities.describe("What it is and what is in force around it."),
      replacement: z.boolean().describe("Whether it takes the place of one that was lost."),
    }),
    "variable-bind": event("variable-bind", "The inputs are bound in the sandbox.", {
      variables: variables.describe("What was measured of each there."),
    }),
    "run-warn": event("run-warn", "Something that a user should know.", {
      message: text.describe("What it is."),
    }),
    "run-end": event("run-end", "The run is over.", {
      status: z.enum(["submitted", "extracted", "limit"]).optional().describe(
        "How it ended; absent when it failed.",
      ),
      outputs: object.optional().describe("The answer, when there is one."),
      error: z.strictObject({ code: text, message: text }).optional().describe(
        "What it failed with.",
      ),
      iterations: count.describe("Turns taken."),
      llmCalls: count.describe("Sub-queries made, those of its children and their turns included."),
      usage: usage.describe("Tokens and cost of the run and its children."),
      costUsd: z.number().min(0).optional().describe("US dollars, when all prices are known."),
    }),
  };
}

type TurnType =
  | "step-start"
  | "plan-end"
  | "code-start"
  | "code-end"
  | "limit-reach"
  | "extract-end";

/** Turns, and the last call at a limit. */
function createTurn(z: Zod, { event, shapes }: Parts): Pick<EventShapes, TurnType> {
  const text = z.string();
  const { completion, messages, ms, result, sha256 } = shapes;
  const step = shapes.step.describe(STEP);
  const durationMs = ms.describe(DURATION);
  const asked = {
    requestHash: sha256.describe(REQUEST),
    messages: messages.describe(ADDED),
  };
  return {
    "step-start": event("step-start", "A turn begins.", { step }),
    "plan-end": event("plan-end", "The planner replied.", {
      step,
      ...asked,
      completion: completion.describe("The reply, verbatim."),
      durationMs,
    }),
    "code-start": event("code-start", "The code of the reply is about to run.", {
      step,
      code: text.describe("The code."),
    }),
    "code-end": event("code-end", "The cell is over.", {
      step,
      result: result.describe(
        "What came of it; `status` is `ok`, `error`, `submitted`, `timeout` or `crashed`.",
      ),
    }),
    "limit-reach": event("limit-reach", "A limit stands in the way of something.", {
      limit: z.enum(LIMITS).describe("Which one."),
      used: z.number().describe("How much was used."),
      max: z.number().describe("How much was allowed."),
    }),
    "extract-end": event("extract-end", "The planner was asked for the answer at a limit.", {
      ...asked,
      completion: completion.optional().describe("The reply, when there was one."),
      error: text.optional().describe("Why it gave no answer, when it gave none."),
      durationMs,
    }),
  };
}

type CallType =
  | "query-start"
  | "query-end"
  | "tool-start"
  | "tool-end"
  | "child-start"
  | "child-end";

/** What guest code asks of the host. */
function createCalls(z: Zod, { event, shapes }: Parts): Pick<EventShapes, CallType> {
  const text = z.string();
  const { completion, json, ms, object, sha256 } = shapes;
  const step = shapes.step.describe(STEP);
  const durationMs = ms.describe(DURATION);
  const error = text.optional().describe(WHY);
  const query = shapes.step.describe("Number of the sub-query in its run, from 1.");
  const call = shapes.step.describe("Number of the call in its run, from 1.");
  const tool = text.describe("Name of the tool.");
  const child = text.describe("Path of the child, which its own events carry as `run`.");
  return {
    "query-start": event("query-start", "Guest code asks a model.", {
      query,
      step,
      prompt: text.describe("The prompt."),
    }),
    "query-end": event("query-end", "The sub-query is over.", {
      query,
      step,
      requestHash: sha256.describe(REQUEST),
      completion: completion.optional().describe("The reply, when there was one."),
      error,
      errorCode: text.optional().describe("Stable code of the failure."),
      usage: shapes.usage.optional().describe("Tokens that the failed call took, when known."),
      durationMs,
    }),
    "tool-start": event("tool-start", "Guest code calls a tool of the caller, or `budget`.", {
      call,
      step,
      tool,
      args: object.describe("Arguments by name, defaults filled in."),
    }),
    "tool-end": event("tool-end", "The call is over.", {
      call,
      step,
      tool,
      requestHash: sha256.describe(
        "SHA-256 of the call: of the JSON list `[name, args]`, keys sorted.",
      ),
      result: json.optional().describe("What it gave, when it did not fail."),
      error,
      durationMs,
    }),
    "child-start": event("child-start", "Guest code starts a run of its own.", {
      child,
      step,
      query: text.describe("What the child is asked."),
    }),
    "child-end": event("child-end", "The child is over.", {
      child,
      step,
      status: z.enum(["submitted", "extracted", "limit"]).optional().describe(
        "How it ended; absent when it failed.",
      ),
      error: text.optional().describe("Why it gave no answer, when it gave none."),
      durationMs,
    }),
  };
}
