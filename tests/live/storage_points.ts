/**
 * Points about what is stored: volumes and secrets.
 *
 * @module
 */

import type { LiveCloud } from "./live_cloud.ts";
import { describeThrown, expectSeen, type LivePoint } from "./live_point.ts";

async function makeVolume({ client, uniqueName, later }: LiveCloud) {
  const name = uniqueName();
  const volume = await client.volumes.fromName(name, { createIfMissing: true, version: 2 });
  later(() => client.volumes.delete(name, { allowMissing: true }));
  return volume;
}

async function makeSecret(cloud: LiveCloud, envDict: Record<string, string>) {
  const { client, environmentName, uniqueName, later } = cloud;
  const name = uniqueName();
  const request = { deploymentName: name, environmentName, objectCreationType: 2, envDict };
  const { secretId } = await client.cpClient.secretGetOrCreate(request);
  later(() => client.secrets.delete(name, { allowMissing: true }));
  return { name, secretId };
}

async function listPaths({ client }: LiveCloud, volumeId: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const request = { volumeId, path: "/", recursive: true };
  for await (const { entries } of client.cpClient.volumeListFiles2(request)) {
    paths.push(...entries.map(({ path, type, size }) => `${path} ${type} ${size}`));
  }
  return paths.sort();
}

/** The points. */
export const STORAGE_POINTS: readonly LivePoint[] = [
  {
    name: "volume",
    claim: "After sync and the sandbox's end, the control plane lists what was written",
    async run(cloud) {
      const volume = await makeVolume(cloud);
      const sandbox = await cloud.start({ volumes: { "/volume": volume } });
      await sandbox.filesystem.writeText("12345", "/volume/a/b.txt");
      expectSeen(0, (await cloud.run(sandbox, ["sync", "/volume"])).code);
      const afterSync = await listPaths(cloud, volume.volumeId);
      await sandbox.terminate({ wait: true });
      expectSeen(["a 2 0", "a/b.txt 1 5"], await listPaths(cloud, volume.volumeId));
      return afterSync.length > 0 ? "there after sync" : "there after the end, not after sync";
    },
  },
  {
    name: "volume-share",
    claim: "Another sandbox sees what was kept after a reload, and read-only means it",
    async run(cloud) {
      const volume = await makeVolume(cloud);
      const readOnly = volume.withMountOptions({ readOnly: true });
      const [writing, reading] = await Promise.all([
        cloud.start({ volumes: { "/volume": volume } }),
        cloud.start({ volumes: { "/volume": readOnly } }),
      ]);
      await writing.filesystem.writeText("kept", "/volume/note");
      await cloud.run(writing, ["sync", "/volume"]);
      await reading.reloadVolumes();
      expectSeen("kept", await reading.filesystem.readText("/volume/note"));
      return await describeThrown(() => reading.filesystem.writeText("no", "/volume/note"));
    },
  },
  {
    name: "volume-folder",
    claim: "One folder of a volume is mounted alone, for reading",
    async run(cloud) {
      const volume = await makeVolume(cloud);
      const writing = await cloud.start({ volumes: { "/volume": volume } });
      await writing.filesystem.writeText("mine", "/volume/a/note");
      await writing.filesystem.writeText("yours", "/volume/b/note");
      await cloud.run(writing, ["sync", "/volume"]);
      const folder = volume.withMountOptions({ readOnly: true, subPath: "a" });
      const reading = await cloud.start({ volumes: { "/volume": folder } });
      expectSeen("note\n", (await cloud.run(reading, ["ls", "/volume"])).stdout);
      expectSeen("mine", await reading.filesystem.readText("/volume/note"));
      return await describeThrown(() => reading.filesystem.writeText("no", "/volume/note"));
    },
  },
  {
    name: "secret-keys",
    claim: "The names of a secret's keys can be asked for",
    async run(cloud) {
      const { secretId } = await makeSecret(cloud, { ONE: "1", TWO: "2" });
      const { metadata } = await cloud.client.cpClient.secretGetInfo({ secretId });
      expectSeen(["ONE", "TWO"], [...metadata?.keys ?? []].sort());
      return "told";
    },
  },
  {
    name: "secret-probe",
    claim: "A key that is missing is named by an error that says so",
    async run(cloud) {
      const { name } = await makeSecret(cloud, { ONE: "1" });
      const { secrets } = cloud.client;
      const lookUp = () => secrets.fromName(name, { requiredKeys: ["ONE", "NONE"] });
      const thrown = await describeThrown(lookUp);
      if (!/missing key.*NONE/i.test(thrown)) throw new Error(`saw ${thrown}`);
      return thrown;
    },
  },
  {
    name: "secret-update",
    claim: "One key of a secret is changed, the others stay",
    async run(cloud) {
      const { name, secretId } = await makeSecret(cloud, { ONE: "1" });
      const updates = [{ key: "TWO", value: "2" }];
      await cloud.client.cpClient.secretUpdate({ secretId, updates });
      await cloud.client.secrets.fromName(name, { requiredKeys: ["ONE", "TWO"] });
      return "merged";
    },
  },
];
