/**
 * Every page of `docs/`: what it shows is what happens. `docs/cli.md` is drawn from the table of commands,
 * whose examples are read by their commands in `tests/cli/help_test.ts`.
 */

import { testPage } from "./_test_page.ts";

const FOLDER = new URL("../../docs/", import.meta.url);

const pages = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) =>
  name.endsWith(".md") && name !== "cli.md"
);
for (const name of pages.sort()) testPage(`docs/${name}`);
