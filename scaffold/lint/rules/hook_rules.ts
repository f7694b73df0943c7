/**
 * Rules about `hooks/hooks.json`.
 *
 * @module
 */

import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import type { AssetTree } from "../asset_tree.ts";
import {
  EVENTS_WITHOUT_MATCHER,
  HANDLER_FIELDS,
  HOOK_EVENTS,
  KNOWN_TOOLS,
  TOOL_EVENTS,
} from "../known/claude_code.ts";

/** Longest that a person is made to wait for a prompt to go out, in seconds. */
const MOST_PROMPT_SECONDS = 10;

interface Handler {
  readonly event: string;
  readonly matcher: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** H001 to H005. */
export const HOOK_RULES: readonly AssetRule[] = [
  {
    code: "H001",
    severity: "error",
    about: "Hooks are for events that exist, with handlers that have what they need",
    check: badShape,
  },
  {
    code: "H002",
    severity: "warning",
    about: "A matcher and an if stand where they count",
    *check(tree) {
      for (const { event, fields, matcher } of handlersOf(tree)) {
        if (matcher !== undefined && EVENTS_WITHOUT_MATCHER.includes(event)) {
          yield finding(tree, event, `${event} passes over its matcher`);
        }
        if (fields.if !== undefined && !TOOL_EVENTS.includes(event)) {
          const message = `A handler of ${event} with an if never runs`;
          yield { ...finding(tree, event, message), severity: "error" };
        }
      }
    },
  },
  {
    code: "H003",
    severity: "warning",
    about: "A matcher for a tool names one",
    *check(tree) {
      for (const { event, matcher } of handlersOf(tree)) {
        if (typeof matcher !== "string" || !TOOL_EVENTS.includes(event)) continue;
        if (!/^[\w, |-]+$/.test(matcher)) continue;
        for (const name of matcher.split(/[,|]/).map((each) => each.trim()).filter(Boolean)) {
          if (KNOWN_TOOLS.includes(name) || name.startsWith("mcp__")) continue;
          yield finding(tree, matcher, `Matcher "${name}" is no tool that is known`);
        }
      }
    },
  },
  {
    code: "H004",
    severity: "error",
    about: "A command keeps together what a placeholder stands for",
    *check(tree) {
      for (const { fields: { args, command } } of handlersOf(tree)) {
        if (typeof command !== "string" || args !== undefined) continue;
        if (!/(?<!["'])\$\{CLAUDE_[A-Z_]+\}/.test(command)) continue;
        yield {
          ...finding(tree, command, "A placeholder stands in a shell command without quotes"),
          fix: "Give command and args apart, or set it in double quotes",
        };
      }
    },
  },
  {
    code: "H005",
    severity: "warning",
    about: `A hook on prompts is given at most ${MOST_PROMPT_SECONDS} seconds`,
    *check(tree) {
      for (const { event, fields: { timeout } } of handlersOf(tree)) {
        if (event !== "UserPromptSubmit") continue;
        if (typeof timeout === "number" && timeout > 0 && timeout <= MOST_PROMPT_SECONDS) continue;
        const message = "A hook on prompts has no timeout that a person would wait for";
        yield { ...finding(tree, event, message), fix: 'Add "timeout": 5' };
      }
    },
  },
];

function* badShape(tree: AssetTree): Iterable<RuleFinding> {
  const { hooks: file } = tree;
  if (file === undefined) return;
  const events = eventsOf(tree);
  if (events === undefined) {
    return yield finding(tree, "", 'It must be JSON with an object "hooks"');
  }
  for (const [event, groups] of Object.entries(events)) {
    if (!HOOK_EVENTS.includes(event)) yield finding(tree, event, `There is no event "${event}"`);
    if (!Array.isArray(groups)) {
      yield finding(tree, event, `${event} must be a list`);
      continue;
    }
    for (const group of groups) {
      const { hooks, matcher } = asRecord(group);
      if (matcher !== undefined && typeof matcher !== "string") {
        yield finding(tree, event, `A matcher of ${event} must be a text`);
      }
      if (!Array.isArray(hooks)) yield finding(tree, event, `${event} has a group without hooks`);
    }
  }
  for (const { event, fields } of handlersOf(tree)) {
    const type = String(fields.type);
    const needed = Object.hasOwn(HANDLER_FIELDS, type) ? HANDLER_FIELDS[type] : undefined;
    if (needed === undefined) {
      yield finding(tree, event, `A handler of ${event} has the type "${type}", which is none`);
    }
    for (const field of needed ?? []) {
      if (typeof fields[field] === "string" && fields[field] !== "") continue;
      yield finding(tree, event, `A handler of ${event} has no ${field}`);
    }
  }
}

function eventsOf({ hooks }: AssetTree): Readonly<Record<string, unknown>> | undefined {
  const { hooks: events } = asRecord(hooks?.value);
  const isMap = typeof events === "object" && events !== null && !Array.isArray(events);
  return isMap ? events as Readonly<Record<string, unknown>> : undefined;
}

function* handlersOf(tree: AssetTree): Iterable<Handler> {
  for (const [event, groups] of Object.entries(eventsOf(tree) ?? {})) {
    for (const group of Array.isArray(groups) ? groups : []) {
      const { hooks, matcher } = asRecord(group);
      for (const handler of Array.isArray(hooks) ? hooks : []) {
        yield { event, matcher, fields: asRecord(handler) };
      }
    }
  }
}

function finding({ hooks }: AssetTree, near: string, message: string): RuleFinding {
  const lines = (hooks?.text ?? "").split("\n");
  const at = lines.findIndex((line) => line.includes(JSON.stringify(near)));
  return { file: hooks?.path ?? "hooks/hooks.json", line: Math.max(0, at) + 1, message };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}
