/**
 * Stand-in for `jsr:@std/cli@^1/parse-args`: `parseArgs` of the real one, over the tokens of
 * `node:util` `parseArgs`.
 *
 * Left out, since nothing here uses it: dotted names (`--a.b`), `boolean: true`, and the types that
 * the real one infers for every option. Callers narrow from `unknown`, which holds with both.
 * `tests/std/cli_test.ts` states what is relied on, the odd corners included.
 *
 * @module
 */

import { parseArgs as tokenize } from "node:util";
import { shortPairs } from "./_short_flags.ts";

/** What was found on a command line: flags by name, and the rest under `_`. */
export interface Args {
  [flag: string]: unknown;
  /** Arguments that belong to no flag; numeric ones are numbers unless `string` names `_`. */
  _: (string | number)[];
  /** Arguments after `--`, when asked for. */
  "--"?: string[];
}

/** How arguments are to be read. */
export interface ParseOptions {
  /**
   * Whether what follows `--` goes under `"--"` rather than `_`.
   * @default {false}
   */
  "--"?: boolean;
  /** Other names of a flag; a value is stored under every one. */
  alias?: Readonly<Record<string, string | readonly string[]>>;
  /** Flags without a value; `false` when absent. */
  boolean?: string | readonly string[];
  /** Values of absent flags. */
  default?: Readonly<Record<string, unknown>>;
  /**
   * Whether everything from the first argument that is no flag goes under `_`, unread.
   * @default {false}
   */
  stopEarly?: boolean;
  /** Flags whose value stays a string. */
  string?: string | readonly string[];
  /** Flags that gather all their values in an array; `[]` when absent, if boolean or string. */
  collect?: string | readonly string[];
  /** Flags that `--no-NAME` sets to `false`. */
  negatable?: string | readonly string[];
  /** Called with each argument that is not declared; `false` keeps it out of the result. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/**
 * Parses command line arguments.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseArgs } from "@std/cli/parse-args";
 *
 * const args = parseArgs(["run", "--name=Ada", "--dry-run"], {
 *   boolean: ["dry-run"],
 *   string: ["name"],
 * });
 * assertEquals(args, { _: ["run"], name: "Ada", "dry-run": true });
 * ```
 */
export function parseArgs(args: string[], options: ParseOptions = {}): Args {
  const flags = new Flags(options);
  const terminator = args.indexOf("--");
  const end = terminator < 0 ? args.length : terminator;
  let index = 0;
  while (index < end) {
    const arg = args[index++]!;
    const [token] = tokenize({ args: [arg], options: {}, strict: false, tokens: true }).tokens;
    const next = index < end ? args[index] : undefined;
    if (token?.kind === "option") {
      const taken = arg.startsWith("--")
        ? flags.readLong(arg, token.name, token.value, next)
        : flags.readShort(arg, next);
      if (taken) index++;
      continue;
    }
    flags.readPositional(arg);
    if (options.stopEarly) {
      flags.result._.push(...args.slice(index, end));
      break;
    }
  }
  flags.fillIn();
  const rest = args.slice(end + 1);
  if (options["--"]) flags.result["--"] = rest;
  else flags.result._.push(...rest);
  return flags.result;
}

/** The declared flags and the result that grows while arguments are read. */
class Flags {
  readonly result: Args = { _: [] };
  readonly #options: ParseOptions;
  readonly #aliases: ReadonlyMap<string, readonly string[]>;
  readonly #booleans: ReadonlySet<string>;
  readonly #strings: ReadonlySet<string>;
  readonly #collected: ReadonlySet<string>;
  readonly #negatable: ReadonlySet<string>;

  constructor(options: ParseOptions) {
    this.#options = options;
    this.#aliases = aliasMap(options.alias ?? {});
    this.#booleans = this.#named(options.boolean);
    this.#strings = this.#named(options.string);
    this.#collected = this.#named(options.collect);
    this.#negatable = this.#named(options.negatable);
  }

