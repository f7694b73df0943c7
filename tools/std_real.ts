/**
 * Runs the tests of `tests/std`, or those given, against the real `jsr:@std` packages instead of the
 * stand-ins in `third_party/std`: takes `links` out of `deno.json` for the time of the run and puts
 * the file back byte for byte, whatever happens short of a kill -9. Needs to reach JSR.
 *
 * @module
 */

/** Runs `action` while the configuration at `path` has no `links`; then restores every byte. */
export async function withoutLinks<T>(path: URL | string, action: () => Promise<T>): Promise<T> {
  const original = await Deno.readFile(path);
  const { links: _, ...config } = JSON.parse(new TextDecoder().decode(original));
  const restore = (): void => Deno.writeFileSync(path, original);
  const restoreAndExit = (): void => {
    restore();
    Deno.exit(130);
  };
  Deno.addSignalListener("SIGINT", restoreAndExit);
  Deno.addSignalListener("SIGTERM", restoreAndExit);
  try {
    await Deno.writeTextFile(path, JSON.stringify(config, undefined, 2) + "\n");
    return await action();
  } finally {
    restore();
    Deno.removeSignalListener("SIGINT", restoreAndExit);
    Deno.removeSignalListener("SIGTERM", restoreAndExit);
  }
}

/** Runs `deno test`, leaving the lock file alone; the exit code. */
async function runTests(root: URL, args: readonly string[]): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-prompt", "--no-lock", ...args],
    cwd: root,
    stdin: "null",
  }).spawn().status;
  return code;
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const args = Deno.args.length > 0 ? Deno.args : ["tests/std"];
  Deno.exit(await withoutLinks(new URL("deno.json", root), () => runTests(root, args)));
}
