import { assertEquals } from "@std/assert";
import process from "node:process";
import { openClient } from "../../../backends/modal/open_client.ts";

const VARIABLES: Readonly<Record<string, string>> = {
  MODAL_TOKEN_ID: "ak-test",
  MODAL_TOKEN_SECRET: "as-test",
  MODAL_SERVER_URL: "http://127.0.0.1:9",
  MODAL_ENVIRONMENT: "elsewhere",
};

Deno.test("openClient leaves alone the environment that all threads share", async () => {
  const { set } = Deno.env;
  const environment = process.env;
  Deno.env.set = (name) => {
    throw new Error(`${name} was set for every thread`);
  };
  try {
    const { profile } = await openClient({ lookup: (name) => VARIABLES[name] });
    assertEquals(
      [profile.serverUrl, profile.environment, profile.tokenId],
      ["http://127.0.0.1:9", "elsewhere", "ak-test"],
    );
    assertEquals(process.env === environment, true);
  } finally {
    Deno.env.set = set;
  }
});
