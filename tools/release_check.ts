/**
 * `deno task release:check [--tag v0.1.0] [--no-tests]`: everything about a release that can be done on
 * this machine, in the order in which a release does it. Publishes nothing. See `RELEASING.md`.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostTarget, programName } from "./build/target.ts";
import { sectionOf } from "./release/changelog.ts";
import { type CheckStep, runProgram, runSteps, Skipped } from "./release/check_step.ts";
import { packRelease } from "./release/pack.ts";
import { copyPackage } from "./release/package_copy.ts";
import { serveRelease } from "./release/serve_release.ts";

const ROOT: URL = new URL("../", import.meta.url);
const PROGRAM: string = fileURLToPath(new URL("dist/fleet-rlm", ROOT)) +
  (Deno.build.os === "windows" ? ".exe" : "");

/** What is asked for. */
interface Wanted {
  readonly tag: string | undefined;
  readonly tests: boolean;
}

const deno = (args: readonly string[], cwd: string | URL = ROOT, env = {}) =>
  runProgram(Deno.execPath(), { args, cwd, env });

function listSteps({ tag, tests }: Wanted, folder: string): readonly CheckStep[] {
  return [
    { name: "version", run: () => checkVersion(tag) },
    { name: "working tree", run: checkTree },
    {
      name: "checks and tests",
      run: async () => {
        if (!tests) throw new Skipped("--no-tests");
        return (await deno(["task", "--quiet", "ok"])).split("\n").at(-1) ?? "";
      },
    },
    { name: "publish to JSR, dry run", run: () => publishDry(join(folder, "package")) },
    { name: "program", run: compileProgram },
    { name: "tests of the program", run: testProgram },
    { name: "installer", run: () => tryInstaller(folder) },
    { name: "shell scripts", run: checkScripts },
  ];
}

async function checkVersion(tag: string | undefined): Promise<string> {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)) throw new Error(`Not a version: "${version}"`);
  const changelog = await Deno.readTextFile(new URL("CHANGELOG.md", ROOT));
  if (tag === undefined) {
    if (sectionOf(changelog, "Unreleased") ?? sectionOf(changelog, version)) return version;
    throw new Error("CHANGELOG.md says nothing about what is new");
  }
  if (tag !== `v${version}`) throw new Error(`Tag ${tag} is not v${version}, as deno.json says`);
  if (sectionOf(changelog, version) === undefined) {
    throw new Error(`CHANGELOG.md has no section "## ${version} (DATE)"`);
  }
  return tag;
}

async function checkTree(): Promise<string> {
  const changed = await runProgram("git", { args: ["status", "--porcelain"], cwd: ROOT });
  if (changed !== "") throw new Error(`Not committed:\n${changed}`);
  return await runProgram("git", { args: ["rev-parse", "HEAD"], cwd: ROOT });
}

async function publishDry(folder: string): Promise<string> {
  await copyPackage(ROOT, folder, "stand-ins");
  await deno(["publish", "--dry-run", "--quiet"], folder);
  return "no slow types, every import resolved";
}

async function compileProgram(): Promise<string> {
  try {
    await deno(["run", "-A", "tools/compile.ts"]);
  } catch (error) {
    // Where releases are made a program that cannot be compiled is a failure.
    if (Deno.env.get("GITHUB_ACTIONS") === "true" || Deno.env.has("DENORT_BIN")) throw error;
    await Deno.remove(PROGRAM).catch(() => {});
    throw new Skipped("no runtime for it can be downloaded here, and DENORT_BIN names none");
  }
  return await runProgram(PROGRAM, { args: ["--version"], cwd: ROOT });
}

async function requireProgram(): Promise<void> {
  const isThere = await Deno.stat(PROGRAM).then(() => true, () => false);
  if (!isThere) throw new Skipped("there is no program");
}

async function testProgram(): Promise<string> {
  await requireProgram();
  const args = ["test", "-A", "--no-check", "--no-prompt", "--quiet", "tests/binary"];
  const said = await deno(args, ROOT, { FLEET_RLM_BINARY: PROGRAM });
  return said.split("\n").at(-1) ?? "";
}

async function tryInstaller(folder: string): Promise<string> {
  await requireProgram();
  const target = hostTarget();
  if (target === undefined || Deno.build.os === "windows") throw new Skipped("not for this system");
  const programs = join(folder, "programs");
  await Deno.mkdir(programs);
  await Deno.copyFile(PROGRAM, join(programs, programName(target)));
  const output = join(folder, "release");
  await Deno.mkdir(output);
  await using server = serveRelease(output);
  await packRelease({ root: ROOT, programs, output, releases: server.url });
  const said = await runProgram("sh", {
    args: [join(output, "install.sh")],
    cwd: folder,
    env: { FLEET_RLM_INSTALL_DIR: join(folder, "bin") },
  });
  return said.split("\n")[0] ?? "";
}

async function checkScripts(): Promise<string> {
  const scripts = ["install.sh", ".ci/run"];
  try {
    await runProgram("shellcheck", { args: scripts, cwd: ROOT });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Skipped("shellcheck is not there");
    throw error;
  }
  return scripts.join(", ");
}

if (import.meta.main) {
  const at = Deno.args.indexOf("--tag");
  const wanted = {
    tag: at < 0 ? undefined : Deno.args[at + 1],
    tests: !Deno.args.includes("--no-tests"),
  };
  const folder = await Deno.makeTempDir({ prefix: "fleet-release-" });
  try {
    const ok = await runSteps(listSteps(wanted, folder), console.log);
    Deno.exitCode = ok ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
