/**
 * Changes to files, front matter and skills: each with what the linter finds there.
 *
 * @module
 */

import { agent, GOOD, skill, type Texts } from "./_bundle.ts";

/** A change, and what is found in it: `CODE severity file:line` and a piece of the message. */
export type LintCase = readonly [string, Texts, string, string];

const S = "skills/one/SKILL.md";
const A = "agents/worker.md";

/** The changes. */
export const PAGE_CASES: readonly LintCase[] = [
  ["a byte order mark", { [S]: `\ufeff${GOOD[S]}` }, `A001 error ${S}:1`, "byte order mark"],
  [
    "no UTF-8",
    { "skills/one/x.md": new Uint8Array([255]) },
    "A001 error skills/one/x.md:1",
    "UTF-8",
  ],
  ["CRLF", { [A]: agent("worker").replace("Work.", "Work.\r") }, `A001 error ${A}:7`, "carriage"],
  ["no newline at its end", { [A]: agent("worker", "", "x") }, `A001 error ${A}:7`, "newline"],
  ["a NUL", { [A]: agent("worker", "", "\0\n") }, `A001 error ${A}:1`, "NUL"],
  ["300 KB", { "README.md": "x".repeat(300_000) + "\n" }, "A001 error README.md:1", "300001 bytes"],
  ["a path out", { "skills/../x": "x\n" }, "A002 error skills/../x:1", "every system"],
  ["a device", { "hooks/nul.txt": "x\n" }, "A002 error hooks/nul.txt:1", "every system"],
  ["two cases", { "agents/Worker.md": agent("w2") }, `A002 error ${A}:1`, "by case alone"],
  [
    "a key",
    { [S]: skill("one", "", `sk-ant-${"a1".repeat(12)}\n`) },
    `A003 error ${S}:7`,
    "key of",
  ],
  ["a home", { [S]: skill("one", "", "See /home/kim/x\n") }, `A003 error ${S}:7`, '"/home/kim"'],
  ["no front matter", { [A]: "Just text.\n" }, `F001 error ${A}:1`, "no front matter"],
  ["open front matter", { [A]: "---\nname: worker\n" }, `F001 error ${A}:1`, "not closed"],
  ["broken YAML", { [A]: agent("a: b: c") }, `F001 error ${A}:2`, "cannot be read"],
  ["a key twice", { [A]: agent("worker", "name: x") }, `F001 error ${A}:4`, "duplicated"],
  ["a list for keys", { [A]: "---\n- a\n---\nx\n" }, `F001 error ${A}:2`, "not a list of keys"],
  ["a strange key", { [S]: skill("one", "colour: 1") }, `F002 warning ${S}:4`, '"colour"'],
  [
    "a misspelt key",
    { [S]: skill("one", "allowed_tools: Read") },
    `F002 error ${S}:4`,
    "not known",
  ],
  ["a misspelt key", { [A]: agent("worker", "max_turns: 3") }, `F002 error ${A}:4`, '"max_turns"'],
  ["a wild context", { [S]: skill("one", "context: forked") }, `F003 error ${S}:4`, "must be fork"],
  ["a wild color", { [A]: agent("worker", "color: magenta") }, `F003 error ${A}:4`, "pink or cyan"],
  ["few turns", { [A]: agent("worker", "maxTurns: -3") }, `F003 error ${A}:4`, "whole number"],
  ["a maybe", { [S]: skill("one", "user-invocable: maybe") }, `F003 error ${S}:4`, "true or false"],
  ["a flat map", { [S]: skill("one", "metadata: x") }, `F003 error ${S}:4`, "keys with values"],
  [
    "a list of maps",
    { [A]: agent("worker", "skills: [{}]") },
    `F003 error ${A}:4`,
    "list of texts",
  ],
  [
    "a list for a text",
    { [S]: GOOD[S]!.toString().replace("Does it. Use when asked.", "[a]") },
    `F003 error ${S}:3`,
    "must be a text",
  ],
  ["a loose skill", { "skills/x.md": "x\n" }, "S001 error skills/x.md:1", "by itself"],
  ["no SKILL.md", { "skills/two/x.md": "x\n" }, "S001 error skills/two:1", "no SKILL.md"],
  ["another name", { [S]: skill("other") }, `S002 error ${S}:2`, 'its folder "one"'],
  [
    "an upper name",
    { "skills/Two/SKILL.md": skill("Two") },
    "S002 error skills/Two/SKILL.md:2",
    "no name",
  ],
  [
    "a taken name",
    { "skills/synced/SKILL.md": skill("synced") },
    "S002 error skills/synced/SKILL.md:2",
    "name of Claude Code's",
  ],
  ["no description", { [S]: "---\nname: one\n---\nx\n" }, `S003 error ${S}:1`, "no description"],
  ["angle brackets", { [S]: skill("one").replace("it.", "<it>.") }, `S003 error ${S}:3`, "angle"],
  [
    "no use",
    { [S]: skill("one").replace("Use when asked", "Good") },
    `S003 warning ${S}:3`,
    "when to",
  ],
  [
    "1600 characters",
    { [S]: skill("one", `when_to_use: ${"x".repeat(1600)}`) },
    `S003 warning ${S}:3`,
    "cut after 1536",
  ],
  ["nothing", { [S]: skill("one", "", "") }, `S004 error ${S}:6`, "says nothing"],
  ["600 lines", { [S]: skill("one", "", "x\n".repeat(600)) }, `S004 warning ${S}:6`, "602 lines"],
  [
    "a novel",
    { [S]: skill("one", "", `${"word ".repeat(5000)}\n`) },
    `S004 warning ${S}:6`,
    "tokens",
  ],
  ["a lost link", { [S]: skill("one", "", "[x](gone.md)\n") }, `S005 error ${S}:7`, '"gone.md"'],
  [
    "a lost script",
    { [S]: skill("one", "", "Run scripts/go.py.\n") },
    `S005 error ${S}:7`,
    "go.py",
  ],
  ["a link out", { [S]: skill("one", "", "[x](../two/x.md)\n") }, `S005 error ${S}:7`, "outside"],
  [
    "a key of its own",
    { [S]: skill("one", "metadata:\n  portable: true\neffort: low") },
    `S007 warning ${S}:6`,
    '"effort"',
  ],
  [
    "an injection",
    { [S]: skill("one", "", "Now: !`date`\n") },
    `S008 warning ${S}:7`,
    "may not run",
  ],
];
