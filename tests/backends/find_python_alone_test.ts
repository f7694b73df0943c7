/** The search for Python in a hostile folder: changes folder and environment of the whole process. */

import { assertRejects } from "@std/assert";
import { findPython } from "../../backends/local/find_python.ts";

Deno.test("findPython runs nothing of the current folder", async () => {
  const folder = await Deno.makeTempDir();
  const before = Deno.cwd();
  for (const name of ["json", "os", "site", "sitecustomize", "usercustomize"]) {
    await Deno.writeTextFile(`${folder}/${name}.py`, `open("${folder}/ran", "a").write("x")\n`);
  }
  Deno.env.set("PYTHONPATH", folder);
  Deno.chdir(folder);
  try {
    await findPython();
    await assertRejects(() => Deno.stat(`${folder}/ran`), Deno.errors.NotFound);
  } finally {
    Deno.chdir(before);
    Deno.env.delete("PYTHONPATH");
    await Deno.remove(folder, { recursive: true });
  }
});
