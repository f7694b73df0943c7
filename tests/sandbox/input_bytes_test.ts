/** Inputs cross the wire by reference: not one byte of theirs is sent, at no turn. */

import { assert, assertEquals } from "@std/assert";
import { createProcessTransport } from "../../backends/local/process_transport.ts";
import { createSession, type Transport } from "../../sandbox/mod.ts";
import { openInputs } from "../../src/inputs/open_inputs.ts";
import { parseInput } from "../../src/inputs/parse_input.ts";
import { testFolder } from "../inputs/_folder.ts";

/** A transport that keeps what is sent over it. */
function listening(transport: Transport, sent: Uint8Array[]): Transport {
  return {
    open: async (options) => {
      const channel = await transport.open(options);
      return {
        ...channel,
        send: (bytes) => {
          sent.push(bytes);
          return channel.send(bytes);
        },
      };
    },
  };
}

const MARK = "quite-unmistakable-words";

Deno.test("session sends no byte of files, neither when it binds them nor in later turns", async () => {
  const text = `${MARK} `.repeat(100_000);
  await using folder = await testFolder({ "a.txt": text, "docs/b.md": text, "docs/c.md": text });
  const specs = [`a=@${folder.path}/a.txt`, `docs=@${folder.path}/docs`, "v=small value"];
  await using inputs = await openInputs(specs.map(parseInput), {
    stdin: () => new ReadableStream(),
  });
  const sent: Uint8Array[] = [];
  const transport = listening(createProcessTransport({ isolation: "process" }), sent);
  await using session = createSession(transport);
  await session.start();
  sent.length = 0;
  await session.bind(inputs.variables);
  const count = () => sent.reduce((total, bytes) => total + bytes.length, 0);
  assert(count() < 1_000, `${count()} bytes to bind`);
  for (let turn = 1; turn <= 5; turn++) {
    sent.length = 0;
    const code = `${turn} + len(a) + len(docs[0]["text"]) + len(docs[1].text)`;
    const result = await session.execute(code, { wantValue: true });
    assert(result.status === "ok");
    assertEquals(result.value, turn + 3 * text.length);
    const message = { type: "execute", id: "x".repeat(32), code, value: true };
    assert(count() <= JSON.stringify(message).length + 16, `${count()} bytes in turn ${turn}`);
    const all = sent.map((bytes) => new TextDecoder().decode(bytes)).join("");
    assert(!all.includes(MARK) && !all.includes("small value"));
  }
});

Deno.test("bind refuses a file that has become shorter, and reads no more than was checked", async () => {
  await using folder = await testFolder({ "a.txt": "as it was", "big.txt": "x".repeat(5_000_000) });
  const specs = [`a=@${folder.path}/a.txt`, `b=@${folder.path}/big.txt`].map(parseInput);
  await using inputs = await openInputs(specs, { stdin: () => new ReadableStream() });
  await Deno.writeTextFile(`${folder.path}/a.txt`, " and more", { append: true });
  await Deno.writeTextFile(`${folder.path}/big.txt`, "yyy", { append: true });
  await using session = createSession(createProcessTransport({ isolation: "process" }));
  const [a, b] = await session.bind(inputs.variables);
  assertEquals([a?.head, b?.chars, b?.tail], ["as it was", 5_000_000, "x".repeat(500)]);
  for (const name of ["a.txt", "big.txt"]) {
    await Deno.truncate(`${folder.path}/${name}`, 3);
    let message = "";
    await session.bind(inputs.variables).catch((error) => message = error.message);
    assert(message.endsWith("the file is shorter than when it was opened"), message);
  }
});
