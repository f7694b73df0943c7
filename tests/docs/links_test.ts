/** Links between the pages of the project lead somewhere, and README.md leads to every page. */

import { assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** Pages at the root and in `docs/`, by their paths below the root. */
const PAGES: readonly string[] = ["", "docs/", "examples/"].flatMap((folder) =>
  [...Deno.readDirSync(new URL(folder || ".", ROOT))]
    .filter(({ name, isFile }) => isFile && name.endsWith(".md"))
    .map(({ name }) => `${folder}${name}`)
);

/** Targets of the links of a page that lie in the project, without their anchors. */
async function linksOf(page: string): Promise<readonly string[]> {
  const text = (await Deno.readTextFile(new URL(page, ROOT))).replaceAll(/```[\s\S]*?```/g, "");
  return [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => new URL(target, new URL(page, ROOT)).href.slice(ROOT.href.length));
}

Deno.test("links between pages lead to files that are there", async () => {
  const dead: string[] = [];
  for (const page of PAGES) {
    for (const target of await linksOf(page)) {
      const isThere = await Deno.stat(new URL(target, ROOT)).then(() => true, () => false);
      if (!isThere) dead.push(`${page}: ${target}`);
    }
  }
  assertEquals(dead, []);
});

Deno.test("README.md leads to every page of docs/", async () => {
  const linked = await linksOf("README.md");
  assertEquals(PAGES.filter((page) => page.startsWith("docs/") && !linked.includes(page)), []);
});
