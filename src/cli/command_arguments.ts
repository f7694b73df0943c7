/**
 * The checked values of one command line, read by option name.
 *
 * @module
 */

import type { OptionSpec } from "./option_spec.ts";

/** Value of an option. */
export type OptionValue = string | number | boolean | readonly string[];

/**
 * Values by option name. Reading an option that the command does not have, or as another kind, is a
 * mistake of the program and throws a `TypeError`.
 */
export class CommandArguments {
  readonly #values: ReadonlyMap<string, OptionValue>;
  readonly #options: ReadonlyMap<string, OptionSpec>;
  /** The argument without a name, if it was given. */
  readonly positional: string | undefined;
  /** Whether the help page was asked for; nothing else was read then. */
  readonly wantsHelp: boolean;

  /** Takes what was given; what was not has its default or nothing. */
  constructor(
    options: readonly OptionSpec[],
    given: {
      readonly values: ReadonlyMap<string, OptionValue>;
      readonly positional?: string;
      readonly wantsHelp?: boolean;
    },
  ) {
    this.#options = new Map(options.map((option) => [option.name, option]));
    this.#values = given.values;
    this.positional = given.positional;
    this.wantsHelp = given.wantsHelp ?? false;
  }

  /** Whether the command has this option. */
  has(name: string): boolean {
    return this.#options.has(name);
  }

  /** Whether a flag was given. */
  flag(name: string): boolean {
    this.#spec(name, ["flag"]);
    return this.#values.get(name) === true;
  }

  /** A text or choice: what was given, else its default. */
  text(name: string): string | undefined {
    const spec = this.#spec(name, ["string", "choice"]);
    const value = this.#values.get(name) ?? (spec.kind === "choice" ? spec.default : undefined);
    return value === undefined ? undefined : String(value);
  }

  /** A text that the command cannot go without. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new TypeError(`Option "${name}" has no value`);
    return value;
  }

  /** A number, or the bytes of a size: what was given, else its default. */
  number(name: string): number | undefined {
    const spec = this.#spec(name, ["integer", "number", "size"]);
    const value = this.#values.get(name);
    if (typeof value === "number") return value;
    return spec.kind === "integer" || spec.kind === "number" || spec.kind === "size"
      ? spec.default
      : undefined;
  }

  /** The texts of a repeated option, in order. */
  list(name: string): readonly string[] {
    this.#spec(name, ["repeated"]);
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : [];
  }

  #spec(name: string, kinds: readonly OptionSpec["kind"][]): OptionSpec {
    const spec = this.#options.get(name);
    if (spec === undefined || !kinds.includes(spec.kind)) {
      throw new TypeError(`No option "${name}" of kind ${kinds.join(" or ")}`);
    }
    return spec;
  }
}