  /** Reads `--name`, `--name=value` or `--no-name`; says whether `next` was its value. */
  readLong(arg: string, name: string, inline: string | undefined, next: string | undefined) {
    if (inline) {
      this.#set(name, this.#booleans.has(name) ? inline !== "false" : inline, arg);
      return false;
    }
    const positive = name.startsWith("no-") ? name.slice(3) : "";
    if (inline === undefined && this.#negatable.has(positive)) {
      this.#set(positive, false, arg, false);
      return false;
    }
    // An empty value after the equal sign is no value: the real one takes the sign into the name.
    const key = inline === "" ? `${name}=` : name;
    return this.#setWithNext(key, arg, next?.startsWith("-") ? undefined : next);
  }

  /** Reads a group of one-letter flags; says whether `next` was the last one's value. */
  readShort(arg: string, next: string | undefined): boolean {
    const { pairs, last } = shortPairs(arg);
    for (const [letter, value] of pairs) this.#set(letter, value ?? this.#bare(letter), arg);
    if (last === undefined) return false;
    return this.#setWithNext(last, arg, /^--?[^-]/.test(next ?? "") ? undefined : next);
  }

  /** Reads an argument that is no flag. */
  readPositional(arg: string): void {
    if (this.#options.unknown?.(arg) === false) return;
    this.result._.push(this.#strings.has("_") ? arg : numberOr(arg));
  }

  /** Puts in what absent flags stand for. */
  fillIn(): void {
    for (const [key, value] of Object.entries(this.#options.default ?? {})) {
      if (Object.hasOwn(this.result, key)) continue;
      for (const name of this.#namesOf(key)) this.result[name] = value;
    }
    for (const key of [...this.#booleans, ...this.#strings]) {
      if (key === "_" || Object.hasOwn(this.result, key)) continue;
      if (this.#collected.has(key)) this.result[key] = [];
      else if (this.#booleans.has(key)) this.result[key] = false;
    }
  }

  /** Stores a flag whose value, if it has one, is the next argument. */
  #setWithNext(key: string, arg: string, next: string | undefined): boolean {
    const spelled = next === "true" || next === "false";
    const takes = next !== undefined && next !== "" && (!this.#isBoolean(key) || spelled);
    const value = takes && this.#isBoolean(key) ? next !== "false" : next;
    this.#set(key, takes ? value! : this.#bare(key), arg);
    return takes;
  }

  #set(key: string, value: string | boolean, arg: string, collect = true): void {
    const declared = this.#booleans.has(key) || this.#strings.has(key) || this.#aliases.has(key);
    if (!declared && this.#options.unknown?.(arg, key, value) === false) return;
    const final = typeof value === "string" && !this.#strings.has(key) ? numberOr(value) : value;
    for (const name of this.#namesOf(key)) {
      const before = this.result[name];
      if (!collect || !this.#collected.has(key)) this.result[name] = final;
      else if (Array.isArray(before)) before.push(final);
      else this.result[name] = before ? [before, final] : [final];
    }
  }

  /** The value of a flag that has none. */
  #bare(key: string): "" | true {
    return this.#strings.has(key) ? "" : true;
  }

  #isBoolean(key: string): boolean {
    return this.#namesOf(key).some((name) => this.#booleans.has(name));
  }

  #namesOf(key: string): readonly string[] {
    return [key, ...this.#aliases.get(key) ?? []];
  }

  /** The names of an option list with all their aliases. */
  #named(names: string | readonly string[] | undefined): ReadonlySet<string> {
    const list = typeof names === "string" ? [names] : names ?? [];
    return new Set(list.filter(Boolean).flatMap((name) => this.#namesOf(name)));
  }
}

/** Every name with the others that mean the same. */
function aliasMap(
  alias: Readonly<Record<string, string | readonly string[]>>,
): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const [key, others] of Object.entries(alias)) {
    const names = [key, ...(typeof others === "string" ? [others] : others)];
    for (const name of names) map.set(name, names.filter((other) => other !== name));
  }
  return map;
}

/** The number that a text spells, or the text. */
function numberOr(text: string): number | string {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}
