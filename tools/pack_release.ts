/**
 * `deno run -A tools/pack_release.ts RELEASES-URL`: the files of a release in `dist/release`, from the
 * programs that `deno task compile:all` put into `dist`, and `NOTES.md` with what is new.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { TARGETS } from "./build/target.ts";
import { sectionOf } from "./release/changelog.ts";
import { packRelease } from "./release/pack.ts";

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const releases = Deno.args[0];
  if (!releases?.startsWith("https://")) {
    console.error("error: Give the address of the releases page, https://…/releases");
    Deno.exit(2);
  }
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const notes = sectionOf(await Deno.readTextFile(new URL("CHANGELOG.md", root)), version);
  if (notes === undefined) {
    console.error(`error: CHANGELOG.md has no section for ${version}`);
    Deno.exit(1);
  }
  const names = await packRelease({
    root,
    programs: fileURLToPath(new URL("dist", root)),
    output: fileURLToPath(new URL("dist/release", root)),
    releases,
  });
  const packed = names.filter((name) => name.endsWith(".gz")).length;
  if (packed !== TARGETS.length) {
    console.error(`error: ${packed} programs of ${TARGETS.length} are there`);
    Deno.exit(1);
  }
  await Deno.writeTextFile(new URL("dist/NOTES.md", root), `${notes}\n`);
  console.error(names.map((name) => `dist/release/${name}`).join("\n"));
}
