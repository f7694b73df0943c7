/**
 * What SUBMIT takes for a signature's outputs and how what it was given is judged. Refusals go back
 * to the planner as a TypeError, so they say how to do better.
 *
 * @module
 */

import type { Field } from "../../core/field.ts";
import type { SubmitContract, SubmitVerdict } from "../../core/interpreter.ts";
import { isJsonObject } from "../../core/json.ts";
import { coerceAll } from "./coerce.ts";
import { pythonList, pythonTypeName } from "../python/python_text.ts";

/** The contract for these outputs. All that is wrong with a call is said at once. */
export function createSubmitContract(outputs: readonly Field[]): SubmitContract {
  const names = outputs.map((field) => field.name);
  const usage = `Use ${describeSubmitCall(outputs)}`;
  return {
    names,
    accept(values): SubmitVerdict {
      if (!isJsonObject(values)) {
        const got = pythonTypeName(values);
        const message = `FINAL returned ${got}, expected dict with fields: ${pythonList(names)}`;
        return { accepted: false, message };
      }
      const problems: string[] = [];
      const unknown = Object.keys(values).filter((name) => !names.includes(name));
      if (unknown.length > 0) {
        problems.push(`Unexpected output fields: ${pythonList(unknown)}. ${usage}`);
      }
      const read = coerceAll(values, outputs);
      if (!read.ok && read.missing.length > 0) {
        problems.push(`Missing output fields: ${pythonList(read.missing)}. ${usage}`);
      }
      if (!read.ok && read.messages.length > 0) {
        problems.push(`[Type Error] ${read.messages.join("; ")}`);
      }
      if (!read.ok || problems.length > 0) {
        return { accepted: false, message: problems.join("\n") };
      }
      return { accepted: true, value: read.values };
    },
  };
}

/** The call as it is to be written, such as `SUBMIT(findings, answer)`. */
export function describeSubmitCall(outputs: readonly Field[]): string {
  return `SUBMIT(${outputs.map((field) => field.name).join(", ")})`;
}
