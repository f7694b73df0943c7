/** What the bench says of the bytes of two requests. */

import { assertEquals } from "@std/assert";
import { compareSent } from "../../bench/sent_bytes.ts";

const SYSTEM = { role: "system", content: "Naïve" };
const USER = { role: "user", content: "Go" };

Deno.test("compareSent finds nothing changed when messages are added", () => {
  const former = { model: "m", messages: [SYSTEM] };
  const next = { model: "m", messages: [SYSTEM, USER] };
  const added = new TextEncoder().encode(`,${JSON.stringify(USER)}`).length;
  const total = new TextEncoder().encode(JSON.stringify([SYSTEM, USER])).length - 1;
  assertEquals(compareSent(former, next), { changed: 0, added, total });
});

Deno.test("compareSent counts from the first byte that differs", () => {
  const text = (content: string) => ({ messages: [{ content }, USER] });
  const { changed } = compareSent(text("ab"), text("ax"));
  assertEquals(changed, `b"},${JSON.stringify(USER)}`.length);
});

Deno.test("compareSent counts a message that is gone", () => {
  const { changed, added } = compareSent({ messages: [SYSTEM, USER] }, { messages: [SYSTEM] });
  assertEquals(changed, `,${JSON.stringify(USER)}`.length);
  assertEquals(added, 0);
});

Deno.test("compareSent counts changes of other fields", () => {
  const request = (model: string) => ({ model, messages: [USER] });
  assertEquals(compareSent(request("one"), request("two")).changed, 'one"}'.length);
});
