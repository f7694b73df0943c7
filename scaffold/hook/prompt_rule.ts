/**
 * A rule that looks at a prompt, as `deno task gen` makes it from a file of `plugin/rules/`.
 *
 * @module
 */

/** How a condition compares. */
export type PromptOperator =
  | "regex_match"
  | "contains"
  | "not_contains"
  | "equals"
  | "starts_with"
  | "ends_with";

/** Something that must hold of the prompt, upper and lower case alike. */
export interface PromptCondition {
  /** How it compares. */
  readonly operator: PromptOperator;
  /** What it compares with; a regular expression for `regex_match`. */
  readonly pattern: string;
}

/** A rule: when all conditions hold, the context is added to the prompt. */
export interface PromptRule {
  /** Its name. */
  readonly name: string;
  /** What must hold. */
  readonly conditions: readonly PromptCondition[];
  /** What the model is told: facts, no orders. */
  readonly context: string;
}
