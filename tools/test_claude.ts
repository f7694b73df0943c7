/**
 * `deno task test:claude`: gets the real Claude Code from npm into a temporary folder and tries what
 * `init` installs in it. Takes another version, such as `latest`, as its argument. With `--get FOLDER` it
 * only gets it, and prints where the program is.
 *
 * @module
 */

/** The version that the tests are known to hold for. */
const VERSION = "2.1.330";
const PACKAGE = "@anthropic-ai/claude-code";

/** Installs a version below a folder; the path of the program. */
export async function installClaudeCode(folder: string, version = VERSION): Promise<string> {
  const { success, stderr } = await new Deno.Command("npm", {
    args: [
      ...["install", "--loglevel=error", "--no-fund", "--no-audit", "--ignore-scripts"],
      ...["--prefix", folder, `${PACKAGE}@${version}`],
    ],
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  const program = Deno.build.os === "windows" ? "claude.exe" : "claude";
  const scope = `${folder}/node_modules/@anthropic-ai`;
  for await (const { name } of Deno.readDir(scope)) {
    const path = `${scope}/${name}/${program}`;
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  throw new Error(`${PACKAGE} has no program for ${Deno.build.os} ${Deno.build.arch}`);
}

/** Runs the tests with a version; their exit code. */
async function testWith(version: string | undefined): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-claude-npm-" });
  try {
    const program = await installClaudeCode(folder, version);
    const args = ["test", "-A", "--no-check", "--no-prompt", "tests/scaffold/claude"];
    const cwd = new URL("../", import.meta.url);
    const env = { FLEET_RLM_CLAUDE: program };
    return (await new Deno.Command(Deno.execPath(), { args, cwd, env }).spawn().status).code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [first, folder] = Deno.args;
  try {
    if (first !== "--get") Deno.exitCode = await testWith(first);
    else console.log(await installClaudeCode(folder ?? Deno.cwd()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`Claude Code: skipped, it cannot be had: ${reason}`);
    if (first === "--get") Deno.exitCode = 1;
  }
}
