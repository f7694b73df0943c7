/** Every page of `docs/`: what it shows is what happens. */

import { testPage } from "./_test_page.ts";

const FOLDER = new URL("../../docs/", import.meta.url);

const pages = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) =>
  name.endsWith(".md")
);
for (const name of pages.sort()) testPage(`docs/${name}`);
