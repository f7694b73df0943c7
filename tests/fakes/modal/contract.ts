/**
 * What a test sees of the fake Modal. What the real service does and the fake does not:
 *
 * - snapshots, tunnels, sidecars, bucket mounts, published logs, watching files;
 * - running the commands of an image: only `ENV` and `WORKDIR` count, `RUN false` and `RUN exit N` fail;
 * - bounds of cores and memory, GPUs, regions, lists of allowed addresses: they are recorded;
 * - volumes that differ between sandboxes until a commit and a reload: all see one folder;
 * - a process namespace for the whole sandbox: every command has one of its own, so that what it leaves
 *   running in the background ends with it.
 *
 * In "plain" mode paths are the host's, the network is open, and volumes cannot be mounted.
 *
 * @module
 */

import type { StatusName } from "./rpc_error.ts";
import type { AnyMessage } from "./rpc_method.ts";

/** How to set up a fake. */
export interface FakeModalOptions {
  /** Token that clients must show. @default "ak-fake" */
  readonly tokenId?: string;
  /** Its secret. @default "as-fake" */
  readonly tokenSecret?: string;
  /** Executable that `python3` means inside of sandboxes. @default the best on PATH */
  readonly python?: string;
  /** How long a token for a sandbox is good, ms. @default one hour */
  readonly jwtLifetimeMs?: number;
  /** Name of the workspace. @default "fake" */
  readonly workspace?: string;
  /** How commands are kept apart. @default "bubblewrap" where it works, else "plain" */
  readonly isolation?: "bubblewrap" | "plain";
  /** Most sandboxes that may live at once; one more is refused as RESOURCE_EXHAUSTED. */
  readonly capacity?: number;
  /** Folder for everything. @default a temporary folder, removed at the end */
  readonly root?: string;
  /** Whether it runs in a terminal, where a Ctrl-C must not reach sandboxes. @default false */
  readonly isInteractive?: boolean;
  /** Port to listen on. @default any free one */
  readonly port?: number;
}

/** A fake of Modal's cloud, listening on loopback. */
export interface FakeModal extends AsyncDisposable {
  /** Where it listens, as `MODAL_SERVER_URL` wants it. */
  readonly url: string;
  /** Environment that leads the SDK to it and away from any account of the user's. */
  readonly env: Readonly<Record<string, string>>;
  /** How commands are kept apart. */
  readonly isolation: "bubblewrap" | "plain";
  /** Number of calls by method. */
  readonly calls: ReadonlyMap<string, number>;
  /** The last calls (5,000 of them), without what went through stdin and stdout. */
  readonly requests: readonly FakeRequest[];
  /** All sandboxes there have been, oldest first. */
  readonly sandboxes: readonly FakeSandboxView[];
  /** What is to go wrong. */
  readonly faults: FaultScript;
  /** Stores a secret under a name, as if made before. */
  secret(name: string, env: Readonly<Record<string, string>>): void;
  /** Makes a volume (version 2) if there is none of the name. Gives its folder. */
  volume(name: string): string;
  /** The real folder behind a volume. @throws {TypeError} when there is no such volume */
  volumeFolder(name: string): string;
}

/** One call as it came in. */
export interface FakeRequest {
  /** Name of the method. */
  readonly method: string;
  /** The message; bytes are replaced by a text that says how many. */
  readonly request: AnyMessage;
  /** Headers. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a client asked a sandbox to be. */
export interface FakeSandboxDefinition {
  /** Cores asked for, and their bound; 0 when not given. */
  readonly cpu: number;
  /** Bound of the cores; 0 when not given. */
  readonly cpuLimit: number;
  /** Memory asked for, MiB; 0 when not given. */
  readonly memoryMiB: number;
  /** Bound of the memory, MiB; 0 when not given. */
  readonly memoryLimitMiB: number;
  /** Command of the main process; empty when it only sleeps. */
  readonly command: readonly string[];
  /** Longest life, seconds. */
  readonly timeoutSecs: number;
  /** Longest idleness, seconds. */
  readonly idleTimeoutSecs: number | undefined;
  /** Working folder, or the empty string. */
  readonly workdir: string;
  /** What it may reach. */
  readonly network: {
    readonly type: "open" | "blocked" | "allowlist";
    readonly cidrs: readonly string[];
    readonly domains: readonly string[];
  };
  /** Volumes by mount path. */
  readonly volumes: readonly {
    readonly path: string;
    readonly volume: string;
    readonly readOnly: boolean;
    readonly subPath: string;
  }[];
  /** Kind of GPU, or the empty string. */
  readonly gpu: string;
  /** Regions that it may run in. */
  readonly regions: readonly string[];
  /** Cloud provider, or the empty string. */
  readonly cloud: string;
  /** Names of its stored secrets. */
  readonly secrets: readonly string[];
  /** Names of the variables that came with the request itself. */
  readonly envKeys: readonly string[];
  /** Commands that its image is built with, all layers. */
  readonly image: readonly string[];
  /** Whether everything it does appears in the logs. */
  readonly verbose: boolean;
}

/** A sandbox as a test sees it. */
export interface FakeSandboxView {
  /** `sb-…`. */
  readonly id: string;
  /** App that it belongs to. */
  readonly appId: string;
  /** Its name, or the empty string. */
  readonly name: string;
  /** Tags as they are now. */
  readonly tags: Readonly<Record<string, string>>;
  /** What it was asked to be. */
  readonly definition: FakeSandboxDefinition;
  /** Whether it still runs. */
  readonly living: boolean;
  /** What the SDK would say of its end; `undefined` while it lives. */
  readonly returnCode: number | undefined;
  /** Commands started in it so far, without those of the filesystem tools. */
  readonly commands: readonly (readonly string[])[];
  /** Process ids, on the host, of what runs in it now. */
  readonly pids: readonly number[];
  /** Folder of the host that is its root; the host's own in "plain" mode. */
  readonly folder: string;
}

/** A status that a call fails with. */
export interface Fault {
  /** Status, by name or number. */
  readonly code: StatusName | number;
  /** Before the call has an effect (the request is lost) or after (the reply is). */
  readonly when: "before" | "after";
  /** How many calls fail. @default 1 */
  readonly times?: number;
  /** Text of the status. */
  readonly message?: string;
}

/** What is to go wrong, and when. */
export interface FaultScript {
  /** The next calls of a method fail. */
  fail(method: string, fault: Fault): void;
  /** The next calls of a method are never answered. */
  hang(method: string, times?: number): void;
  /** The next stream of a method breaks with UNAVAILABLE once so many bytes went through it. */
  breakStream(method: string, afterBytes: number): void;
  /** The next calls of a method are put off, with the delay that the client is to keep. */
  throttle(method: string, times: number, retryAfterMs: number): void;
  /** Ends every connection now; the server takes new ones. */
  cut(): void;
  /** Ends every connection and takes no new ones until `up()`. */
  down(): void;
  /** Takes connections again. */
  up(): void;
  /** Delays everything by half of this each way, ms; order is kept, bandwidth is not limited. */
  delayMs(roundTripMs: number): void;
  /** The next image build fails with these log lines. */
  buildFailure(lines: readonly string[]): void;
  /** The next creation of a sandbox is refused as RESOURCE_EXHAUSTED with this message. */
  quota(message: string): void;
  /** Ends a sandbox as the cloud would. */
  endSandbox(id: string, kind: "timeout" | "terminated" | "crashed"): void;
}
