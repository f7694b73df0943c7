import { assertEquals } from "@std/assert";
import {
  decideInstall,
  type DecideOptions,
  decideUninstall,
  type DiskState,
  type FileFacts,
} from "../../../scaffold/install/decide.ts";

const PLAIN: DecideOptions = { isForced: false, isRestoring: false };
const FORCED: DecideOptions = { isForced: true, isRestoring: false };
const RESTORING: DecideOptions = { isForced: false, isRestoring: true };

const GONE: DiskState = { kind: "absent" };
const BLOCKED: DiskState = { kind: "blocked", reason: "it is a symlink" };

function on(sha256: string): DiskState {
  return { kind: "file", sha256 };
}

/** Installed, on disk, shipped; then what happens plainly, by force, and restoring. */
const INSTALLS: readonly [string, FileFacts, readonly [string, string, string]][] = [
  ["new", { disk: GONE, shipped: "n" }, ["create", "create", "create"]],
  ["there already", { disk: on("n"), shipped: "n" }, ["adopt", "adopt", "adopt"]],
  ["another file", { disk: on("x"), shipped: "n" }, ["conflict", "replace", "conflict"]],
  [
    "as installed",
    { installed: "b", disk: on("b"), shipped: "b" },
    ["unchanged", "unchanged", "unchanged"],
  ],
  ["outdated", { installed: "b", disk: on("b"), shipped: "n" }, ["update", "update", "update"]],
  ["edited", { installed: "b", disk: on("x"), shipped: "b" }, ["keep", "replace", "keep"]],
  [
    "edited and outdated",
    { installed: "b", disk: on("x"), shipped: "n" },
    ["conflict", "replace", "conflict"],
  ],
  [
    "updated by hand",
    { installed: "b", disk: on("n"), shipped: "n" },
    ["adopt", "adopt", "adopt"],
  ],
  ["deleted", { installed: "b", disk: GONE, shipped: "n" }, ["leave", "leave", "restore"]],
  ["deleted, same", { installed: "b", disk: GONE, shipped: "b" }, ["leave", "leave", "restore"]],
  ["not shipped", { installed: "b", disk: on("b") }, ["remove", "remove", "remove"]],
  [
    "not shipped, edited",
    { installed: "b", disk: on("x") },
    ["release", "release", "release"],
  ],
  ["not shipped, deleted", { installed: "b", disk: GONE }, ["release", "release", "release"]],
  ["not shipped, in the way", { installed: "b", disk: BLOCKED }, ["release", "release", "release"]],
  ["in the way", { disk: BLOCKED, shipped: "n" }, ["refuse", "refuse", "refuse"]],
  [
    "in the way of ours",
    { installed: "b", disk: BLOCKED, shipped: "n" },
    ["refuse", "refuse", "refuse"],
  ],
];

for (const [name, facts, [plain, forced, restoring]] of INSTALLS) {
  Deno.test(`decideInstall of a file that is ${name}`, () => {
    assertEquals(decideInstall(facts, PLAIN).action, plain);
    assertEquals(decideInstall(facts, FORCED).action, forced);
    assertEquals(decideInstall(facts, RESTORING).action, restoring);
    const replaces = decideInstall(facts, FORCED);
    assertEquals(replaces.keepsCopy ?? false, replaces.action === "replace");
  });
}

const UNINSTALLS: readonly [string, FileFacts, readonly [string, string], boolean][] = [
  ["as installed", { installed: "b", disk: on("b") }, ["remove", "remove"], false],
  ["edited", { installed: "b", disk: on("x") }, ["keep", "remove"], true],
  ["gone", { installed: "b", disk: GONE }, ["release", "release"], false],
  ["in the way", { installed: "b", disk: BLOCKED }, ["leave", "leave"], false],
  [
    "there before",
    { installed: "b", isAdopted: true, disk: on("b") },
    ["leave", "remove"],
    false,
  ],
  [
    "there before and edited",
    { installed: "b", isAdopted: true, disk: on("x") },
    ["keep", "remove"],
    true,
  ],
  ["somebody's", { disk: on("x") }, ["keep", "remove"], true],
];

for (const [name, facts, [plain, forced], keepsCopy] of UNINSTALLS) {
  Deno.test(`decideUninstall of a file that is ${name}`, () => {
    assertEquals(decideUninstall(facts, PLAIN).action, plain);
    const decision = decideUninstall(facts, FORCED);
    assertEquals([decision.action, decision.keepsCopy ?? false], [forced, keepsCopy]);
  });
}
