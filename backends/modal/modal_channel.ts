/**
 * An open connection to the driver in one sandbox.
 *
 * @module
 */

import type { ModalClient } from "modal";
import type { BackendSettings, ResourceLimits } from "../../src/core/backend.ts";
import type { SessionHandle } from "../../src/core/interpreter.ts";
import type { FileReference } from "../../src/core/variable.ts";
import { KeeperLink, type LinkTimes, relayCommand } from "../../sandbox/keeper/mod.ts";
import type { Channel, DriverSettings, Surroundings, TransportEvents } from "../../sandbox/mod.ts";
import { isFinalFailure, type LiveSandbox } from "./live_sandbox.ts";
import { PlacedFiles } from "./placed_files.ts";
import { type SandboxPlan, VOLUME_MOUNT } from "./sandbox_plan.ts";
import type { SessionLink } from "./session_link.ts";
import type { SessionRoster } from "./session_roster.ts";
import type { UsageMeter } from "./usage_meter.ts";

/** What a channel is made of. */
export interface ChannelParts {
  /** What the sandbox is. */
  readonly plan: SandboxPlan;
  /** The backend's settings. */
  readonly settings: BackendSettings;
  /** The channels of this backend that are open. */
  readonly roster: SessionRoster;
  /** Adds up what sandboxes take. */
  readonly meter: UsageMeter;
  /** How patient the link to its keeper is. */
  readonly times?: Partial<LinkTimes>;
  /** The client that it was made with. */
  readonly client: ModalClient;
  /** The sandbox. */
  readonly sandbox: LiveSandbox;
  /** The way to its keeper. */
  readonly link: SessionLink;
  /** Hashes of the documents that it has from the shared volume. */
  readonly shared: ReadonlySet<string>;
  /** Whole seconds that the former host must have said nothing; 0 when it is known to be gone. */
  readonly formerSilentSecs?: number;
}

/** Guards against accidents; what bounds a guest for good are the sandbox's own limits. */
const DEFAULT_LIMITS: ResourceLimits = { fileBytes: 4 * 2 ** 30, openFiles: 1024 };
const OUTAGE = {
  lost: "Modal: lost the connection to the sandbox, connecting again",
  back: "Modal: connected to the sandbox again",
} as const;
/** Name of the tag that says whose a sandbox is. */
export const OWNER_TAG = "owner";
/** A relay that hears nothing for so long ends, and no longer keeps the sandbox awake. */
const RELAY_IDLE_MS = 60_000;
/** Time for the changes of a volume to be kept. Modal keeps them at the end of the sandbox as well. */
const KEEP_MS = 10_000;

/** The channel. */
export class ModalChannel implements Channel {
  /** What the driver does to itself. */
  readonly driver: DriverSettings;
  /** Whether another host has served the driver before. */
  readonly isResumed: boolean;
  /** How to find the session again. */
  readonly handle: SessionHandle;
  readonly #parts: ChannelParts;
  readonly #files: PlacedFiles;
  readonly #link: KeeperLink;
  readonly #ending = new AbortController();
  #openedAt = performance.now();
  #closing: Promise<void> | undefined;

  /** Connects to nobody yet. */
  constructor(parts: ChannelParts, events: TransportEvents) {
    const { link, plan, sandbox, settings, shared, times } = parts;
    this.#parts = parts;
    this.isResumed = link.formerKey !== undefined;
    this.handle = { sandbox: sandbox.id, link: link.text };
    this.driver = {
      packagePaths: [],
      limits: { ...DEFAULT_LIMITS, ...settings.limits },
      volume: plan.volume === undefined ? null : VOLUME_MOUNT,
      confine: null,
    };
    this.#files = new PlacedFiles({
      sandbox,
      folder: `${link.folder}/inputs`,
      shared,
      signal: this.#ending.signal,
      notify: settings.notify,
    });
    const command = relayCommand(link.folder, RELAY_IDLE_MS);
    this.#link = new KeeperLink({
      connect: (signal) => sandbox.connect(command, signal),
      probe: (signal) => sandbox.endReason(signal),
      isFinal: isFinalFailure,
      events,
      onOutage: (state) => settings.notify?.({ kind: "progress", message: OUTAGE[state] }),
      key: link.key,
      ...(link.formerKey === undefined
        ? {}
        : { former: { key: link.formerKey, silentSecs: parts.formerSilentSecs ?? 0 } }),
      ...(times === undefined ? {} : { times }),
    });
  }

  /** Whether it has a volume that others can write to. */
  get hasVolume(): boolean {
    return this.#parts.plan.volume !== undefined;
  }

  /** Begins to connect. Resolves when the keeper has answered, or when the sandbox is lost. */
  open(): Promise<void> {
    this.#parts.roster.enter(this);
    return this.#link.open();
  }

  /** What is in force. */
  surroundings(): Surroundings {
    const { network, secrets, volume } = this.#parts.plan;
    return {
      backend: "modal",
      isolation: "modal",
      network,
      filesystem: "the sandbox's own disk" +
        (volume === undefined ? "" : `; the volume "${volume}" at ${VOLUME_MOUNT}`),
      ...(secrets.length === 0 ? {} : { warning: secretWarning(secrets) }),
    };
  }

  /** Brings a file to the sandbox; its path there. */
  place(file: FileReference): Promise<string> {
    return this.#files.place(file);
  }

  /** Sends bytes to the driver. */
  send(bytes: Uint8Array): void {
    this.#link.send(bytes);
  }

  /** Interrupts the running cell. */
  interrupt(): Promise<void> {
    return this.#link.interrupt();
  }

  /** Shows the guest what others have kept on its volume. */
  reloadVolume(): Promise<void> {
    return this.#parts.sandbox.reloadVolumes();
  }

  /** Lets go of a sandbox that is another's. */
  leave(): void {
    this.#ending.abort();
    this.#link.close();
    this.#parts.sandbox.leave();
    this.#parts.roster.forget(this);
    this.#closing ??= Promise.resolve();
  }

  /** Ends the sandbox. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    const { roster, sandbox } = this.#parts;
    this.#ending.abort();
    if (this.hasVolume) await this.#keepVolume();
    this.#link.close();
    if (this.#link.wasRefused && !await this.#isOurs()) sandbox.leave();
    else await Promise.all([sandbox.end(), this.#meter()]);
    await roster.leave(this);
  }

  async #meter(): Promise<void> {
    const { client, meter, sandbox } = this.#parts;
    await meter.note(client, sandbox.id, (performance.now() - this.#openedAt) / 1000);
  }

  /**
   * Whether the sandbox is still this host's. Guest code can say in the keeper's name that it is not,
   * and would live on if it were believed; the mark is out of its reach.
   */
  async #isOurs(): Promise<boolean> {
    const { link, sandbox } = this.#parts;
    try {
      const { [OWNER_TAG]: owner } = await sandbox.tags();
      return owner === link.owner;
    } catch {
      return true;
    }
  }

  async #keepVolume(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, KEEP_MS));
    await Promise.race([this.#link.quit(), late]);
    clearTimeout(timer);
  }
}

function secretWarning(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`).join(", ");
  const what = names.length === 1 ? `Modal secret ${quoted} are` : `Modal secrets ${quoted} are`;
  return `The values of the ${what} in the sandbox: whatever runs there can read them and, with a ` +
    "network, give them away";
}
