/**
 * The text of an option to a checked value of its kind.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { OptionValue } from "./command_arguments.ts";
import type { OptionSpec, ValueFormat } from "./option_spec.ts";
import { formatSize, parseSize } from "./size.ts";
import { suggest } from "./suggest.ts";

/**
 * Checks the raw value of an option; undefined when the option was not given.
 * @throws {UsageError} What is wrong with the value.
 */
export function readOptionValue(option: OptionSpec, raw: unknown): OptionValue | undefined {
  if (raw === undefined || raw === false) return undefined;
  switch (option.kind) {
    case "flag":
      return true;
    case "repeated":
      if (!Array.isArray(raw) || raw.length === 0) return undefined;
      return raw.map((text) => checkFormat(String(text), `--${option.name}`, option.format));
    case "string":
      return checkFormat(String(raw), `--${option.name}`, option.format);
    case "choice":
      return checkChoice(String(raw), `--${option.name}`, option.choices);
    case "integer":
    case "number":
      return readNumber(option, String(raw));
    case "size":
      return readSize(option, String(raw));
  }
}

/**
 * The text, when it is what it must be.
 * @throws {UsageError} It is not.
 */
export function checkFormat(text: string, where: string, format: ValueFormat | undefined): string {
  if (format === undefined || format.pattern.test(text)) return text;
  throw new UsageError(`Cannot use "${text}" for ${where}: it must be ${format.text}`);
}

/** What a value must be, as it follows "it must be". */
export function expectationOf(option: OptionSpec): string {
  switch (option.kind) {
    case "flag":
      return "true or false";
    case "string":
      return option.format?.text ?? "a text that is not empty";
    case "repeated":
      return `a list of texts${option.format === undefined ? "" : `, each ${option.format.text}`}`;
    case "choice":
      return orList(option.choices);
    case "integer":
      return `a whole number${unitOf(option)} from ${option.minimum} to ${option.maximum}`;
    case "number":
      return `a number${unitOf(option)} from ${option.minimum} to ${option.maximum}`;
    case "size":
      return `a size from ${formatSize(option.minimum)} to ${formatSize(option.maximum)}, ` +
        "such as 512m or 2g";
  }
}

/**
 * The text, when it is one of several.
 * @throws {UsageError} It is none of them.
 */
export function checkChoice(text: string, where: string, choices: readonly string[]): string {
  if (choices.includes(text)) return text;
  const near = suggest(text, choices);
  throw new UsageError(`Cannot use "${text}" for ${where}: it must be ${orList(choices)}`, {
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}

function refusal(option: OptionSpec, text: string, hint?: string): UsageError {
  return new UsageError(
    `Cannot use "${text}" for --${option.name}: it must be ${expectationOf(option)}`,
    hint === undefined ? {} : { hint },
  );
}

function unitOf({ placeholder }: OptionSpec): string {
  return placeholder === "SECONDS" ? " of seconds" : "";
}

/** The seconds of a time written with its unit, such as `10m`. */
function secondsOf(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)$/i.exec(text) ?? [];
  const factor =
    { ms: 0.001, s: 1, m: 60, min: 60, h: 3_600, d: 86_400 }[unit?.toLowerCase() ?? ""];
  return factor === undefined ? undefined : Number(count) * factor;
}

function readNumber(
  option: OptionSpec & { readonly kind: "integer" | "number" },
  text: string,
): number {
  const pattern = option.kind === "integer" ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)$/;
  const value = Number(text);
  const inRange = value >= option.minimum && value <= option.maximum;
  if (pattern.test(text) && inRange) return value;
  const seconds = option.placeholder === "SECONDS" ? secondsOf(text) : undefined;
  throw refusal(
    option,
    text,
    seconds === undefined ? undefined : `Write --${option.name} ${seconds}`,
  );
}

function readSize(option: OptionSpec & { readonly kind: "size" }, text: string): number {
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes >= option.minimum && bytes <= option.maximum) return bytes;
  throw refusal(option, text);
}

function orList(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  return quoted.length < 2
    ? quoted.join()
    : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
