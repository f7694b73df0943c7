/** The generator of the page's assets, on pages of its own. */

import { assertEquals, assertRejects } from "@std/assert";
import { generatePageAssets } from "../../tools/generators/page_assets.ts";

/** What is generated from these files of a page. */
async function generateFrom(files: Readonly<Record<string, string>>) {
  const folder = await Deno.makeTempDir({ prefix: "fleet-page-" });
  try {
    const root = new URL(`file://${folder}/`);
    await Deno.mkdir(new URL("src/view/page/", root), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(new URL(`src/view/page/${name}`, root), text);
    }
    const generated = await generatePageAssets(root);
    for (const { path, text } of generated) await Deno.writeTextFile(new URL(path, root), text);
    const made = generated[0] === undefined
      ? {}
      : await import(new URL(generated[0].path, root).href);
    return { generated, ...made };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("generatePageAssets joins modules behind those that they need, without types", async () => {
  const { PAGE_SCRIPT, PAGE_STYLE, generated } = await generateFrom({
    "main.ts": `/** Begins. */\nimport type { A } from "./a.ts";\nimport { a } from "./a.ts";\n` +
      `import {\n  b,\n} from "./b.ts";\n\nconst both: A = a() + b;\n// Why.\nvoid both;\n`,
    "a.ts": `import { b } from "./b.ts";\n\nexport type A = string;\n` +
      `export function a(): A {\n  return b;\n}\n`,
    "b.ts": `export const b: string = "\\u2028";\n`,
    "two.css": "b { c: d }\n",
    "one.css": "a { b: c }\n",
  });
  assertEquals(
    PAGE_SCRIPT,
    '"use strict";\n{\nconst b         = "\\u2028";\n' +
      "function a()    {\n  return b;\n}\nconst both    = a() + b;\nvoid both;\n}",
  );
  assertEquals(PAGE_STYLE, "a { b: c }\nb { c: d }");
  assertEquals(generated.map(({ path }: { path: string }) => path), ["src/view/page.gen.ts"]);
});

Deno.test("generatePageAssets gives nothing where there is no page", async () => {
  assertEquals((await generateFrom({ "other.ts": "" })).generated, []);
});

const REFUSED: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ["two modules with one name", {
    "main.ts": `import { a } from "./a.ts";\nconst x = a;\nvoid x;\n`,
    "a.ts": "const x = 1;\nexport const a = x;\n",
  }],
  ["the end of a script", { "main.ts": 'void "</Script>";\n' }],
  ["the end of a style", { "main.ts": "", "a.css": "a { content: '</style>' }" }],
  ["a package", { "main.ts": 'import { z } from "zod";\nvoid z;\n' }],
  ["another kind of import", { "main.ts": 'import * as a from "./a.ts";\nexport default a;\n' }],
  ["no TypeScript", { "main.ts": "const = ;" }],
];

for (const [name, files] of REFUSED) {
  Deno.test(`generatePageAssets refuses a page that has ${name}`, async () => {
    await assertRejects(() => generateFrom(files));
  });
}
