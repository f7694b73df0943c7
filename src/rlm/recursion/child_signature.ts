/**
 * What a child run is asked: the query of whoever called `rlm_query`, over the context it was given.
 *
 * @module
 */

import type { Field, Signature } from "../../core/field.ts";
import type { Equipment } from "../../core/interpreter.ts";
import type { JsonValue } from "../../core/json.ts";
import { stringifyJson } from "../../core/json.ts";
import type { Variable } from "../../core/variable.ts";
import { createSubmitContract } from "../signature/submit_contract.ts";

/** The task of a child: inputs and how they are bound. */
export interface ChildTask {
  /** `context, query -> answer`, or `query -> answer` when there is no context. */
  readonly signature: Signature;
  /** Its inputs; they travel to the sandbox alone, never through a prompt. */
  readonly variables: readonly Variable[];
}

const INSTRUCTIONS =
  `The code of another run asks you to settle one part of its task. What you submit goes back to that \
code as a str: exactly what \`query\` asks for, in the form it asks for, and nothing round it. If it \
cannot be settled, say so in a sentence.`;

const OUTPUTS: readonly Field[] = [
  { name: "answer", type: { kind: "str" }, description: "The answer" },
];

/** The task for a query, over the variable `context` if there is one. */
export function childTask(query: string, context: Variable | undefined): ChildTask {
  const asked = { name: "query", type: { kind: "str" }, description: "What to find out" } as const;
  const variable = { kind: "value", name: "query", value: query } as const;
  if (context === undefined) {
    return {
      signature: { instructions: INSTRUCTIONS, inputs: [asked], outputs: OUTPUTS },
      variables: [variable],
    };
  }
  const given = { name: "context", type: { kind: "any" }, description: "What to find it in" };
  return {
    signature: {
      instructions: INSTRUCTIONS,
      inputs: [{ ...given, type: { kind: "any" } }, asked],
      outputs: OUTPUTS,
    },
    variables: [context, variable],
  };
}

/** What its child will be equipped with, by that of a run: the same names, and another SUBMIT. */
export function childEquipment({ tools }: Equipment): Equipment {
  return { ...(tools === undefined ? {} : { tools }), submit: createSubmitContract(OUTPUTS) };
}

/** The same as one prompt, for a model that is asked in place of a child. */
export function childPrompt(query: string, context: JsonValue): string {
  if (context === null) return query;
  const text = typeof context === "string" ? context : stringifyJson(context, { indent: 2 });
  return `${query}\n\nContext:\n${text}`;
}
