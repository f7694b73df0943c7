/** How sandboxes at Modal are made, what they are, and that every one of them ends. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import { openWorld, printed } from "./_world.ts";

const world = await openWorld();

world.test("a sandbox is small, shut off, tagged and without secrets unless asked otherwise", async (run) => {
  const made = run.backend().createInterpreter({ lifetimeMs: 90_500, runId: "20260131t1015" });
  await using session = made;
  const capabilities = await session.start();
  assertEquals(capabilities.backend, "modal");
  assertEquals(capabilities.network, false);
  assertEquals(capabilities.warning, undefined);
  const { definition, tags } = run.sandboxes[0]!;
  assertEquals(definition.network.type, "blocked");
  assertEquals([definition.cpu, definition.cpuLimit], [0.5, 2]);
  assertEquals([definition.memoryMiB, definition.memoryLimitMiB], [1024, 4096]);
  assertEquals(definition.timeoutSecs, 391);
  assertEquals(definition.secrets, []);
  assertEquals(definition.envKeys, []);
  assertEquals(definition.volumes, []);
  assertEquals(definition.verbose, false);
  assertEquals(tags["tool"], "fleet-rlm");
  assertEquals(tags["run"], "20260131t1015");
  assertEquals(tags["pid"], String(Deno.pid));
});

world.test("a sandbox is what was asked for", async (run) => {
  const backend = run.backend({
    cloud: {
      app: "other-app",
      image: "debian:bookworm",
      packages: ["pandas>=2,<3"],
      imageCommands: ["RUN apt-get install -y jq"],
      cores: 4,
      memoryBytes: 8 * 2 ** 30,
      regions: ["us-east", "eu"],
      allowDomains: ["pypi.org"],
      timeoutMs: 30_000,
    },
  });
  await using session = backend.createInterpreter();
  assertEquals((await session.start()).network, true);
  const { definition } = run.sandboxes[0]!;
  assertEquals([definition.cpu, definition.cpuLimit], [4, 4]);
  assertEquals([definition.memoryMiB, definition.memoryLimitMiB], [8192, 8192]);
  assertEquals(definition.regions, ["us-east", "eu"]);
  assertEquals(definition.network, { type: "allowlist", cidrs: [], domains: ["pypi.org"] });
  assertEquals(definition.timeoutSecs, 30);
  const image = definition.image.join("\n");
  assertStringIncludes(image, "FROM debian:bookworm");
  assertStringIncludes(image, "ENTRYPOINT []");
  assert(image.indexOf("jq") < image.indexOf("'pandas>=2,<3'"), image);
  assertStringIncludes(run.notices.map(({ message }) => message).join("\n"), "jq");
});

world.test("a secret is in the sandbox when it is named, and that is said", async (run) => {
  run.fake.secret("KEYS", { OWN_KEY: "in the sandbox" });
  const backend = run.backend({ cloud: { secretNames: ["KEYS"] } });
  await using session = backend.createInterpreter();
  const { warning } = await session.start();
  assertStringIncludes(warning ?? "", 'The values of the Modal secret "KEYS" are in the sandbox');
  const code = "import os\nprint(os.environ['OWN_KEY'], [n for n in os.environ if 'MODAL' in n])";
  assertEquals(printed(await session.execute(code)), "in the sandbox []\n");
});

world.test("a graphics processor brings the older kind of sandbox, which does as well", async (run) => {
  await using session = run.backend({ cloud: { gpu: "T4" } }).createInterpreter();
  assertEquals(printed(await session.execute("print(1)")), "1\n");
  assertEquals(run.sandboxes[0]!.definition.gpu, "T4");
  assertEquals(run.calls("SandboxCreate"), 1);
});

world.test("sixteen sandboxes share what can be looked up once", async (run) => {
  const backend = run.backend();
  const sessions = Array.from({ length: 16 }, () => backend.createInterpreter());
  const results = await Promise.all(
    sessions.map((session, index) => session.execute(`print(${index})`)),
  );
  assertEquals(results.map(printed), sessions.map((_, index) => `${index}\n`));
  await Promise.all(sessions.map((session) => session.shutdown()));
  assertEquals(run.calls("AppGetOrCreate"), 1);
  assertEquals(run.calls("ImageGetOrCreate"), 1);
  assertEquals(run.calls("SandboxCreateV2"), 16);
});

world.test("an abort while the sandbox is being made ends it as soon as it is there", async (run) => {
  const ending = new AbortController();
  const session = run.backend().createInterpreter();
  const starting = session.start(ending.signal);
  run.fake.faults.fail("SandboxCreateV2", { code: "UNAVAILABLE", when: "after" });
  while (run.sandboxes.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  ending.abort(new InterruptedError());
  await assertRejects(() => starting, InterruptedError);
  await session.shutdown();
  assertEquals(run.sandboxes.length, 1);
});

world.test("an abort in a cell ends the sandbox", async (run) => {
  const ending = new AbortController();
  await using session = run.backend().createInterpreter();
  await session.start();
  const running = session.execute("while True: pass", { signal: ending.signal });
  ending.abort(new InterruptedError());
  await assertRejects(() => running, InterruptedError);
});

world.test("a sandbox whose host is lost ends by itself", async (run) => {
  const times = { pingMs: 1e9, silenceMs: 1e9, probeMs: 50 };
  const backend = run.backend({}, { times, deadManMs: 3_000 });
  await using session = backend.createInterpreter();
  await session.execute("1");
  const result = await session.execute("import time\ntime.sleep(600)");
  assert(result.status === "crashed", Deno.inspect(result));
  assertStringIncludes(result.reason, "it heard nothing from this machine");
});

world.test("a sandbox that cannot be ended is told of", async (run) => {
  const session = run.backend().createInterpreter();
  await session.start();
  const fault = { code: "FAILED_PRECONDITION", when: "before", times: 1 } as const;
  run.fake.faults.fail("SandboxTerminateV2", fault);
  await session.shutdown();
  const warning = run.notices.find(({ kind }) => kind === "warning")?.message ?? "";
  assertStringIncludes(warning, "Cannot end the sandbox");
  assertStringIncludes(warning, "ends by itself");
  run.fake.faults.endSandbox(run.sandboxes[0]!.id, "terminated");
});

interface Refusal {
  readonly name: string;
  readonly make: (run: Parameters<Parameters<typeof world.test>[1]>[0]) => Promise<unknown>;
  readonly code: FleetError["code"];
  readonly message: string;
  readonly hint: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: "the token is wrong",
    make: (run) =>
      run.backend({
        lookup: (name) => name === "MODAL_TOKEN_SECRET" ? "as-wrong" : run.fake.env[name],
      }).createInterpreter().start(),
    code: "credentials-refused",
    message: "Modal refused the token",
    hint: "modal setup",
  },
  {
    name: "the image cannot be built",
    make: (run) => {
      run.fake.faults.buildFailure(["Collecting nonsense", "ERROR: no such package"]);
      return run.backend({ cloud: { packages: ["nonsense"] } }).createInterpreter().start();
    },
    code: "image-failed",
    message: "ERROR: no such package",
    hint: "--pip",
  },
  {
    name: "there is no such secret",
    make: (run) => run.backend({ cloud: { secretNames: ["NOBODY"] } }).createInterpreter().start(),
    code: "secret-missing",
    message: "NOBODY",
    hint: "secret create",
  },
  {
    name: "a limit of the account is reached",
    make: (run) => {
      run.fake.faults.quota("Workspace spend limit reached");
      return run.backend().createInterpreter().start();
    },
    code: "quota-reached",
    message: "spending limit",
    hint: "settings/usage",
  },
  {
    name: "nobody is there",
    make: (run) =>
      run.backend({
        lookup: (name) => name === "MODAL_SERVER_URL" ? "http://127.0.0.1:9" : run.fake.env[name],
      }).createInterpreter().start(),
    code: "cloud-unreachable",
    message: "Modal cannot be reached",
    hint: "Check the network",
  },
];

for (const { name, make, code, message, hint } of REFUSALS) {
  world.test(`a start fails with what to do when ${name}`, async (run) => {
    const error = await assertRejects(() => make(run), FleetError);
    assertEquals(error.code, code, error.message);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.hint ?? "", hint);
  });
}

world.test("a backend tries again after a start that failed", async (run) => {
  const backend = run.backend();
  run.fake.faults.quota("no capacity");
  await assertRejects(() => backend.createInterpreter().start(), FleetError);
  await using session = backend.createInterpreter();
  assertEquals(printed(await session.execute("print(1)")), "1\n");
});
