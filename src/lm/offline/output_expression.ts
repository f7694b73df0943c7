/**
 * What goes into each output, by its type and name: a Python expression over the names that the
 * ranking cell sets. Refuses what extraction cannot know. Pure.
 *
 * @module
 */

import type { Field, FieldType } from "../../core/field.ts";
import { unsuited } from "./unsuited.ts";

type Rule = readonly [name: RegExp, expression: string];

const STRINGS: readonly Rule[] = [
  [/summar|overview|abstract|synopsis|digest|gist/, "_summary"],
  [/answer|response|result|reply|conclusion|explanation/, "_answer"],
];
const INTEGERS: readonly Rule[] = [
  [/coverage|pct|percent/, "_coverage_pct"],
  [/section|chunk|examined|part/, "len(_chunks)"],
  [/chars|characters|length/, "len(_doc)"],
  [/(^|_)line(_|$)|line_number/, '_quotes[0]["line"] if _quotes else 0'],
  [/lines/, "_doc.count(_newline) + 1"],
  [/quer|calls/, "len(_asked)"],
  [/found|finding|point|quote/, "len(_quotes)"],
  [/count|total|number|num|match|hits|n_/, "len(_ranked)"],
];
const FLOATS: readonly Rule[] = [
  [/coverage/, "_read_chars / max(1, len(_doc))"],
  [/score|relevance|overlap|match/, "_share_found"],
];
const BOOLEANS: readonly Rule[] = [[/found|match|mention|relevant/, "_is_match"]];

const OVERVIEW_NAME = /summar|overview|abstract|synopsis|digest|gist|point|highlight|structure/;

/**
 * Python expression for an output.
 *
 * @param isFirstText Whether it is the first output of type str: that one says what made it.
 * @throws {FleetError} `task-unsuited` when its type or meaning is out of reach.
 */
export function outputExpression(field: Field, isFirstText: boolean): string {
  const expression = ofType(field.type, field.name.toLowerCase(), isFirstText);
  if (expression === undefined) {
    throw unsuited(`output '${field.name}' is nothing that can be quoted or counted`);
  }
  const most = field.constraints?.maxLength;
  return field.type.kind === "list" && most !== undefined ? `${expression}[:${most}]` : expression;
}

/** Whether an output wants the whole document rather than an answer from it. */
export function wantsOverview(field: Field): boolean {
  return OVERVIEW_NAME.test(field.name.toLowerCase());
}

function ofType(type: FieldType, name: string, isFirstText: boolean): string | undefined {
  switch (type.kind) {
    case "str":
    case "any":
      return byName(STRINGS, name) ?? (isFirstText ? "_answer" : "_lead");
    case "int":
      return byName(INTEGERS, name) ?? "len(_ranked)";
    case "float":
      return byName(FLOATS, name);
    case "bool":
      return byName(BOOLEANS, name);
    case "list":
      return ofList(type.items, name);
    case "dict":
      return ofDict(type.values);
    case "literal":
      return undefined;
    case "optional":
      return ofType(type.inner, name, isFirstText) ?? "None";
  }
}

function ofList(items: FieldType | undefined, name: string): string | undefined {
  switch (items?.kind) {
    case undefined:
    case "str":
    case "any":
      return "_findings";
    case "int":
      return name.includes("line") ? '[each["line"] for each in _quotes]' : undefined;
    case "dict":
      return ofRecord(items.values);
    case "optional":
      return ofList(items.inner, name);
    default:
      return undefined;
  }
}

/** A list of dicts: everything known of a quote, or its text parts where values must be text. */
function ofRecord(values: FieldType | undefined): string | undefined {
  if (values === undefined || values.kind === "any") return "_records";
  if (values.kind !== "str") return undefined;
  return "[{key: str(value) for key, value in each.items()} for each in _records]";
}

/** A dict by section, or by line where there are no sections. */
function ofDict(values: FieldType | undefined): string | undefined {
  switch (values?.kind) {
    case undefined:
    case "str":
    case "any":
      return "{key: quotes[0] for key, quotes in _by_section.items()}";
    case "int":
      return "{key: len(quotes) for key, quotes in _by_section.items()}";
    case "list":
      return values.items === undefined || ["str", "any"].includes(values.items.kind)
        ? "_by_section"
        : undefined;
    default:
      return undefined;
  }
}

function byName(rules: readonly Rule[], name: string): string | undefined {
  return rules.find(([pattern]) => pattern.test(name))?.[1];
}
