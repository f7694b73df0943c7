import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeCreate,
  decodeWait,
  encodeCreate,
  encodeWait,
} from "../../../backends/modal/account/token_flow_messages.ts";
import { decode, encode } from "../../fakes/modal/protobuf_codec.ts";
import { ACCOUNT_RPCS } from "../../fakes/modal/schema_account.ts";

const { TokenFlowCreate, TokenFlowWait } = ACCOUNT_RPCS;

Deno.test("the messages of a login are those of Modal", () => {
  for (const localhostPort of [1, 127, 128, 8_080, 65_535]) {
    const created = decode(TokenFlowCreate.request, encodeCreate({ localhostPort }));
    assertEquals([created.localhostPort, created.utmSource], [localhostPort, "fleet-rlm"]);
  }
  const wait = { timeoutSecs: 40, tokenFlowId: "tf-é", waitSecret: "s".repeat(300) };
  const { timeout, tokenFlowId, waitSecret } = decode(TokenFlowWait.request, encodeWait(wait));
  assertEquals({ timeoutSecs: timeout, tokenFlowId, waitSecret }, wait);
  const flow = { tokenFlowId: "a", webUrl: "https://x/é", code: "c", waitSecret: "s" };
  assertEquals(decodeCreate(encode(TokenFlowCreate.response, flow)), flow);
  const token = { tokenId: "ak-1", tokenSecret: "as-1", timeout: false };
  const sent = { ...token, workspaceUsername: "acme" };
  assertEquals(decodeWait(encode(TokenFlowWait.response, sent)), token);
  const late = decodeWait(encode(TokenFlowWait.response, { timeout: true }));
  assertEquals(late, { tokenId: "", tokenSecret: "", timeout: true });
});

Deno.test("a damaged answer of a login is refused", () => {
  for (const hex of ["0a", "0a05", "0a0541", "08", "0b", "08ffffffffffffffffff"]) {
    assertThrows(() => decodeWait(Uint8Array.fromHex(hex)), RangeError, undefined, hex);
  }
});
