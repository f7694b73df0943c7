/** TypeScript without its types, as a compiled program loads it. */

import { assertEquals, assertRejects } from "@std/assert";
import { copyPlain, isTyped } from "../../src/toolbox/plain_modules.ts";
import { testFolder } from "../inputs/_folder.ts";

const MODULE = `
import type { ToolDefinition } from "@fleet/rlm/lib";
import { join } from "node:path";
import { twice } from "./lib/twice.ts";
import * as plain from './plain.mjs';
import data from "./data.json" with { type: "json" };
import { Unused } from "./lib/types.ts";

enum Level { Low = 1, High }
interface Point { readonly x: number; readonly y?: Unused }

export const where: ToolDefinition = {
  description: "import x from './not/a/module.ts'",
  call: async ({ x }) => {
    const point = { x: x as number } satisfies Point;
    const late = await import("./late.ts");
    return [twice<number>(point.x!), plain.name, data.word, Level.High, join("a", "b"), late.now];
  },
};
`;

Deno.test("copyPlain gives modules that run without a translator, in their own folder", async () => {
  await using folder = await testFolder({
    "tools.ts": MODULE,
    "lib/twice.ts": 'import "../tools.ts";\nexport const twice = <T,>(x: T): [T, T] => [x, x];',
    "lib/types.ts": "export interface Unused { readonly a: 1 }",
    "plain.mjs": 'export { twice as same } from "./lib/twice.ts";\nexport const name = "plain";',
    "late.ts": "export const now: string = 'later';",
    "data.json": '{"word": "data"}',
  });
  let copy = "";
  {
    using module = await copyPlain(`${folder.path}/tools.ts`);
    copy = module.path;
    const names = [...Deno.readDirSync(copy.slice(0, copy.lastIndexOf("/")))];
    assertEquals(names.every(({ name }) => name.endsWith(".mjs")), true);
    const { where } = await import(`file://${copy}`);
    assertEquals(await where.call({ x: 4 }), [[4, 4], "plain", "data", 2, "a/b", "later"]);
  }
  await assertRejects(() => Deno.stat(copy), Deno.errors.NotFound);
});

Deno.test("copyPlain fails for what is no TypeScript, and leaves what is not there to fail", async () => {
  await using folder = await testFolder({
    "bad.ts": "export const = ;",
    "lost.ts": 'import "./nowhere.ts";',
  });
  await assertRejects(() => copyPlain(`${folder.path}/bad.ts`), Error, "bad.ts");
  using lost = await copyPlain(`${folder.path}/lost.ts`);
  await assertRejects(() => import(`file://${lost.path}`), TypeError, "nowhere.ts");
  assertEquals(["a.ts", "a.mts", "a.js", "a.mjs", "a"].map(isTyped), [
    true,
    true,
    false,
    false,
    false,
  ]);
});
