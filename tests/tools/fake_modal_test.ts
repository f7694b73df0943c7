import { assertEquals, assertMatch } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

function fakeModal(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "tools/fake_modal.ts", ...args],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("fake_modal prints an environment and runs until it is told to end", async () => {
  const child = fakeModal([]);
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("MODAL_CONFIG_PATH") && text.endsWith("\n")) break;
  }
  const exported = text.trim().split("\n").map((line) => /^export (\w+)=(\S+)$/.exec(line)!);
  const env = Object.fromEntries(exported.map(([, name, value]) => [name, value!]));
  assertMatch(env["MODAL_SERVER_URL"]!, /^http:\/\/127\.0\.0\.1:\d+$/);
  const folder = env["MODAL_CONFIG_PATH"]!.replace(/\/[^/]+$/, "");
  assertEquals((await Deno.stat(folder)).isDirectory, true);
  using connection = await Deno.connect({ port: Number(new URL(env["MODAL_SERVER_URL"]!).port) });
  child.kill("SIGTERM");
  assertMatch(await new Response(child.stderr).text(), /until Ctrl-C/);
  assertEquals((await child.status).code, 0);
  assertEquals(await Deno.stat(folder).then(() => "there", () => "gone"), "gone");
  assertEquals(await connection.read(new Uint8Array(1)).catch(() => null), null);
});

Deno.test("fake_modal runs a command in that environment and ends with its code", async () => {
  const script = "console.log(Deno.env.get('MODAL_TOKEN_ID')); Deno.exit(4)";
  const output = await fakeModal([Deno.execPath(), "eval", script]).output();
  assertEquals([new TextDecoder().decode(output.stdout), output.code], ["ak-fake\n", 4]);
});
