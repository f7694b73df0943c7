/**
 * The isolation of macOS as far as any machine can test it: the text of the profile, and a trial that
 * believes nothing. What a Mac makes of it is in `isolation_test.ts`, for Macs.
 */

import { assert, assertEquals } from "@std/assert";
import { planBox } from "../../backends/local/box.ts";
import { findPython } from "../../backends/local/find_python.ts";
import { seatbeltProfile } from "../../backends/local/seatbelt_profile.ts";
import {
  SANDBOX_EXEC,
  seatbeltComplaints,
  trySeatbelt,
} from "../../backends/local/seatbelt_trial.ts";
import { canIsolate } from "./_isolation.ts";

/** A profile as it is read: names, strings, and lists of these. */
type Form = string | { readonly text: string } | readonly Form[];

function parse(profile: string): readonly Form[] {
  const tokens = profile.replace(/^;.*$/gm, "").matchAll(/[()]|"((?:[^"\\]|\\.)*)"|[^\s()"]+/gs);
  const stack: Form[][] = [[]];
  for (const [token, text] of tokens) {
    if (token === "(") stack.push([]);
    else if (token === ")") {
      const list = stack.pop()!;
      assert(stack.length > 0, "One parenthesis too many");
      stack.at(-1)!.push(list);
    } else if (text === undefined) stack.at(-1)!.push(token);
    else stack.at(-1)!.push({ text: text.replace(/\\(.)/gs, "$1") });
  }
  assertEquals(stack.length, 1);
  return stack[0]!;
}

/** Paths that the rules for an operation name. */
function pathsOf(profile: string, operation: string): readonly string[] {
  return parse(profile).flatMap((form) => {
    if (!Array.isArray(form) || form[0] !== "allow" || form[1] !== operation) return [];
    return form.slice(2).map((filter) => (filter[1] as { text: string }).text);
  });
}

const ODD = '/Users/a b/"quoted" (and) \\ more';

Deno.test("seatbeltProfile refuses what it does not name, and names what it is given", () => {
  const profile = seatbeltProfile({ read: [ODD, "/r"], write: ["/w"], net: false });
  const forms = parse(profile);
  assertEquals(forms.slice(0, 2), [["version", "1"], ["deny", "default"]]);
  const allows = (operation: string, path: string) => pathsOf(profile, operation).includes(path);
  for (const path of [ODD, "/r"]) {
    assert(allows("file-read*", path) && allows("process-exec", path));
    assert(!allows("file-write*", path));
  }
  assert(allows("file-read*", "/w") && allows("file-write*", "/w"));
  assert(!allows("file-map-executable", "/w"));
  assert(pathsOf(profile, "file-write*").every((path) => /^\/(w$|dev\/)/.test(path)));
  assertEquals(forms.at(-1), ["deny", "file-link", "file-clone"]);
  assert(!profile.includes("network"));
  assert(parse(seatbeltProfile({ read: [], write: [], net: true })).length > forms.length);
});

Deno.test("planBox puts a guest of level sandbox-exec under a profile with its rights", async () => {
  const python = await findPython();
  const [folder, allowed] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  try {
    const box = planBox({
      level: "sandbox-exec",
      python,
      driver: undefined,
      folder,
      files: [{ path: `${allowed}/a.txt`, sha256: "", bytes: 1, encoding: "utf-8" }],
      settings: { isolation: "sandbox-exec", allowRead: [allowed] },
    });
    const [program, flag, profile = "", executable] = box.command;
    assertEquals([program, flag, executable], [SANDBOX_EXEC, "-p", python.executable]);
    const real = await Promise.all([folder, allowed].map((path) => Deno.realPath(path)));
    assertEquals(real.map((path) => pathsOf(profile, "file-write*").includes(path)), [true, false]);
    assert(pathsOf(profile, "file-read*").includes(real[1]!));
    const { filesystem, isolation, network, warning } = box.surroundings(false);
    assertEquals([isolation, network, warning], ["sandbox-exec", false, undefined]);
    assert(filesystem.endsWith(`may read ${allowed}`));
    await Deno.writeTextFile(`${allowed}/late.txt`, "late");
    const late = { path: `${allowed}/late.txt`, sha256: "", bytes: 4, encoding: "utf-8" } as const;
    assert((await box.place(late)).startsWith(folder), "A late file is copied into the folder");
  } finally {
    for (const path of [folder, allowed]) await Deno.remove(path, { recursive: true });
  }
});

