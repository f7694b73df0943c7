/**
 * `deno task notebook`: executes `notebooks/rlm.ipynb` on the kernel of this Deno and writes what came out
 * into it. Installs `nbclient` from PyPI into a virtual environment in `notebooks/.venv`.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER: string = fileURLToPath(new URL("../notebooks/", import.meta.url));
const ENVIRONMENT: string = join(FOLDER, ".venv");
const NOTEBOOK: string = join(FOLDER, "rlm.ipynb");

/** Executes the notebook; what changes with every execution is left out of it. */
const EXECUTE = `
import sys, nbformat
from nbclient import NotebookClient
path, folder = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
NotebookClient(notebook, kernel_name="deno", timeout=300, resources={"metadata": {"path": folder}}).execute()
for cell in notebook.cells:
    cell.metadata.pop("execution", None)
nbformat.write(notebook, path)
`;

async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  try {
    const command = new Deno.Command(program, { args: [...args], env, stdin: "null" });
    return (await command.spawn().status).success;
  } catch {
    return false;
  }
}

/** The Python of the environment, made when it is not there. */
async function findPython(): Promise<string | undefined> {
  const python = join(ENVIRONMENT, "bin", "python");
  if (await run(python, ["-c", "import nbclient"])) return python;
  const made = await run("python3", ["-m", "venv", "--clear", ENVIRONMENT]) &&
    await run(python, ["-m", "pip", "install", "--quiet", "nbclient"]);
  return made ? python : undefined;
}

if (import.meta.main) {
  const python = await findPython();
  if (python === undefined) {
    console.error("error: Cannot install nbclient with python3 and PyPI");
    Deno.exit(1);
  }
  const data = await Deno.makeTempDir({ prefix: "fleet-jupyter-" });
  try {
    await Deno.mkdir(join(data, "kernels", "deno"), { recursive: true });
    const kernel = {
      argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
    };
    await Deno.writeTextFile(join(data, "kernels", "deno", "kernel.json"), JSON.stringify(kernel));
    const env = { JUPYTER_PATH: data, NO_COLOR: "1" };
    Deno.exitCode = await run(python, ["-c", EXECUTE, NOTEBOOK, FOLDER], env) ? 0 : 1;
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}
