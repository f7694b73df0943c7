import { assertEquals, assertRejects } from "@std/assert";
import { editProfile } from "../../../backends/modal/account/edit_profile.ts";
import { storeToken } from "../../../backends/modal/account/store_token.ts";
import { FleetError } from "../../../src/core/errors.ts";

const TOKEN = { id: "ak-new", secret: "as-new" };
const MADE = `[acme]
token_id = "ak-new"
token_secret = "as-new"
active = true
`;

const EDITS: readonly (readonly [string, string, string])[] = [
  ["no file", "", MADE],
  ["a file of blank lines", "\n\n", MADE],
  [
    "another profile, which was active",
    `# Mine\n[other] # work\ntoken_id = "ak-1"\nactive = true # for now\n`,
    `# Mine\n[other] # work\ntoken_id = "ak-1"\nactive = false # for now\n\n${MADE}`,
  ],
  [
    "the profile itself, with more in it",
    `[acme]\n  token_id = 'ak-old' # old\nenvironment = "dev"\nserver_url = "http://x"\n\n[b]\na = 1\n`,
    `[acme]\n  token_id = "ak-new" # old\nenvironment = "dev"\ntoken_secret = "as-new"\n` +
    `active = true\n\n[b]\na = 1\n`,
  ],
  [
    "a quoted name",
    `["acme"]\ntoken_id = ""\n["o.ther"]\nactive = true`,
    `["acme"]\ntoken_id = "ak-new"\ntoken_secret = "as-new"\nactive = true\n` +
    `["o.ther"]\nactive = false\n`,
  ],
  [
    "line ends of Windows",
    `[other]\r\nactive = true\r\n`,
    `[other]\r\nactive = false\r\n\r\n${MADE.replaceAll("\n", "\r\n")}`,
  ],
];

Deno.test("editProfile changes one profile and leaves the rest of the text", () => {
  for (const [name, before, after] of EDITS) {
    const values = { token_id: "ak-new", token_secret: "as-new", server_url: undefined };
    assertEquals([name, editProfile(before, "acme", values)], [name, after]);
  }
  assertEquals(editProfile("", "a b", {}), '["a b"]\nactive = true\n');
});

/** A folder, and settings that lead to a file in it. */
async function place(text?: string, env: Readonly<Record<string, string>> = {}) {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/sub/modal.toml`;
  if (text !== undefined) {
    await Deno.mkdir(`${folder}/sub`);
    await Deno.writeTextFile(path, text, { mode: 0o644 });
  }
  const all: Readonly<Record<string, string>> = { ...env, MODAL_CONFIG_PATH: path };
  return {
    path,
    settings: { lookup: (name: string) => all[name] },
    names: async () =>
      (await Array.fromAsync(Deno.readDir(`${folder}/sub`))).map(({ name }) => name),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("storeToken writes a file that the user alone can read", async () => {
  await using fresh = await place();
  const stored = await storeToken(TOKEN, "acme", fresh.settings);
  assertEquals(stored, { path: fresh.path, profile: "acme", isReplaced: false });
  assertEquals(await Deno.readTextFile(fresh.path), MADE);
  assertEquals((await Deno.stat(fresh.path)).mode! & 0o777, 0o600);
  assertEquals(
    (await storeToken({ ...TOKEN, id: "ak-2" }, "acme", fresh.settings)).isReplaced,
    true,
  );
  assertEquals(await Deno.readTextFile(fresh.path), MADE.replace("ak-new", "ak-2"));
  assertEquals(await fresh.names(), ["modal.toml"]);
  await using open = await place(`[other]\nactive = true\n`, {
    MODAL_SERVER_URL: "http://127.0.0.1:9",
  });
  await storeToken(TOKEN, "acme", open.settings);
  assertEquals((await Deno.stat(open.path)).mode! & 0o777, 0o600);
  assertEquals(
    await Deno.readTextFile(open.path),
    `[other]\nactive = false\n\n${
      MADE.replace("active", 'server_url = "http://127.0.0.1:9"\nactive')
    }`,
  );
});

Deno.test("storeToken keeps a link and changes the file behind it", async () => {
  await using linked = await place("");
  await Deno.rename(linked.path, `${linked.path}.real`);
  await Deno.symlink(`${linked.path}.real`, linked.path);
  await storeToken(TOKEN, "acme", linked.settings);
  assertEquals((await Deno.lstat(linked.path)).isSymlink, true);
  assertEquals(await Deno.readTextFile(`${linked.path}.real`), MADE);
});

Deno.test("storeToken changes nothing in a file that it cannot change without harm", async () => {
  const files: readonly (readonly [string, string, string])[] = [
    ["no TOML", "[acme\n", "Cannot read"],
    ["an inline table", `acme = { token_id = "a", token_secret = "b" }\n`, "unusual"],
    ["dotted keys", `acme.token_id = "a"\n`, "unusual"],
    ["a header within a text", `[other]\nnote = """\n[acme]\n"""\n`, "unusual"],
    ["an active line within a text", `[other]\nnote = """\nactive = true\n"""\n`, "unusual"],
    ["a table of tables", `[acme.sub]\na = 1\n[acme]\ntoken_id = """\nx"""\n`, "unusual"],
  ];
  for (const [name, text, message] of files) {
    await using file = await place(text);
    const error = await assertRejects(() => storeToken(TOKEN, "acme", file.settings), FleetError);
    assertEquals([name, error.code, error.message.includes(message)], [
      name,
      "config-invalid",
      true,
    ]);
    assertEquals([name, await Deno.readTextFile(file.path)], [name, text]);
    assertEquals(error.message.includes("as-new"), false);
    assertEquals(await file.names(), ["modal.toml"]);
  }
});
