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
      return readChoice(option.name, String(raw), option.choices);
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

function readChoice(name: string, value: string, choices: readonly string[]): string {
  if (choices.includes(value)) return value;
  const near = suggest(value, choices);
  throw new UsageError(`Cannot use "${value}" for --${name}: it must be ${orList(choices)}`, {
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}

function readNumber(
  option: OptionSpec & { readonly kind: "integer" | "number" },
  text: string,
): number {
  const pattern = option.kind === "integer" ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)$/;
  const value = Number(text);
  const inRange = value >= option.minimum && value <= option.maximum;
  if (pattern.test(text) && inRange) return value;
  const noun = option.kind === "integer" ? "a whole number" : "a number";
  throw new UsageError(
    `Cannot use "${text}" for --${option.name}: it must be ${noun} from ${option.minimum} to ` +
      option.maximum,
  );
}

function readSize(option: OptionSpec & { readonly kind: "size" }, text: string): number {
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes >= option.minimum && bytes <= option.maximum) return bytes;
  throw new UsageError(
    `Cannot use "${text}" for --${option.name}: it must be a size from ` +
      `${formatSize(option.minimum)} to ${formatSize(option.maximum)}, such as 512m or 2g`,
  );
}

function orList(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  return quoted.length < 2
    ? quoted.join()
    : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
