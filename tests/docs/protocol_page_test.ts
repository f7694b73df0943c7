/** `docs/protocol.md` against the wire: what really goes over it has the fields that the page shows. */

import { assertEquals } from "@std/assert";
import { createProcessTransport } from "../../backends/local/process_transport.ts";
import { PROTOCOL_VERSION } from "../../sandbox/driver_bundle.ts";
import { createSession, type Transport } from "../../sandbox/mod.ts";
import { openTextFile } from "../../src/inputs/open_text_file.ts";
import { readBlocks } from "./_markdown.ts";

const PAGE = new URL("../../docs/protocol.md", import.meta.url);

type Fields = Readonly<Record<string, unknown>>;

/** Messages that the page shows, by type. */
async function readPage(): Promise<ReadonlyMap<string, Fields>> {
  const blocks = readBlocks(await Deno.readTextFile(PAGE)).filter(({ language }) =>
    language === "json"
  );
  return new Map(blocks.map(({ code }) => JSON.parse(code)).map((each) => [each.type, each]));
}

/** A transport that hands on every message, both ways. */
function tap(transport: Transport, onMessage: (message: Fields) => void): Transport {
  const decoder = new TextDecoder();
  let text = "";
  return {
    async open(options) {
      const channel = await transport.open({
        ...options,
        events: {
          ...options.events,
          onData: (bytes) => {
            text += decoder.decode(bytes, { stream: true });
            const lines = text.split("\n");
            text = lines.pop()!;
            for (const line of lines) onMessage(JSON.parse(line));
            options.events.onData(bytes);
          },
        },
      });
      return {
        ...channel,
        send: (bytes) => {
          onMessage(JSON.parse(new TextDecoder().decode(bytes)));
          channel.send(bytes);
        },
      };
    },
  };
}

Deno.test("docs/protocol.md shows every message with the fields that it has", async () => {
  const shown = await readPage();
  const seen = new Map<string, Fields[]>();
  const onMessage = (message: Fields) => {
    const type = String(message["type"]);
    seen.set(type, [...seen.get(type) ?? [], message]);
  };
  const folder = await Deno.makeTempDir({ prefix: "fleet-protocol-" });
  try {
    await Deno.writeTextFile(`${folder}/text.txt`, "one\ntwo\n");
    const file = await openTextFile(`${folder}/text.txt`);
    const transport = tap(createProcessTransport({ isolation: "process" }), onMessage);
    await using session = createSession(transport, {
      files: [file],
      tools: [{
        name: "lookup",
        description: "",
        parameters: [{ name: "word" }, { name: "limit", default: 5 }],
        call: ({ word }) => Promise.resolve([word ?? null]),
      }],
      submit: { names: ["answer"], accept: ({ answer }) => ({ accepted: true, value: answer! }) },
    });
    await session.bind([
      { kind: "value", name: "n", value: 2n ** 70n },
      { kind: "file", name: "text", file },
    ]);
    await session.execute("print('hello')\ntotal = 1\nlookup('x')", { wantValue: true });
    await session.execute("SUBMIT(float('nan'))");
    await session.equip!({ tools: [] });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assertEquals([...seen.keys()].sort(), [...shown.keys()].sort());
  for (const [type, messages] of seen) {
    const names = new Set(messages.flatMap((message) => Object.keys(message)));
    const documented = Object.keys(shown.get(type)!);
    assertEquals([...names].sort(), documented.sort(), type);
  }
  assertEquals(shown.get("hello")?.["version"], PROTOCOL_VERSION);
});
