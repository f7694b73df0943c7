/**
 * The way to a driver in a sandbox at Modal: a keeper as its first process, relays to it that may
 * break, documents by its filesystem. One sandbox for each channel, ended with it.
 *
 * @module
 */

import type { Volume } from "modal";
import { abortable } from "../../src/core/abortable.ts";
import type { InterpreterOptions, SessionHandle } from "../../src/core/interpreter.ts";
import { keeperCommand } from "../../sandbox/keeper/mod.ts";
import type { OpenOptions, Transport } from "../../sandbox/mod.ts";
import { attachFailure, LiveSandbox } from "./live_sandbox.ts";
import { type ChannelParts, ModalChannel, OWNER_TAG } from "./modal_channel.ts";
import { INPUTS_MOUNT, sandboxLifeMs, VOLUME_MOUNT } from "./sandbox_plan.ts";
import { ownerOf, sandboxTags } from "./sandbox_tags.ts";
import { findLink, newLink } from "./session_link.ts";
import type { InputsMount, SharedInputs } from "./shared_inputs.ts";
import type { Workspace, WorkspaceSource } from "./workspace.ts";

/** What all transports of a backend share. */
export interface TransportParts
  extends Omit<ChannelParts, "client" | "link" | "sandbox" | "shared"> {
  /** What sandboxes are made with. */
  readonly source: WorkspaceSource;
  /** Documents on the shared volume. */
  readonly inputs: SharedInputs;
  /** Milliseconds without a word from this machine after which a sandbox ends by itself. */
  readonly deadManMs?: number;
}

/** Name of the tag by which sandboxes that may do the same are known. */
const PLAN_TAG = "plan";

const DEAD_MAN_MS = 120_000;
/** A host on another machine that said nothing for so long, twice its ping and more, is taken to be gone. */
const SILENT_SECS = 25;

/** A transport that makes one sandbox. */
export function createModalTransport(
  parts: TransportParts,
  { lifetimeMs = 0, runId }: InterpreterOptions,
): Transport {
  return {
    async open({ events, files, signal }) {
      const { workspace, inputs } = await prepare(parts, { files, signal });
      const link = newLink();
      const sandbox = await LiveSandbox.create(workspace, {
        ...parts.plan.params,
        timeoutMs: sandboxLifeMs(parts.plan, lifetimeMs),
        command: [
          ...keeperCommand({
            folder: link.folder,
            deadManMs: parts.deadManMs ?? DEAD_MAN_MS,
            mounts: workspace.volumes === undefined ? [] : [VOLUME_MOUNT],
          }),
        ],
        tags: sandboxTags("run", {
          [PLAN_TAG]: parts.plan.fingerprint,
          [OWNER_TAG]: link.owner,
          ...(runId === undefined ? {} : { run: runId }),
        }),
        secrets: [...workspace.secrets],
        volumes: mounts(workspace, inputs),
      }, { notify: parts.settings.notify, ...(signal ? { signal } : {}) });
      const shared = inputs?.hashes ?? new Set<string>();
      const own = { client: workspace.client, sandbox, link, shared };
      const channel = new ModalChannel({ ...parts, ...own }, events);
      channel.open();
      // On their way before anyone asks, beside the hand-shake.
      for (const file of files) channel.place(file);
      return channel;
    },
  };
}

/** What a sandbox is made with. Whatever was begun for it is over when this fails. */
async function prepare(
  { inputs, source }: TransportParts,
  { files, signal }: Pick<OpenOptions, "files"> & { readonly signal: AbortSignal | undefined },
): Promise<{ readonly workspace: Workspace; readonly inputs: InputsMount | undefined }> {
  const providing = inputs.provide(files, signal);
  try {
    const workspace = await abortable(source.open(), signal);
    return { workspace, inputs: await providing };
  } catch (thrown) {
    await providing.catch(() => {});
    throw thrown;
  }
}

/** A transport to a sandbox that another process made and lost. */
export function createAttachTransport(parts: TransportParts, handle: SessionHandle): Transport {
  return {
    async open({ events, signal }) {
      const link = findLink(handle);
      const client = await abortable(parts.source.client(), signal);
      const options = { notify: parts.settings.notify, ...(signal ? { signal } : {}) };
      const sandbox = await LiveSandbox.find(client, handle.sandbox, options);
      const tags = await sandbox.tags(signal);
      const formerSilentSecs = judgeFormer(tags, parts.plan.fingerprint);
      const own = { client, sandbox, link, shared: new Set<string>(), formerSilentSecs };
      let end: string | undefined;
      let isOpen = false;
      const channel = new ModalChannel({ ...parts, ...own }, {
        onData: (bytes) => events.onData(bytes),
        onEnd(reason) {
          end = reason;
          if (isOpen) events.onEnd(reason);
        },
      });
      await channel.open();
      isOpen = true;
      if (end !== undefined) {
        channel.leave();
        throw attachFailure(end);
      }
      const { host: _host, pid: _pid, ...kept } = tags;
      await sandbox.setTags(sandboxTags("run", { ...kept, [OWNER_TAG]: link.owner }), signal);
      return channel;
    },
  };
}

/**
 * Seconds that a former host must have said nothing before its sandbox is another's.
 * @throws {FleetError} `sandbox-lost` when it is not to be had.
 */
function judgeFormer(tags: Readonly<Record<string, string>>, fingerprint: string): number {
  if (tags[PLAN_TAG] !== fingerprint) throw attachFailure("was made with other options");
  switch (ownerOf(tags)) {
    case "running":
      throw attachFailure(`is still used by the process ${tags["pid"]} of this machine`);
    case "gone":
      return 0;
    case "unknown":
      return SILENT_SECS;
  }
}

function mounts(
  { volumes }: Workspace,
  inputs: InputsMount | undefined,
): Record<string, Volume> {
  return {
    ...(volumes === undefined ? {} : { [VOLUME_MOUNT]: volumes.data }),
    ...(inputs === undefined ? {} : { [INPUTS_MOUNT]: inputs.volume }),
  };
}