/** A program in the place of `sandbox-exec`. */
async function withProgram<T>(script: string, use: (program: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-test-" });
  try {
    const program = `${folder}/sandbox-exec`;
    await Deno.writeTextFile(program, `#!/bin/sh\nshift 2\n${script}\n`, { mode: 0o755 });
    return await use(program);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "seatbeltComplaints tells every boundary that does not hold",
  ignore,
  async fn() {
    const python = await findPython();
    const complaints = await withProgram(
      'exec "$@"',
      (program) => seatbeltComplaints({ python, program }),
    );
    const expected = [
      ...["read a file of the user", "list a folder of the user"],
      ...["write beside a file of the user", "replace a file of the user"],
      ...["read a file of the user from a child", "connect to the host"],
      ...["connect to a socket of the host", "signal the host"],
      "connect to a socket of the host",
    ];
    // Whose Python it is, and whether a datagram finds a way, differs from machine to machine.
    const told = complaints.filter((each) => !/Python|datagram/.test(each));
    assertEquals(told, expected.map((each) => `can ${each}`));
  },
});

Deno.test({
  name: "trySeatbelt says no to a program that fails, and remembers nothing",
  ignore,
  async fn() {
    const python = await findPython();
    const cacheFolder = await Deno.makeTempDir({ prefix: "fleet-test-" });
    try {
      await withProgram("echo no >&2; exit 65", async (program) => {
        assertEquals(await trySeatbelt({ python, program, cacheFolder }), false);
        const [complaint] = await seatbeltComplaints({ python, program });
        assertEquals(complaint, "The trial did not end: no");
      });
      assertEquals(await trySeatbelt({ python, program: "/nowhere", cacheFolder }), false);
      assertEquals([...Deno.readDirSync(cacheFolder)], []);
    } finally {
      await Deno.remove(cacheFolder, { recursive: true });
    }
  },
});

Deno.test({
  name: "trySeatbelt says yes where every boundary holds, and remembers it",
  ignore: ignore || !(await canIsolate("bubblewrap")),
  async fn() {
    const python = await findPython();
    const cacheFolder = await Deno.makeTempDir({ prefix: "fleet-test-" });
    const binds = ["/usr", ...python.prefixes].map((path) => `--ro-bind ${path} ${path}`);
    const links = ["bin", "lib", "lib64"].map((name) => `--symlink usr/${name} /${name}`);
    // Stands for the rules of the profile: the network stays when the profile says so.
    const script = `case "$OLDPWD$*" in *"must(\\"connect"*) net=--share-net;; esac
exec bwrap ${[...binds, ...links].join(" ")} --proc /proc --dev /dev --bind "$PWD" "$PWD" \\
  --unshare-all $net --die-with-parent -- "$@"`;
    try {
      await withProgram(script, async (program) => {
        assertEquals(await seatbeltComplaints({ python, program }), []);
        assertEquals(await trySeatbelt({ python, program, cacheFolder }), true);
        await Deno.writeTextFile(program, "#!/bin/sh\nexit 1\n");
        assertEquals(await trySeatbelt({ python, program, cacheFolder }), true);
        const other = { ...python, fingerprint: "another Python" };
        assertEquals(await trySeatbelt({ python: other, program, cacheFolder }), false);
      });
    } finally {
      await Deno.remove(cacheFolder, { recursive: true });
    }
  },
});
