/**
 * Whatever users and versions do in whatever order: no byte of the user's is lost, and the installer
 * always comes to rest.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { FleetError } from "../../../src/core/errors.ts";
import type { InstallRequest } from "../../../src/core/installer.ts";
import { seeded } from "../../fakes/seeded_random.ts";
import { createSandboxHome, type SandboxHome, shipment, treeOf } from "./_sandbox_home.ts";

/** How many sequences there are, and how long each is. */
const SEQUENCES = 16;
const OPERATIONS = 12;

const PATHS = [
  "skills/a/SKILL.md",
  "skills/a/x/y.md",
  "agents/one.md",
  "agents/two.md",
  "plain.md",
];

const VERSIONS = [
  shipment("1.0.0", textsOf(1, [0, 1, 2, 4])),
  shipment("2.0.0", textsOf(2, [0, 1, 3, 4])),
  shipment("3.0.0", { ...textsOf(2, [0, 4]), ...textsOf(3, [2, 3]) }),
];

function textsOf(version: number, chosen: readonly number[]): Readonly<Record<string, string>> {
  return Object.fromEntries(chosen.map((index) => [
    PATHS[index] ?? "",
    `shipped ${version} ${index}\n`,
  ]));
}

/** A life of one folder: what the user wrote last at each path, and must find again. */
class Life {
  readonly #random: () => number;
  readonly #home: SandboxHome;
  readonly #texts = new Map<string, string>();
  readonly story: string[] = [];
  #count = 0;

  constructor(home: SandboxHome, seed: number) {
    this.#home = home;
    this.#random = seeded(seed);
  }

  /** The texts that must still be somewhere. */
  get texts(): readonly string[] {
    return [...this.#texts.values()];
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)]!;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  async step(): Promise<void> {
    if (this.#chance(0.5)) await this.#install();
    else await this.#act();
  }

  async #install(): Promise<void> {
    const version = this.#pick(VERSIONS);
    const isUninstalling = this.#chance(0.25);
    const request: InstallRequest = this.#home.request({
      mode: isUninstalling ? "uninstall" : "install",
      isForced: this.#chance(0.4),
      isRestoring: this.#chance(0.3),
      keepsGoing: this.#chance(0.3),
      ...(this.#chance(0.3) ? { kinds: [this.#pick(["skill", "agent"] as const)] } : {}),
    });
    const steps = this.#chance(0.3) ? Math.floor(this.#random() * 4) : Infinity;
    this.story.push(`${version.version} ${JSON.stringify(request)} cut after ${steps}`);
    try {
      await this.#home.at(version).perform(request, { signal: abortedAfter(steps) });
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      this.story.push(`  ${error.code}`);
      assert(error.code === "interrupted" || error.code === "install-failed", error.message);
    }
  }

  /** Something that users do. */
  async #act(): Promise<void> {
    const path = this.#pick(PATHS);
    const at = join(this.#home.root, path);
    const what = this.#pick([
      "write",
      "write",
      "write",
      "delete",
      "copy",
      "link",
      "folder",
      "record",
    ]);
    this.story.push(`${what} ${path}`);
    switch (what) {
      case "write":
        return await this.#put(path, `user's ${this.#count++}\n`);
      case "copy": {
        const files = this.#pick(VERSIONS).filesOf("plugin");
        await this.#put(path, files.find((file) => file.path === path)?.text ?? "x");
        this.#texts.delete(path);
        return;
      }
      case "delete":
        return await this.#clear(path);
      case "record":
        return await Deno.remove(join(this.#home.root, ".fleet-rlm-manifest.json")).catch(() => {});
      case "link": {
        const target = join(dirname(this.#home.folder), `outside ${this.#count}`);
        await this.#put(`../../../outside ${this.#count}`, `user's ${this.#count++}\n`);
        await this.#clear(path);
        await Deno.mkdir(dirname(at), { recursive: true }).catch(() => {});
        return await Deno.symlink(target, at).catch(() => {});
      }
      case "folder":
        await this.#clear(path);
        await this.#put(`${path}/inside`, `user's ${this.#count++}\n`);
    }
  }

  async #put(path: string, text: string): Promise<void> {
    const at = join(this.#home.root, path);
    try {
      await Deno.mkdir(dirname(at), { recursive: true });
      if ((await Deno.lstat(at).catch(() => undefined))?.isSymlink) await Deno.remove(at);
      await Deno.writeTextFile(at, text);
      this.#texts.set(path, text);
    } catch {
      // A folder or a symlink of the user's own is there: nothing was written.
    }
  }

  async #clear(path: string): Promise<void> {
    await Deno.remove(join(this.#home.root, path), { recursive: true }).catch(() => {});
    for (const each of this.#texts.keys()) {
      if (each === path || each.startsWith(`${path}/`)) this.#texts.delete(each);
    }
  }
}

/** A signal that is aborted once it was asked so many times. */
function abortedAfter(count: number): AbortSignal {
  let left = count;
  const { signal } = new AbortController();
  Object.defineProperty(signal, "aborted", { get: () => left-- <= 0 });
  return signal;
}

for (let seed = 1; seed <= SEQUENCES; seed++) {
  Deno.test(`perform loses no byte of the user's in any order (seed ${seed})`, async () => {
    await using home = await createSandboxHome();
    const life = new Life(home, seed);
    for (let count = 0; count < OPERATIONS; count++) {
      await life.step();
      const found = Object.values(await treeOf(dirname(home.folder)));
      const lost = life.texts.filter((text) => !found.includes(text));
      assertEquals(lost, [], life.story.join("\n"));
      assertEquals(found.filter((text) => text.includes("fleet-rlm-new")), []);
    }
    const installer = home.at(VERSIONS[2]!);
    const wanted = home.request({ isForced: true, isRestoring: true, keepsGoing: true });
    await installer.perform(wanted);
    const { steps } = await installer.plan(wanted);
    const restless = steps.filter(({ action }) => action !== "unchanged" && action !== "refuse");
    assertEquals(restless, [], life.story.join("\n"));
    await installer.perform(home.request({ mode: "uninstall" }));
    const found = await treeOf(dirname(home.folder));
    assertEquals(life.texts.filter((text) => !Object.values(found).includes(text)), []);
    assert(!Object.keys(found).some((path) => /fleet-rlm-(?:manifest|new)|\.lock$/.test(path)));
  });
}
