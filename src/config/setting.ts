/**
 * One setting: its value and where it came from.
 *
 * @module
 */

/**
 * Whose a configuration file is: that of the `project`, which was merely found, that of the `user`, or
 * one that was `named`.
 */
export type ConfigScope = "project" | "user" | "named";

/** Where a value came from, strongest first. */
export type Origin =
  | { readonly kind: "flag"; readonly flag: string }
  | { readonly kind: "environment"; readonly variable: string }
  | { readonly kind: "env-file"; readonly variable: string; readonly path: string }
  | {
    readonly kind: "config-file";
    readonly key: string;
    readonly path: string;
    readonly scope: ConfigScope;
  }
  | { readonly kind: "default" };

/** A value with its origin. */
export interface Setting<T> {
  /** The value in force. */
  readonly value: T;
  /** Where it came from. */
  readonly origin: Origin;
  /** Whether it must never be shown. */
  readonly secret: boolean;
}

/** The origin in words, such as `flag --model` or `DSPY_LM_MODEL in /a/.env`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "flag":
      return `flag ${origin.flag}`;
    case "environment":
      return `${origin.variable} in the environment`;
    case "env-file":
      return `${origin.variable} in ${origin.path}`;
    case "config-file":
      return `"${origin.key}" in ${origin.path}`;
    case "default":
      return "built in";
  }
}

/** The value as it may be printed: secrets become asterisks that tell neither text nor length. */
export function describeValue(setting: Setting<string | number | undefined>): string {
  if (setting.value === undefined) return "not set";
  return setting.secret ? "********" : String(setting.value);
}
