/**
 * What the sandboxes of one backend share: the client, the application, the image, the volumes, the
 * secrets. Looked up once, as much of it side by side as can be.
 *
 * @module
 */

import type { App, Image, ModalClient, Secret, Volume } from "modal";
import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError } from "../../src/core/errors.ts";
import { withDeadline } from "./deadline.ts";
import { modalError } from "./modal_error.ts";
import { buildLogOf, openClient } from "./open_client.ts";
import { INPUTS_SUFFIX, type SandboxPlan } from "./sandbox_plan.ts";

/** The volume of some runs, and the one with their documents. */
export interface Volumes {
  /** What guests read and write. */
  readonly data: Volume;
  /** Documents by their hash. */
  readonly inputs: Volume;
}

/** Everything that a sandbox is made with. */
export interface Workspace {
  /** The client. */
  readonly client: ModalClient;
  /** The application. */
  readonly app: App;
  /** The image, built. */
  readonly image: Image;
  /** The volumes, if there are any. */
  readonly volumes: Volumes | undefined;
  /** The secrets, of whom there should be none. */
  readonly secrets: readonly Secret[];
}

const LOOKUP_MS = 60_000;
const BUILD_MS = 15 * 60_000;

/** Looks each thing up at its first use, and again after a failure. */
export class WorkspaceSource {
  readonly #settings: BackendSettings;
  readonly #plan: SandboxPlan;
  readonly #known = new Map<string, Promise<unknown>>();

  /** Asks nobody yet. */
  constructor(settings: BackendSettings, plan: SandboxPlan) {
    this.#settings = settings;
    this.#plan = plan;
  }

  /**
   * The client.
   * @throws {FleetError} As `openClient`.
   */
  client(): Promise<ModalClient> {
    return this.#once("client", () => openClient(this.#settings));
  }

  /**
   * The volumes; new ones when they are not there yet.
   * @throws {FleetError} Why they cannot be opened.
   */
  volumes(): Promise<Volumes | undefined> {
    return this.#once("volumes", () => this.#openVolumes());
  }

  /**
   * The whole of it, with the image built. Who comes while it is being looked up waits for the same.
   * @throws {FleetError} What is missing or refused, with what to do about it.
   */
  open(): Promise<Workspace> {
    return this.#once("workspace", () => this.#open());
  }

  #once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(name, made);
    made.catch(() => this.#known.delete(name));
    return made;
  }

  async #open(): Promise<Workspace> {
    const client = await this.client();
    const { app: appName, secrets: secretNames } = this.#plan;
    const [app, volumes, secrets] = await Promise.all([
      lookUp("open the app", () => client.apps.fromName(appName, { createIfMissing: true })),
      this.volumes(),
      Promise.all(
        secretNames.map((name) =>
          lookUp(`use the secret "${name}"`, () => client.secrets.fromName(name))
        ),
      ),
      // The build asks for it after the app; asked now, it costs no round trip of its own.
      lookUp(
        "look up the environment",
        () => client.getImageBuilderVersion(client.environmentName()),
      ),
    ]);
    return { client, app, image: await this.#build(client, app), volumes, secrets };
  }

  async #openVolumes(): Promise<Volumes | undefined> {
    const { volume } = this.#plan;
    if (volume === undefined) return undefined;
    const client = await this.client();
    const [data, inputs] = await Promise.all([
      this.#openVolume(client, volume),
      this.#openVolume(client, volume + INPUTS_SUFFIX),
    ]);
    return { data, inputs };
  }

  /** The volume of a name, of whichever version it is; a new one when there is none. */
  async #openVolume(client: ModalClient, name: string): Promise<Volume> {
    const what = `open the volume "${name}"`;
    try {
      return await lookUp(what, () => client.volumes.fromName(name));
    } catch (thrown) {
      if (!(thrown instanceof FleetError) || thrown.code !== "volume-missing") throw thrown;
    }
    const made = { createIfMissing: true, version: 2 } as const;
    const volume = await lookUp(what, () => client.volumes.fromName(name, made));
    this.#settings.notify?.({ kind: "progress", message: `Modal: made the volume "${name}"` });
    return volume;
  }

  async #build(client: ModalClient, app: App): Promise<Image> {
    const { base, commands } = this.#plan.image;
    const image = client.images.fromRegistry(base).dockerfileCommands([...commands]);
    const what = `build the image from ${base}`;
    return await withDeadline(
      what,
      BUILD_MS,
      undefined,
      () =>
        image.build(app).catch((thrown: unknown) => {
          throw modalError(thrown, { what, log: buildLogOf(client) });
        }),
    );
  }
}

function lookUp<T>(what: string, action: () => Promise<T>): Promise<T> {
  return withDeadline(what, LOOKUP_MS, undefined, action);
}
