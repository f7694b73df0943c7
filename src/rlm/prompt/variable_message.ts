/**
 * The first user message: the sandbox, and the variables as measured in it. Metadata and a bounded
 * preview, never their content.
 *
 * @module
 */

import type { Field } from "../../core/field.ts";
import { VOLUME_HELPERS } from "../../core/guest_helpers.ts";
import type { Capabilities } from "../../core/interpreter.ts";
import type { VariableInfo } from "../../core/variable.ts";
import { fenceText } from "./fence_text.ts";
import { describeConstraints } from "../signature/field_type.ts";
import { formatCount } from "../../text/format_number.ts";

const PREVIEW_CHARS = 500;

/** The sandbox in a line or two, as far as code has to know it. */
export function describeSandbox(capabilities: Capabilities): string {
  const network = capabilities.network ? "network access" : "no network";
  const sandbox = `The sandbox runs Python ${capabilities.pythonVersion}, ${network}`;
  if (capabilities.volume === undefined) return `${sandbox}.`;
  const helpers = VOLUME_HELPERS.map(({ signature, summary }) => `- \`${signature}\`: ${summary}`);
  return `${sandbox}, a volume mounted at ${capabilities.volume}:\n${helpers.join("\n")}`;
}

/** The variables for the planner, one paragraph each. */
export function describeVariables(
  variables: readonly VariableInfo[],
  inputs: readonly Field[],
): string {
  if (variables.length === 0) return "There are no input variables.";
  const described = variables.map((variable) =>
    describeVariable(variable, inputs.find((field) => field.name === variable.name))
  );
  return `The inputs, as they are in the sandbox now.\n\n${described.join("\n\n")}`;
}

function describeVariable(variable: VariableInfo, field: Field | undefined): string {
  const lines = [
    `Variable: \`${variable.name}\` (access it in your code)`,
    `Type: ${variable.type}`,
  ];
  if (field?.description) {
    lines.push(`Description: ${field.description.replace(/\s+/g, " ").trim()}`);
  }
  const constraints = field === undefined ? "" : describeConstraints(field);
  if (constraints !== "") lines.push(`Constraints: ${constraints}`);
  lines.push(`Total length: ${formatCount(variable.chars)} characters`);
  lines.push("Preview:", fenceText(preview(variable)));
  return lines.join("\n");
}

/** Head and tail, cut here once more so that no interpreter can let content through. */
function preview(variable: VariableInfo): string {
  const head = Array.from(variable.head);
  const shown = head.slice(0, PREVIEW_CHARS).join("");
  if (variable.tail === "") return head.length > PREVIEW_CHARS ? `${shown}\n...` : shown;
  return `${shown}\n...\n${Array.from(variable.tail).slice(-PREVIEW_CHARS).join("")}`;
}
