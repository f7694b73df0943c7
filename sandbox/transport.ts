/**
 * What a session needs of the place where its driver runs: bytes in both directions, an end, and what
 * is in force there.
 *
 * A backend implements {@linkcode Transport}; the session knows nothing of processes or clouds.
 *
 * @module
 */

import type { JsonObject } from "../src/core/json.ts";
import type { ResourceLimits } from "../src/core/backend.ts";
import type { SessionHandle } from "../src/core/interpreter.ts";
import type { FileReference } from "../src/core/variable.ts";

/** What the session wants to hear from a transport. */
export interface TransportEvents {
  /** Bytes from the driver, in order, cut anywhere. */
  onData(bytes: Uint8Array): void;
  /** The driver is gone; nothing follows. Says how it ended, as the end of "The sandbox …". */
  onEnd(reason: string): void;
}

/** What a transport is opened with. */
export interface OpenOptions {
  /** Who listens. */
  readonly events: TransportEvents;
  /** Files of the host that will be bound. */
  readonly files: readonly FileReference[];
  /** Gives up when aborted. */
  readonly signal?: AbortSignal;
}

/** What the driver is told to do to itself before guest code runs. */
export interface DriverSettings {
  /** Folders of installed Python packages that the guest may import from. */
  readonly packagePaths: readonly string[];
  /** Resource limits to set. */
  readonly limits: ResourceLimits;
  /** Where the volume is mounted, as the guest sees it; null without one. */
  readonly volume: string | null;
  /** Rights to keep, by Landlock and seccomp; null to keep all. */
  readonly confine: Confinement | null;
}

/** The rights a confined driver keeps. */
export interface Confinement extends JsonObject {
  /** Paths that stay readable. */
  readonly read: readonly string[];
  /** Paths that stay readable and writable. */
  readonly write: readonly string[];
  /** Whether the network stays usable. */
  readonly net: boolean;
}

/** The part of the capabilities that the backend knows. */
export interface Surroundings {
  /** Backend name. */
  readonly backend: string;
  /** Isolation in force. */
  readonly isolation: string;
  /** Whether the guest can reach a network. */
  readonly network: boolean;
  /** What the guest can touch of a file system. */
  readonly filesystem: string;
  /** What a user should be told of it. */
  readonly warning?: string;
}

/** An open connection to a driver that has its bundle. */
export interface Channel {
  /** Whether the driver has served another host before and is greeted as one that knows its session. */
  readonly isResumed?: boolean;
  /** How another host finds the session again, where that is possible. */
  readonly handle?: SessionHandle;
  /** What to tell the driver in the hand-shake. */
  readonly driver: DriverSettings;
  /**
   * What is in force, once the driver has said whether it is confined as planned.
   * @throws {FleetError} `isolation-unavailable` when that is less than was asked for.
   */
  surroundings(confined: boolean): Surroundings;
  /** Brings a file of the host to where the guest can read it; its path there. */
  place(file: FileReference): Promise<string>;
  /** Sends bytes in order; never throws: a broken connection ends with `onEnd`. */
  send(bytes: Uint8Array): void;
  /**
   * Sends the driver SIGINT, which ends the running cell and keeps the session. Resolves when that has
   * reached it, or when it is gone; never rejects.
   */
  interrupt(): Promise<void>;
  /** Ends the driver and all that it started, at once; resolves when it is gone. Idempotent. */
  close(): Promise<void>;
}

/** Opens the connection to one new driver. */
export interface Transport {
  /**
   * Starts a driver and gives it its bundle; what the channel sends next are messages.
   * @throws {FleetError} When it cannot be started.
   */
  open(options: OpenOptions): Promise<Channel>;
}
