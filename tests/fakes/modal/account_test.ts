import { assertEquals, assertRejects } from "@std/assert";
import { openClient } from "../../../backends/modal/open_client.ts";
import { modalTest } from "./_cloud.ts";

modalTest("startFakeModal refuses a wrong token", async ({ fake }) => {
  for (const name of ["MODAL_TOKEN_ID", "MODAL_TOKEN_SECRET"]) {
    const env: Record<string, string> = { ...fake.env, [name]: "wrong" };
    const client = await openClient({ lookup: (name) => env[name] });
    const error = await assertRejects(() => client.cpClient.workspaceNameLookup({}));
    assertEquals(Object(error).code, 16, name);
    client.close();
  }
});

modalTest(
  "startFakeModal keeps secrets and tells of their keys alone",
  async ({ client, fake }) => {
    const { cpClient, secrets } = client;
    fake.secret("MODELS", { A_KEY: "one", B_KEY: "two" });
    const { secretId } = await secrets.fromName("MODELS", { requiredKeys: ["A_KEY"] });
    await assertRejects(
      () => secrets.fromName("MODELS", { requiredKeys: ["A_KEY", "C_KEY", "D_KEY"] }),
      Error,
      "Secret is missing key(s): C_KEY, D_KEY",
    );
    await assertRejects(() => secrets.fromName("NONE"), Error, "Secret 'NONE' not found");
    const keys = async (id: string) =>
      (await cpClient.secretGetInfo({ secretId: id })).metadata?.keys;
    assertEquals(await keys(secretId), ["A_KEY", "B_KEY"]);
    const create = (objectCreationType: 1 | 2 | 3, envDict: Record<string, string>) =>
      cpClient.secretGetOrCreate({
        deploymentName: "MODELS",
        environmentName: "main",
        objectCreationType,
        envDict,
      });
    await assertRejects(() => create(2, { X: "1" }), Error, "already exists");
    assertEquals((await create(1, { X: "1" })).secretId, secretId);
    assertEquals(await keys(secretId), ["A_KEY", "B_KEY"]);
    await cpClient.secretUpdate({
      secretId,
      updates: [{ key: "A_KEY" }, { key: "N", value: "3" }],
    });
    assertEquals(await keys(secretId), ["B_KEY", "N"]);
    assertEquals((await create(3, { X: "1" })).secretId, secretId);
    assertEquals(await keys(secretId), ["X"]);
    const { items } = await cpClient.secretList({ environmentName: "main" });
    assertEquals(items.map(({ label }) => label), ["MODELS"]);
    assertEquals((await cpClient.secretList({ environmentName: "dev" })).items, []);
    await secrets.delete("MODELS");
    await assertRejects(() => secrets.fromName("MODELS"), Error, "not found");
    await assertRejects(() => secrets.fromName("A", { environment: "none" }), Error, "Environment");
  },
);

modalTest("startFakeModal builds an image once, with its log", async (cloud) => {
  const { app, client, fake, notices } = cloud;
  const image = () =>
    client.images.fromRegistry("python:3.12-slim").dockerfileCommands(["RUN pip install numpy"]);
  await image().build(app);
  assertEquals(notices.filter((line) => line.includes("numpy")), [
    "=> Step 1: RUN pip install numpy",
  ]);
  const joined = fake.calls.get("ImageJoinStreaming");
  await image().build(app);
  assertEquals(fake.calls.get("ImageJoinStreaming"), joined);
  const sandbox = await client.sandboxes.create(app, image());
  assertEquals(fake.sandboxes[0]!.definition.image, [
    "FROM python:3.12-slim",
    "FROM base",
    "RUN pip install numpy",
  ]);
  await sandbox.terminate();
});

modalTest("startFakeModal fails a build with the lines it was told, once", async (cloud) => {
  const { app, client, fake, image, notices } = cloud;
  fake.faults.buildFailure(["Collecting nonsense", "ERROR: No matching distribution"]);
  const error = await assertRejects(() => image.build(app), Error, "Image build for im-");
  assertEquals(error.message.includes("No matching distribution"), true);
  assertEquals(notices.includes("ERROR: No matching distribution"), true);
  await image.build(app);
  const wrong = client.images.fromRegistry("alpine").dockerfileCommands(["RUN false"]);
  await assertRejects(() => wrong.build(app), Error, "RUN false");
});

modalTest("startFakeModal has variables and working folder of an image in force", async (cloud) => {
  const { app, client } = cloud;
  const image = client.images.fromRegistry("alpine")
    .dockerfileCommands(['ENV ONE=1 TWO="a b"', "ENV THREE three", "WORKDIR /app"]);
  const sandbox = await client.sandboxes.create(app, image);
  const process = await sandbox.exec(["sh", "-c", "echo $ONE,$TWO,$THREE,$(basename $(pwd))"]);
  const expected = cloud.fake.isolation === "bubblewrap" ? "1,a b,three,app\n" : "";
  if (expected !== "") assertEquals(await process.stdout.readText(), expected);
});

modalTest("startFakeModal knows the workspace and logs in by browser", async ({ client, fake }) => {
  const { cpClient } = client;
  assertEquals((await cpClient.workspaceNameLookup({})).username, "acme");
  let asked = 0;
  let id = "";
  await using page = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
    asked++;
    return new Response(id);
  });
  const flow = await cpClient.tokenFlowCreate({ localhostPort: page.addr.port });
  const wait = (waitSecret: string) =>
    cpClient.tokenFlowWait({ tokenFlowId: flow.tokenFlowId, waitSecret, timeout: 1 });
  assertEquals((await wait(flow.waitSecret)).timeout, true);
  id = flow.tokenFlowId;
  await assertRejects(() => wait("guess"), Error, "no such login");
  const { tokenId, tokenSecret, workspaceUsername } = await wait(flow.waitSecret);
  assertEquals([tokenId, tokenSecret, workspaceUsername], [
    fake.env["MODAL_TOKEN_ID"],
    fake.env["MODAL_TOKEN_SECRET"],
    "acme",
  ]);
  assertEquals(asked, 2);
}, { workspace: "acme" });
