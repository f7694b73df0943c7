/**
 * The account in a cloud where sandboxes run: whose it is, its secrets, its volumes, the sandboxes that
 * live in it, and how a user logs in. For the commands that look after an account; a backend does not
 * need it. The values of secrets go in and never come out.
 *
 * @module
 */

import type { BackendSettings } from "./backend.ts";

/** What an account is opened with. */
export interface CloudAccountSettings extends Pick<BackendSettings, "cloud" | "lookup" | "notify"> {
  /** Calls off whatever is under way. */
  readonly signal?: AbortSignal;
}

/** Where credentials come from: variables of the environment, or a profile of a file. */
export type CredentialOrigin =
  | { readonly kind: "environment" }
  | { readonly kind: "file"; readonly path: string };

/** Who the cloud takes the user for. */
export interface CloudIdentity {
  /** Name of the workspace. */
  readonly workspace: string;
  /** Name of the user; that of the workspace for a personal one. */
  readonly user: string;
  /** Environment in force, `undefined` for the account's default. */
  readonly environment: string | undefined;
  /** Address of the cloud. */
  readonly server: string;
  /** Where the credentials come from. */
  readonly origin: CredentialOrigin;
}

/** What is to become of a secret that is there already. */
export type SecretMode = "create" | "replace" | "merge";

/** One entry of a volume. */
export interface VolumeEntry {
  /** Path within the volume, without a leading slash. */
  readonly path: string;
  /** What it is. */
  readonly type: "file" | "directory" | "link" | "other";
  /** Size of a file, bytes; 0 for all else. */
  readonly bytes: number;
  /** When it was changed last, ms of Unix time. */
  readonly modifiedMs: number;
}

/** A file on this machine and its place in a volume. */
export interface VolumeTransfer {
  /** Absolute path here. */
  readonly local: string;
  /** Path within the volume. */
  readonly remote: string;
  /** Size, bytes. */
  readonly bytes: number;
}

/** How files go to and fro. */
export interface TransferOptions {
  /** Hears of every file that has arrived. */
  readonly onFile?: (transfer: VolumeTransfer) => void;
}

/**
 * Whether the program that started a sandbox still runs: `running` or `gone` for one of this machine,
 * `unknown` for one of another.
 */
export type SandboxOwner = "running" | "gone" | "unknown";

/** A living sandbox that this program started, now or earlier, here or elsewhere. */
export interface CloudSandbox {
  /** Its identifier. */
  readonly id: string;
  /** When it was started, ms of Unix time. */
  readonly startedMs: number;
  /** What it was marked with. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether somebody still uses it. */
  readonly owner: SandboxOwner;
}

/** An open account. Everything that asks the cloud fails with a `FleetError` that says what to do. */
export interface CloudAccount extends AsyncDisposable {
  /** Who the credentials belong to: a real request. */
  identify(): Promise<CloudIdentity>;
  /** Names of all secrets. */
  secretNames(): Promise<readonly string[]>;
  /**
   * Which of some keys a secret has. Values are neither read nor asked for.
   * @throws {FleetError} `secret-missing`
   */
  secretKeys(name: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Stores values. Gives whether the secret is new.
   * @throws {FleetError} `secret-exists` for mode `create` when it is there.
   */
  storeSecret(
    name: string,
    values: ReadonlyMap<string, string>,
    mode: SecretMode,
  ): Promise<{ readonly isNew: boolean }>;
  /** Names of all volumes. */
  volumeNames(): Promise<readonly string[]>;
  /** Makes a volume unless it is there. */
  createVolume(name: string): Promise<{ readonly isNew: boolean }>;
  /**
   * The entries of a folder of a volume, or the one of a file, sorted by path.
   * @throws {FleetError} `volume-missing`, `input-missing`
   */
  listVolume(
    name: string,
    path: string,
    options?: { readonly isRecursive?: boolean },
  ): Promise<readonly VolumeEntry[]>;
  /** Puts files into a volume; those that are there are replaced. */
  putFiles(
    name: string,
    files: readonly VolumeTransfer[],
    options?: TransferOptions,
  ): Promise<void>;
  /** Gets files out of a volume; those that are here are replaced. */
  getFiles(
    name: string,
    files: readonly VolumeTransfer[],
    options?: TransferOptions,
  ): Promise<void>;
  /** Removes a file, or a folder with all that is in it. */
  removeFromVolume(
    name: string,
    path: string,
    options?: { readonly isRecursive?: boolean },
  ): Promise<void>;
  /** The living sandboxes of this program, oldest first. */
  sandboxes(): Promise<readonly CloudSandbox[]>;
  /** Ends a sandbox; one that has ended is no error. */
  endSandbox(id: string): Promise<void>;
}

/** A token of an account. */
export interface CloudToken {
  /** Its identifier. */
  readonly id: string;
  /** Its secret. */
  readonly secret: string;
}

/** A login by browser that waits for its user. */
export interface BrowserLogin extends AsyncDisposable {
  /** Page to open. */
  readonly url: string;
  /** Code that the page shows as well. */
  readonly code: string;
  /** Waits until the user has agreed. */
  finish(): Promise<CloudToken>;
}

/** Where a token was stored. */
export interface StoredToken {
  /** Path of the file. */
  readonly path: string;
  /** Profile within it, active from now on. */
  readonly profile: string;
  /** Whether the profile was there before. */
  readonly isReplaced: boolean;
}

/** A cloud with accounts. */
export interface Cloud {
  /** Page where a user makes a token. */
  readonly tokenPage: string;
  /** Variables that hold a token, its identifier first. */
  readonly tokenVariables: readonly [id: string, secret: string];
  /**
   * Opens the account of the credentials in force, or that of `token`; asks the cloud nothing yet.
   * @throws {FleetError} `credentials-missing`, `backend-unavailable`
   */
  openAccount(settings: CloudAccountSettings, token?: CloudToken): Promise<CloudAccount>;
  /**
   * Stores a token, for this and other programs, under a profile that becomes the active one.
   * @throws {FleetError} `config-invalid` when the file cannot be changed safely.
   */
  storeToken(
    token: CloudToken,
    profile: string,
    settings: CloudAccountSettings,
  ): Promise<StoredToken>;
  /** Begins a login by browser. */
  beginBrowserLogin(settings: CloudAccountSettings): Promise<BrowserLogin>;
}

/** Loads the cloud: its SDK is heavy. */
export type LoadCloud = () => Promise<Cloud>;
