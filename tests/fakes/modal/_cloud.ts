/** Tests in which the real SDK talks to a fake Modal in the same process. */

import type { App, Image, ModalClient, Sandbox, SandboxExecParams } from "modal";
import { openClient } from "../../../backends/modal/open_client.ts";
import { type FakeModal, type FakeModalOptions, startFakeModal } from "./mod.ts";

/** A fake and a client of it. */
export interface TestCloud {
  readonly fake: FakeModal;
  readonly client: ModalClient;
  readonly app: App;
  readonly image: Image;
  /** What the client warned of. */
  readonly notices: readonly string[];
  /** Starts a sandbox. */
  create(params?: Parameters<ModalClient["sandboxes"]["create"]>[2]): Promise<Sandbox>;
}

/** How a test is set up. */
export interface ModalTestOptions extends FakeModalOptions {
  /** Variables for the client besides the fake's. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A test with a cloud of its own. The SDK leaves timers behind: what they are cannot be checked. */
export function modalTest(
  name: string,
  fn: (cloud: TestCloud) => Promise<void>,
  options: ModalTestOptions = {},
): void {
  const run = async () => {
    await using fake = await startFakeModal(options);
    const env: Readonly<Record<string, string>> = { ...fake.env, ...options.env };
    const notices: string[] = [];
    const client = await openClient({
      lookup: (name) => env[name],
      notify: ({ message }) => notices.push(message),
    });
    const app = await client.apps.fromName("tests", { createIfMissing: true });
    const image = client.images.fromRegistry("python:3.12-slim");
    const create: TestCloud["create"] = (params) => client.sandboxes.create(app, image, params);
    await fn({ fake, client, app, image, notices, create });
    client.close();
  };
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: run });
}

/** What a command printed, and its exit code. */
export async function run(
  sandbox: Sandbox,
  command: string[],
  params?: SandboxExecParams,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }> {
  const process = await sandbox.exec(command, { ...params, mode: "text" });
  const [stdout, stderr, code] = await Promise.all([
    process.stdout.readText(),
    process.stderr.readText(),
    process.wait(),
  ]);
  return { stdout, stderr, code };
}
