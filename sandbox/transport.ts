/**
 * What a session needs of the place where its driver runs: lines out, bytes in, an end.
 *
 * A backend implements {@linkcode Transport}; the session knows nothing of processes or clouds.
 *
 * @module
 */

/** What the session wants to hear from a transport. */
export interface TransportEvents {
  /** Bytes from the driver, in order, cut anywhere. */
  onData(bytes: Uint8Array): void;
  /** The driver is gone; nothing follows. Says how it ended, as the end of "The sandbox …". */
  onEnd(reason: string): void;
}

/** An open connection to a driver. */
export interface Channel {
  /** Sends bytes in order; never throws: a broken connection ends with `onEnd`. */
  send(bytes: Uint8Array): void;
  /** Sends the driver SIGINT, which ends the running cell and keeps the session. */
  interrupt(): void;
  /** Ends the driver and all that it started, at once; resolves when it is gone. Idempotent. */
  close(): Promise<void>;
}

/** Opens the connection to one new driver. */
export interface Transport {
  /**
   * Starts a driver and gives it its bundle; what the channel sends next are messages.
   * @throws {FleetError} When it cannot be started.
   */
  open(events: TransportEvents, signal?: AbortSignal): Promise<Channel>;
  /** How the driver's file of a variable is named inside the sandbox. */
  locate(path: string): string;
  /** What is in force around the driver; the session adds the Python version. */
  readonly surroundings: Surroundings;
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
  /** Folders of installed Python packages that the guest may import from. */
  readonly packagePaths: readonly string[];
}
