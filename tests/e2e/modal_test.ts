/** The real program with sandboxes at a Modal on this machine. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type FakeModal, startFakeModal } from "../fakes/modal/mod.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { waitFor } from "./_processes.ts";
import { createWorkspace, type Workspace } from "./_program.ts";
import { ANSWER, DOCUMENT, KEY, reaching, RUN, startModelServer, TURNS } from "./_recorded_run.ts";

const LINUX = Deno.build.os === "linux";
const RUN_AT_MODAL = RUN.map((word) => word === "--backend=local" ? "--backend=modal" : word);

/** A test with a cloud and a folder of its own; nothing of it may live on. */
function modalTest(
  name: string,
  fn: (at: Workspace, fake: FakeModal) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: !LINUX,
    // The server of the fake is closed with its last connections, which the program leaves open.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      await using fake = await startFakeModal();
      await using at = await createWorkspace();
      await fn(at, fake);
      assertEquals(living(fake), []);
    },
  });
}

function living({ sandboxes }: FakeModal): readonly string[] {
  return sandboxes.filter((each) => each.living).map(({ id }) => id);
}

modalTest("exec runs cells in a sandbox at Modal over a document", async (at, fake) => {
  const path = await at.write("notes.txt", "a line\n".repeat(1000));
  const argv = ["exec", "--backend=modal", "--cell=print(len(text))", `--input=text=@${path}`];
  const result = await at.run(argv, { env: fake.env });
  assertEquals([result.code, result.stdout], [0, "7000\n"], result.stderr);
  const bill = /Cloud: 1 sandbox, [\d.]+ s, about \$0\.0\d+ by the workspace's rates\n/;
  assert(bill.test(result.stderr), result.stderr);
  assertEquals(fake.sandboxes.length, 1);
});

modalTest("conform passes against Modal", async (at, fake) => {
  const argv = ["conform", "--backend=modal", "--only=lifecycle.concurrent", "--only=tool.keyword"];
  const { code, stdout, stderr } = await at.run(argv, { env: fake.env });
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "Backend modal:");
  assert(/2 passed|2 checks|ok/.test(stdout), stdout);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  modalTest(`${signal} ends the program with 130 and its sandbox with it`, async (at, fake) => {
    const argv = ["exec", "--backend=modal", "--cell=print(1, flush=True)", "--cell=while True: 1"];
    const child = at.spawn([...argv, "--verbose"], { env: fake.env });
    const output = new Response(child.stdout).text();
    const { rest } = await waitFor(child.stderr, "Cell 1/2");
    child.kill(signal);
    const { code } = await child.status;
    assertEquals([code, await output], [130, "1\n"], await rest);
    assertEquals(fake.sandboxes.map(({ returnCode }) => returnCode), [137]);
  });
}

modalTest("a second Ctrl-C does not wait for Modal", async (at, fake) => {
  const argv = ["exec", "--backend=modal", "--cell=print(1, flush=True)", "--cell=while True: 1"];
  const child = at.spawn([...argv, "--verbose"], { env: fake.env });
  const output = new Response(child.stdout).text();
  const { rest } = await waitFor(child.stderr, "Cell 1/2");
  fake.faults.hang("SandboxTerminateV2");
  child.kill("SIGINT");
  while (!fake.requests.some(({ method }) => method === "SandboxTerminateV2")) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGINT");
  assertEquals((await child.status).code, 130);
  await Promise.all([output, rest]);
  // What is left ends by itself, in minutes.
  assertEquals(living(fake).length, 1);
  fake.faults.endSandbox(living(fake)[0]!, "timeout");
});

/** Starts a run whose third turn never comes and kills it there; its sandbox lives on. */
async function killAtThirdTurn(at: Workspace, fake: FakeModal): Promise<void> {
  await at.write("document.txt", DOCUMENT);
  await using server = startOpenAiServer({
    requiredKey: KEY,
    reply: ({ body: { messages } }) => {
      const dots = /^Count the dots of: (\.+)$/.exec(messages.at(-1)?.content ?? "")?.[1];
      if (dots !== undefined) return String(dots.length);
      const turn = messages.filter(({ role }) => role === "assistant").length;
      return turn < 2 ? TURNS[turn]! : { hang: true };
    },
  });
  const child = at.spawn(RUN_AT_MODAL, { env: { ...fake.env, ...reaching(server) } });
  const outputs = [child.stdout, child.stderr].map((stream) => new Response(stream).text());
  while (server.requests.filter(({ body }) => body.messages.length > 5).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGKILL");
  await Promise.all([child.status, ...outputs]);
}

modalTest("resume goes on in the sandbox of a run that was killed", async (at, fake) => {
  await killAtThirdTurn(at, fake);
  assertEquals(living(fake).length, 1);
  await using server = startModelServer();
  const env = { ...fake.env, ...reaching(server) };
  const argv = ["resume", "run.jsonl", "--trajectory=resumed.jsonl"];
  const { code, stdout, stderr } = await at.run(argv, { env });
  assertEquals([code, stdout], [0, ANSWER], stderr);
  assertStringIncludes(stderr, "Its sandbox still lives: nothing is done again");
  assertEquals([fake.sandboxes.length, server.requests.length], [1, 1]);
  const replayed = await at.run(["replay", "resumed.jsonl", "--backend=local", "--quiet"]);
  assertEquals([replayed.code, replayed.stdout], [0, ANSWER], replayed.stderr);
});

modalTest("resume does the steps again when the sandbox is gone", async (at, fake) => {
  await killAtThirdTurn(at, fake);
  fake.faults.endSandbox(living(fake)[0]!, "timeout");
  await using server = startModelServer();
  const env = { ...fake.env, ...reaching(server) };
  const { code, stdout, stderr } = await at.run(["resume", "run.jsonl"], { env });
  assertEquals([code, stdout], [0, ANSWER], stderr);
  assertStringIncludes(stderr, "it reached its time limit at Modal; the steps are done again");
  assertEquals([fake.sandboxes.length, server.requests.length], [2, 1]);
});
