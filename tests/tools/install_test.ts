/** `install.sh` against a releases page on loopback, with small programs instead of the real one. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { hostTarget, programName } from "../../tools/build/target.ts";
import { packRelease } from "../../tools/release/pack.ts";
import { serveRelease } from "../../tools/release/serve_release.ts";

const ROOT = new URL("../../", import.meta.url);
const SCRIPT = fileURLToPath(new URL("install.sh", ROOT));
const TARGET = hostTarget();

/** What a test works with. */
interface Page {
  /** A folder for everything, the release in `out`, the programs to be in `bin`. */
  readonly folder: string;
  /** Runs the installer. */
  install(env?: Readonly<Record<string, string>>, script?: string): Promise<Installed>;
}

interface Installed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A test with a release whose program prints `program`. */
function test(name: string, check: (page: Page) => Promise<void>): void {
  const ignore = TARGET === undefined || Deno.build.os === "windows";
  Deno.test({ name: `install.sh ${name}`, ignore, fn: () => withPage(check) });
}

async function withPage(check: (page: Page) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-install-" });
  await using server = serveRelease(`${folder}/out`);
  try {
    await writeProgram(folder, "fleet-rlm 1.2.3");
    const options = { root: ROOT, programs: folder, output: `${folder}/out` };
    await packRelease({ ...options, releases: server.url });
    await check({ folder, install: (env, script) => install(folder, { env, script }) });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeProgram(folder: string, says: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/${programName(TARGET!)}`, `#!/bin/sh\necho "${says}"\n`);
}

async function install(
  folder: string,
  { env, script }: {
    readonly env?: Readonly<Record<string, string>> | undefined;
    readonly script?: string | undefined;
  },
): Promise<Installed> {
  const temporary = `${folder}/tmp`;
  await Deno.mkdir(temporary, { recursive: true });
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: [script ?? `${folder}/out/install.sh`],
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH")!,
      HOME: `${folder}/home`,
      TMPDIR: temporary,
      FLEET_RLM_INSTALL_DIR: `${folder}/bin`,
      ...env,
    },
    stdin: "null",
  }).output();
  assertEquals([...Deno.readDirSync(temporary)], [], "It left something behind");
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out!, stderr: err! };
}

test("puts the program in place and says where", async ({ folder, install }) => {
  const { code, stdout, stderr } = await install();
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout.split("\n").slice(0, 2), [
    "Installed fleet-rlm 1.2.3",
    `  as ${folder}/bin/fleet-rlm`,
  ]);
  assertStringIncludes(stdout, "Add it to your PATH");
  assertEquals([...Deno.readDirSync(`${folder}/bin`)].map(({ name }) => name), ["fleet-rlm"]);
});

test("takes a version, its own folder, and replaces what is there", async ({ folder, install }) => {
  const env = { FLEET_RLM_VERSION: "v0.0.1", FLEET_RLM_INSTALL_DIR: "" };
  await Deno.mkdir(`${folder}/home/.local/bin`, { recursive: true });
  await Deno.writeTextFile(`${folder}/home/.local/bin/fleet-rlm`, "an older one");
  const { code, stdout } = await install(env);
  assertEquals([code, stdout.split("\n")[1]], [0, `  as ${folder}/home/.local/bin/fleet-rlm`]);
  const missing = await install({ FLEET_RLM_VERSION: "v9.9.9" });
  assertEquals(missing.code, 1);
  assertStringIncludes(missing.stderr, "Cannot download ");
});

test("puts nothing in place when the checksum is another", async ({ folder, install }) => {
  const path = `${folder}/out/${programName(TARGET!)}.gz`;
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  const { code, stderr } = await install();
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Cannot trust the download: ");
  assert(!exists(`${folder}/bin`));
});

test("puts nothing in place without a checksum", async ({ folder, install }) => {
  await Deno.writeTextFile(`${folder}/out/SHA256SUMS`, "0123  another-file.gz\n");
  const { code, stderr } = await install();
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Cannot check the download: SHA256SUMS has no line for ");
  assert(!exists(`${folder}/bin`));
});

test("keeps the old program when the new one does not run", async ({ folder, install }) => {
  await install();
  await Deno.writeTextFile(`${folder}/${programName(TARGET!)}`, "#!/bin/sh\nexit 1\n");
  const options = { root: ROOT, programs: folder, output: `${folder}/out` };
  await packRelease({ ...options, releases: "https://example.com/releases" });
  const url = /releases="\$\{FLEET_RLM_RELEASES:-(.*)\}"/;
  assertStringIncludes(
    url.exec(await Deno.readTextFile(`${folder}/out/install.sh`))![1]!,
    "example",
  );
  const { code, stderr } = await withServer(folder, (url) => install({ FLEET_RLM_RELEASES: url }));
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Cannot run the program on this machine");
  assertStringIncludes(await Deno.readTextFile(`${folder}/bin/fleet-rlm`), "1.2.3");
});

test("says that it must come from a release", async ({ install }) => {
  const { code, stderr } = await install({}, SCRIPT);
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Cannot tell where releases are: set FLEET_RLM_RELEASES");
});

async function withServer<T>(folder: string, action: (url: string) => Promise<T>): Promise<T> {
  await using server = serveRelease(`${folder}/out`);
  return await action(server.url);
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path) !== undefined;
  } catch {
    return false;
  }
}
