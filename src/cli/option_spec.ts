/**
 * The shape of an option, as data. Parsing, help and suggestions are all drawn from it.
 *
 * @module
 */

/** What a text may look like. */
export interface ValueFormat {
  /** Fits the whole text. */
  readonly pattern: RegExp;
  /** What it must be, as it follows "it must be": `a domain, such as pypi.org`. */
  readonly text: string;
}

/** The titles under which help lists options, in its order; the command's own come first. */
export const OPTION_SECTIONS = [
  "Options",
  "Model",
  "Limits",
  "Sandbox",
  "Local sandbox",
  "Modal sandbox",
  "Output",
] as const;

/** Title of a group of options. */
export type OptionSection = typeof OPTION_SECTIONS[number];

interface OptionBase {
  /** Long name without dashes, lower case with hyphens. */
  readonly name: string;
  /** One-letter name. */
  readonly short?: string;
  /** Other long names with the same meaning. */
  readonly aliases?: readonly string[];
  /** What it does: one sentence without a final period. */
  readonly help: string;
  /** Stand-in for the value in help. */
  readonly placeholder?: string;
  /** Environment variable that gives the value when the option is left out. */
  readonly env?: string;
  /** Whether the command cannot go without it. */
  readonly required?: boolean;
  /** Accepted so that every running command takes the same options, without effect here. */
  readonly isInert?: boolean;
  /**
   * Where help lists it.
   * @default {"Options"}
   */
  readonly section?: OptionSection;
  /** The one backend that can honour it; with any other it is a mistake to give it. */
  readonly backend?: string;
  /** Default in words, where help should not show the value itself. */
  readonly defaultText?: string;
  /** What its value is a path of, if it is one; a `program` may be a bare name that is on PATH. */
  readonly path?: "file" | "folder" | "any" | "program";
  /**
   * What a configuration file that was merely found in a folder may do with it. Such a file may come
   * from anyone, so it may do nothing unless told here: `set` it; `lower` what the user's own file
   * says, for what bounds spending; or set it to what fits a format.
   */
  readonly project?: "set" | "lower" | ValueFormat;
  /**
   * Whether a configuration file sets it for its command alone, since at other commands an option of
   * that name means something else.
   * @default {false}
   */
  readonly isOwn?: boolean;
  /**
   * Whether no configuration file sets it, since its default comes from somewhere else.
   * @default {false}
   */
  readonly ignoresFiles?: boolean;
}

interface OptionRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number;
}

/** Whether an option can be given without a value, which then follows `=` alone. */
export function canStandAlone(option: OptionSpec): boolean {
  return option.kind === "flag" || ("alone" in option && option.alone !== undefined);
}

/**
 * An option, by the `kind` of its value: none (`flag`), text (`string`), one of several texts
 * (`choice`), a whole number, any number, a `size` in bytes (`512m`), or texts from each time it is
 * given (`repeated`).
 */
export type OptionSpec =
  | (OptionBase & { readonly kind: "flag" })
  | (OptionBase & {
    readonly kind: "string" | "repeated";
    readonly format?: ValueFormat;
    /** Value when none is given; one that is given then follows `=` in the same word. */
    readonly alone?: string;
  })
  | (OptionBase & {
    readonly kind: "choice";
    readonly choices: readonly string[];
    readonly default?: string;
  })
  | (OptionBase & OptionRange & { readonly kind: "integer" | "number" })
  | (OptionBase & OptionRange & { readonly kind: "size" });
