/**
 * The checked values of one command line, read by option name.
 *
 * @module
 */

import type { Setting } from "../config/setting.ts";
import type { CommandSpec } from "./command_spec.ts";
import type { OptionSpec } from "./option_spec.ts";

/** Value of an option; `false` for a flag that was turned off by name. */
export type OptionValue = string | number | boolean | readonly string[];

/** What was given on a command line; what was not has its default or nothing. */
export interface GivenValues {
  /** Values by the name of the option. */
  readonly values: ReadonlyMap<string, OptionValue>;
  /** What configuration files say of options, given or not. */
  readonly defaults?: ReadonlyMap<string, Setting<OptionValue>>;
  /** Arguments without a name, by the name of their spec. */
  readonly positionals?: ReadonlyMap<string, readonly string[]>;
  /** Whether the help page was asked for; nothing else was read then. */
  readonly wantsHelp?: boolean;
}

/**
 * Values by name: what was given, else what a configuration file says, else what is built in. What a
 * file says is left out where the variable of the option is set; that is for the configuration to read.
 *
 * Reading an option or argument that the command does not have, or as another kind, is
 * a mistake of the program and throws a `TypeError`.
 */
export class CommandArguments {
  readonly #values: ReadonlyMap<string, OptionValue>;
  readonly #options: ReadonlyMap<string, OptionSpec>;
  readonly #defaults: ReadonlyMap<string, Setting<OptionValue>>;
  readonly #positionals: ReadonlyMap<string, readonly string[]>;
  readonly #command: Pick<CommandSpec, "options" | "positionals">;
  /** Whether the help page was asked for; nothing else was read then. */
  readonly wantsHelp: boolean;

  /** Takes what was given to a command. */
  constructor(command: Pick<CommandSpec, "options" | "positionals">, given: GivenValues) {
    this.#command = command;
    this.#options = new Map(command.options.map((option) => [option.name, option]));
    this.#values = given.values;
    this.#defaults = given.defaults ?? new Map();
    this.#positionals = given.positionals ?? new Map();
    this.wantsHelp = given.wantsHelp ?? false;
  }

  /** The options that were given, in the order of help; a flag that was turned off is not. */
  get given(): readonly OptionSpec[] {
    return this.#command.options.filter(({ name }) => (this.#values.get(name) ?? false) !== false);
  }

  /** What configuration files say, by the name of the option. */
  get defaults(): ReadonlyMap<string, Setting<OptionValue>> {
    return this.#defaults;
  }

  /**
   * The value in force and where it comes from, whatever its kind. The variable of an option is not
   * looked at.
   */
  setting(name: string): Setting<OptionValue | undefined> {
    const spec = this.#options.get(name);
    if (spec === undefined) throw new TypeError(`No option "${name}"`);
    const given = this.#values.get(name);
    if (given !== undefined) {
      return { value: given, origin: { kind: "flag", flag: `--${name}` }, secret: false };
    }
    const builtIn = "default" in spec ? spec.default : undefined;
    return this.#defaults.get(name) ??
      { value: builtIn, origin: { kind: "default" }, secret: false };
  }

  /** An argument without a name, if it was given. */
  argument(name: string): string | undefined {
    return this.arguments(name)[0];
  }

  /** An argument without a name that the command cannot go without. */
  requiredArgument(name: string): string {
    const value = this.argument(name);
    if (value === undefined) throw new TypeError(`Argument "${name}" has no value`);
    return value;
  }

  /** All texts of an argument that may be given many times. */
  arguments(name: string): readonly string[] {
    if (!this.#command.positionals?.some((positional) => positional.name === name)) {
      throw new TypeError(`No argument "${name}"`);
    }
    return this.#positionals.get(name) ?? [];
  }

  /** Whether the command has this option. */
  has(name: string): boolean {
    return this.#options.has(name);
  }

  /** Whether a flag was given. */
  flag(name: string): boolean {
    return this.#value(this.#spec(name, ["flag"])) === true;
  }

  /** A text or choice: what was given, else its default. */
  text(name: string): string | undefined {
    const spec = this.#spec(name, ["string", "choice"]);
    const value = this.#value(spec) ?? (spec.kind === "choice" ? spec.default : undefined);
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
    const value = this.#value(spec);
    if (typeof value === "number") return value;
    return spec.kind === "integer" || spec.kind === "number" || spec.kind === "size"
      ? spec.default
      : undefined;
  }

  /** The texts of a repeated option, in order. */
  list(name: string): readonly string[] {
    const value = this.#value(this.#spec(name, ["repeated"]));
    return Array.isArray(value) ? value : [];
  }

  #value({ name }: OptionSpec): OptionValue | undefined {
    return this.#values.get(name) ?? this.#defaults.get(name)?.value;
  }

  #spec(name: string, kinds: readonly OptionSpec["kind"][]): OptionSpec {
    const spec = this.#options.get(name);
    if (spec === undefined || !kinds.includes(spec.kind)) {
      throw new TypeError(`No option "${name}" of kind ${kinds.join(" or ")}`);
    }
    return spec;
  }
}
