/**
 * Rules about prompt rules in hookify's format: each is a way in which hookify makes something else of a
 * file than what it says, or than what another reader of YAML does.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import { type AssetPage, frontOf } from "../asset_tree.ts";

/** A rule that looks at each line of front matter by itself. */
interface LineRule {
  readonly code: string;
  readonly severity: AssetRule["severity"];
  readonly about: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly fix?: string;
}

const LINE_RULES: readonly LineRule[] = [
  {
    code: "K004",
    severity: "error",
    about: "The conditions are set in",
    pattern: /^-\s/,
    message: "hookify drops lines of conditions that are not set in, and then always fires",
    fix: "Set the list in by two spaces",
  },
  {
    code: "K005",
    severity: "error",
    about: "No pattern is in double quotes with backslashes",
    pattern: /^\s*(?:-\s+)?pattern:\s*".*\\.*"/,
    message: "Backslashes in double quotes mean one thing to YAML and another to hookify",
    fix: "Use single quotes",
  },
  {
    code: "K006",
    severity: "error",
    about: "No pattern has three hyphens in a row",
    pattern: /^\s*(?:-\s+)?pattern:.*---/,
    message: "hookify takes three hyphens for the end of the front matter",
    fix: "Write -{3}",
  },
  {
    code: "K007",
    severity: "error",
    about: "A condition has a line for each key",
    pattern: /^\s*-\s+field:[^,]*,\s*operator:/,
    message: "hookify parts such a line at every comma, those of the pattern too",
    fix: "Give every key a line of its own",
  },
  {
    code: "K009",
    severity: "warning",
    about: "No value has a comment behind it",
    pattern: /^\s*(?:-\s+)?[\w-]+:\s+(?:'[^']*'|"[^"]*"|[^\s'"#][^'"#]*)\s+#/,
    message: "hookify takes a comment for a part of the value",
  },
];

/** K001 to K012. */
export const PROMPT_RULE_RULES: readonly AssetRule[] = [
  perPage("K001", "A condition on prompts looks at the field prompt", function* (page) {
    for (const { field } of conditionsOf(page)) {
      if (field !== "user_prompt") continue;
      const message = 'Claude Code gives a prompt as "prompt"; "user_prompt" never fits';
      yield { ...at(page, "conditions"), message, fix: "Write field: prompt" };
    }
  }),
  perPage("K002", "A rule on prompts or stops has conditions", function* (page) {
    const { event, pattern } = fieldsOf(page);
    if (pattern === undefined || (event !== "prompt" && event !== "stop")) return;
    const message = `A bare pattern looks at a field that the event ${event} does not have`;
    yield { ...at(page, "pattern"), message, fix: "Give a condition with a field" };
  }),
  perPage("K003", "A rule on files has conditions", function* (page) {
    const { event, pattern } = fieldsOf(page);
    if (pattern === undefined || event !== "file") return;
    const message = "A bare pattern fits edits, and never a file that is written whole";
    yield { ...at(page, "pattern"), severity: "warning", message, fix: "Use the field content" };
  }),
  ...LINE_RULES.map(perLine),
  perPage("K008", "enabled is true or false", function* (page) {
    const { enabled } = fieldsOf(page);
    if (enabled === undefined || typeof enabled === "boolean") return;
    const message = `hookify takes "${enabled}" for true: only false disables a rule`;
    yield { ...at(page, "enabled"), message, fix: "Write true or false" };
  }),
  perPage("K010", "action is warn or block", function* (page) {
    const { action, event } = fieldsOf(page);
    const here = at(page, "action");
    if (action === undefined) return;
    if (action !== "warn" && action !== "block") {
      yield { ...here, message: `Action "${action}" counts as warn` };
    }
    if (action === "block" && event === "prompt") {
      yield { ...here, message: "A rule on prompts cannot block" };
    }
  }),
  perPage("K011", "not_contains has no alternatives", function* (page) {
    for (const { operator, pattern } of conditionsOf(page)) {
      if (operator !== "not_contains" || !String(pattern).includes("|")) continue;
      const message = "not_contains takes | as it stands, not as an or";
      yield { ...at(page, "conditions"), message, fix: "Give a condition for each" };
    }
  }),
  perPage(
    "K012",
    "Every condition is whole, and every regular expression compiles",
    function* (page) {
      for (const { field, operator, pattern } of conditionsOf(page)) {
        const here = at(page, "conditions");
        if (![field, operator, pattern].every((each) => typeof each === "string")) {
          yield { ...here, message: "A condition needs field, operator and pattern" };
        } else if (!OPERATORS.includes(String(operator))) {
          yield { ...here, message: `There is no operator "${operator}"` };
        } else if (operator === "regex_match" && !compiles(String(pattern))) {
          yield { ...here, message: `"${pattern}" is no regular expression` };
        }
      }
    },
  ),
];

const OPERATORS: readonly string[] = [
  ...["regex_match", "contains", "equals", "not_contains", "starts_with", "ends_with"],
];

function perPage(
  code: string,
  about: string,
  check: (page: AssetPage) => Iterable<RuleFinding>,
): AssetRule {
  return {
    code,
    severity: "error",
    about,
    *check({ rules }) {
      for (const page of rules) yield* check(page);
    },
  };
}

function perLine({ about, code, fix, message, pattern, severity }: LineRule): AssetRule {
  return {
    code,
    severity,
    about,
    *check({ rules }) {
      for (const page of rules) {
        for (const [index, line] of frontLines(page).entries()) {
          if (!pattern.test(line)) continue;
          const found = { file: page.path, line: index + 2, message };
          yield fix === undefined ? found : { ...found, fix };
        }
      }
    },
  };
}

/** The lines between the hyphens, whether they are YAML or not. */
function frontLines({ text = "" }: AssetPage): readonly string[] {
  const lines = text.split("\n").slice(1);
  const end = lines.findIndex((line) => /^---\s*$/.test(line));
  return lines.slice(0, Math.max(0, end));
}

function fieldsOf(page: AssetPage): Readonly<Record<string, unknown>> {
  return frontOf(page)?.fields ?? {};
}

function conditionsOf(page: AssetPage): readonly Readonly<Record<string, unknown>>[] {
  const { conditions } = fieldsOf(page);
  return Array.isArray(conditions)
    ? conditions.filter((each) => typeof each === "object" && each !== null)
    : [];
}

function at(page: AssetPage, key: string): { readonly file: string; readonly line: number } {
  return { file: page.path, line: frontOf(page)?.lineOf(key) ?? 1 };
}

function compiles(pattern: string): boolean {
  try {
    // A pattern may stand on several lines, for people.
    new RegExp(pattern.replaceAll("\n", ""), "iu");
    return true;
  } catch {
    return false;
  }
}
