import { assertEquals } from "@std/assert";
import { TcpProxy } from "./tcp_proxy.ts";

/** Sends back what comes, on every connection. */
function echoServer(): AsyncDisposable & { readonly port: number } {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const serving = (async () => {
    const echoes: Promise<void>[] = [];
    for await (const connection of listener) {
      echoes.push(connection.readable.pipeTo(connection.writable).catch(() => {}));
    }
    await Promise.all(echoes);
  })();
  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

Deno.test("TcpProxy keeps all bytes in order, whatever the delay", async () => {
  await using server = echoServer();
  await using proxy = await TcpProxy.listen(server.port, 0);
  using connection = await Deno.connect({ port: proxy.port, hostname: "127.0.0.1" });
  const writer = connection.writable.getWriter();
  const sent = Array.from({ length: 60 }, (_, index) => `${index},`);
  const sending = (async () => {
    for (const [index, word] of sent.entries()) {
      proxy.oneWayMs = [0, 3, 1][index % 3]!;
      await writer.write(new TextEncoder().encode(word));
      if (index % 7 === 0) await new Promise((next) => setTimeout(next));
    }
  })();
  let got = "";
  for await (const data of connection.readable) {
    got += new TextDecoder().decode(data);
    if (got.length >= sent.join("").length) break;
  }
  await sending;
  assertEquals(got, sent.join(""));
});

Deno.test("TcpProxy ends connections and takes none while it is down", async () => {
  await using server = echoServer();
  await using proxy = await TcpProxy.listen(server.port, 0);
  const connect = () => Deno.connect({ port: proxy.port, hostname: "127.0.0.1" });
  /** What comes back for a word; "gone" when the connection ends instead. */
  const ask = async (word: string) => {
    using connection = await connect();
    try {
      await connection.write(new TextEncoder().encode(word));
      const data = new Uint8Array(99);
      const count = await connection.read(data);
      return count === null ? "gone" : new TextDecoder().decode(data.subarray(0, count));
    } catch {
      return "gone";
    }
  };
  assertEquals(await ask("one"), "one");
  proxy.isUp = false;
  assertEquals(await ask("two"), "gone");
  proxy.isUp = true;
  using open = await connect();
  assertEquals(await ask("three"), "three");
  proxy.cut();
  const end = await open.read(new Uint8Array(9)).catch(() => null);
  assertEquals(end, null);
  assertEquals(await ask("four"), "four");
});
