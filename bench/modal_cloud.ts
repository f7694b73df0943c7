/**
 * A Modal on this machine, in a process of its own, whose round trips take as long as its argument
 * says, in milliseconds. Prints its environment as JSON and ends when its standard input does.
 *
 * @module
 */

import { startFakeModal } from "../tests/fakes/modal/mod.ts";

/** A running cloud. */
export interface Cloud extends AsyncDisposable {
  /** Environment that leads to it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts one in a process of its own. */
export async function startCloud(roundTripMs: number): Promise<Cloud> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, String(roundTripMs)],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.endsWith("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("The cloud did not start");
    text += decoder.decode(value, { stream: true });
  }
  return {
    env: JSON.parse(text),
    async [Symbol.asyncDispose]() {
      await child.stdin.close();
      await reader.cancel();
      await child.status;
    },
  };
}

if (import.meta.main) {
  await using fake = await startFakeModal();
  fake.faults.delayMs(Number(Deno.args[0]));
  console.log(JSON.stringify(fake.env));
  await Deno.stdin.readable.pipeTo(new WritableStream());
}
