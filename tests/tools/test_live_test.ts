import { assertEquals, assertStringIncludes } from "@std/assert";

Deno.test("test_live looks at nothing without a token, and says so", async () => {
  const home = await Deno.makeTempDir();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "tools/test_live.ts"],
    cwd: new URL("../../", import.meta.url),
    env: {
      MODAL_CONFIG_PATH: `${home}/none.toml`,
      MODAL_TOKEN_ID: "",
      MODAL_OAUTH_REFRESH_TOKEN: "",
    },
  }).output();
  await Deno.remove(home);
  assertEquals(code, 0);
  assertStringIncludes(new TextDecoder().decode(stdout), "SKIPPED: no token for Modal");
});
