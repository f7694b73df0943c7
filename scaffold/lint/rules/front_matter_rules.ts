/**
 * Rules about front matter: that it can be read, and that its keys and values are known.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import { type AssetPage, type AssetTree, frontOf } from "../asset_tree.ts";
import { nearestWord } from "../edit_distance.ts";
import {
  AGENT_FIELDS,
  type FieldShape,
  RULE_FIELDS,
  SKILL_FIELDS,
} from "../known/front_matter_fields.ts";

type Fields = Readonly<Record<string, FieldShape>>;

/** F001 to F003. */
export const FRONT_MATTER_RULES: readonly AssetRule[] = [
  {
    code: "F001",
    severity: "error",
    about: "Front matter begins on the first line, is closed, and is YAML 1.2 with distinct keys",
    *check(tree) {
      for (const [page] of pagesOf(tree)) {
        const { front, path: file, text = "" } = page;
        if (front.kind === "none") {
          yield { file, message: "It has no front matter", fix: "Begin it with ---" };
        } else if (front.kind === "broken") {
          const { line, message } = front;
          yield { file, line, message: `Its front matter cannot be read: ${message}` };
        } else if (text.startsWith("\ufeff")) {
          yield { file, message: "A byte order mark stands before its front matter" };
        }
      }
    },
  },
  {
    code: "F002",
    severity: "warning",
    about: "Every key of front matter is known",
    *check(tree) {
      for (const [page, fields] of pagesOf(tree)) yield* unknownKeys(page, fields);
    },
  },
  {
    code: "F003",
    severity: "error",
    about: "Every value of front matter is of the type, and among the choices, of its key",
    *check(tree) {
      for (const [page, fields] of pagesOf(tree)) yield* badValues(page, fields);
    },
  },
];

function* pagesOf({ agents, rules, skills }: AssetTree): Iterable<readonly [AssetPage, Fields]> {
  for (const page of skills) yield [page, SKILL_FIELDS];
  for (const page of agents) yield [page, AGENT_FIELDS];
  for (const page of rules) yield [page, RULE_FIELDS];
}

function* unknownKeys(page: AssetPage, known: Fields): Iterable<RuleFinding> {
  const front = frontOf(page);
  for (const key of Object.keys(front?.fields ?? {})) {
    if (Object.hasOwn(known, key)) continue;
    const meant = nearestWord(key, Object.keys(known));
    yield {
      file: page.path,
      line: front?.lineOf(key) ?? 1,
      message: `Key "${key}" is not known`,
      ...(meant === undefined ? {} : { fix: `Write ${meant}`, severity: "error" as const }),
    };
  }
}

function* badValues(page: AssetPage, known: Fields): Iterable<RuleFinding> {
  const front = frontOf(page);
  for (const [key, value] of Object.entries(front?.fields ?? {})) {
    const shape = Object.hasOwn(known, key) ? known[key] : undefined;
    const wrong = shape === undefined ? undefined : whatIsWrong(value, shape);
    if (wrong === undefined) continue;
    yield { file: page.path, line: front?.lineOf(key) ?? 1, message: `Value of "${key}" ${wrong}` };
  }
}

const BOOLEANS: readonly unknown[] = [
  ...[true, false, 0, 1],
  ...["yes", "no", "on", "off", "true", "false", "0", "1"],
];

function whatIsWrong(value: unknown, shape: FieldShape): string | undefined {
  const { choices, maximum, type } = shape;
  switch (type) {
    case "any":
      return undefined;
    case "boolean":
      return BOOLEANS.includes(value) ? undefined : "must be true or false";
    case "count": {
      const isCount = typeof value === "number" && Number.isInteger(value) && value > 0;
      return isCount ? undefined : "must be a whole number from 1";
    }
    case "map": {
      const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
      return isMap ? undefined : "must be a list of keys with values";
    }
    case "names": {
      const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
      return typeof value === "string" || isList ? undefined : "must be a text, or a list of texts";
    }
    case "text":
      if (typeof value !== "string") return "must be a text";
      if (choices !== undefined && !choices.includes(value)) {
        return `must be ${choices.join(", ").replace(/, ([^,]*)$/, " or $1")}`;
      }
      return maximum !== undefined && value.length > maximum
        ? `has ${value.length} characters, more than ${maximum}`
        : undefined;
  }
}
