/**
 * An account to look at: a client, an app of its own, and sandboxes that end with it.
 *
 * @module
 */

import type { App, Image, ModalClient, Sandbox, SandboxExecParams } from "modal";
import { openClient } from "../../backends/modal/open_client.ts";
import { sandboxTags } from "../../backends/modal/sandbox_tags.ts";

type CreateParams = NonNullable<Parameters<ModalClient["sandboxes"]["create"]>[2]>;

/** What a command printed, and its exit code. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** An open account. */
export interface LiveCloud extends AsyncDisposable {
  readonly client: ModalClient;
  readonly app: App;
  readonly image: Image;
  /** Environment in force. */
  readonly environmentName: string;
  /** A name that nothing else has. */
  uniqueName(): string;
  /** Starts a sandbox: without network and for ten minutes at most, unless told otherwise. */
  start(params?: CreateParams): Promise<Sandbox>;
  /** Runs a command to its end. */
  run(sandbox: Sandbox, command: string[], params?: SandboxExecParams): Promise<CommandResult>;
  /** Removes something once all is over. */
  later(cleanUp: () => Promise<unknown>): void;
}

/** Opens the account of the credentials in force. */
export async function openLiveCloud(
  lookup: (name: string) => string | undefined,
): Promise<LiveCloud> {
  const client = await openClient({ lookup });
  const app = await client.apps.fromName("fleet-rlm-live", { createIfMissing: true });
  const image = client.images.fromRegistry("python:3.12-slim");
  const cleanUps: (() => Promise<unknown>)[] = [];
  return {
    client,
    app,
    image,
    environmentName: client.environmentName(),
    uniqueName: () => `fleet-rlm-live-${crypto.randomUUID().slice(0, 8)}`,
    async start(params = {}) {
      const sandbox = await client.sandboxes.create(app, image, {
        blockNetwork: true,
        timeoutMs: 600_000,
        tags: sandboxTags("live"),
        ...params,
      });
      cleanUps.push(() => sandbox.terminate());
      return sandbox;
    },
    async run(sandbox, command, params) {
      const process = await sandbox.exec(command, { ...params, mode: "text" });
      const [stdout, stderr, code] = await Promise.all([
        process.stdout.readText(),
        process.stderr.readText(),
        process.wait(),
      ]);
      return { stdout, stderr, code };
    },
    later: (cleanUp) => void cleanUps.push(cleanUp),
    async [Symbol.asyncDispose]() {
      for (const cleanUp of cleanUps.reverse()) await cleanUp().catch(() => {});
      client.close();
    },
  };
}
