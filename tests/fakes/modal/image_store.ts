/**
 * Images: layers that are "built" once, with a log. No command of a layer is run, only its `ENV` and
 * `WORKDIR` count; a layer fails when it was told to, or holds `RUN false` or `RUN exit N`.
 *
 * @module
 */

import { newId } from "./object_id.ts";
import { RpcError } from "./rpc_error.ts";
import { type RpcMethod, type RpcMethods, serverStream, unaryMethods } from "./rpc_method.ts";
import { IMAGE_RPCS } from "./schema_account.ts";

/** Result of a build: status 1 is success, 2 a failure. */
interface BuildResult {
  readonly status: 1 | 2;
  readonly exception?: string;
}

/** One layer. */
interface Layer {
  readonly id: string;
  readonly commands: readonly string[];
  readonly base: Layer | undefined;
  readonly log: readonly string[];
  readonly result: BuildResult;
  isBuilt: boolean;
}

/** What an image means to a sandbox. */
export interface ImageConfig {
  /** All its commands, the base's first. */
  readonly commands: readonly string[];
  /** Variables that it sets. */
  readonly env: Readonly<Record<string, string>>;
  /** Its working folder, if it names one. */
  readonly workdir: string | undefined;
}

/** All images. */
export class ImageStore {
  #layers = new Map<string, Layer>();
  #recipes = new Map<string, Layer>();
  #tags = new Map<string, string>();
  #failures: (readonly string[])[] = [];

  /** The next build fails with these log lines. */
  failNext(lines: readonly string[]): void {
    this.#failures.push(lines);
  }

  /**
   * What an image means to a sandbox.
   * @throws {RpcError} NOT_FOUND, FAILED_PRECONDITION for one that was not built
   */
  config(id: string): ImageConfig {
    const layer = this.#layer(id);
    if (!layer.isBuilt) {
      throw new RpcError("FAILED_PRECONDITION", `Image ${id} has not been built`);
    }
    const commands: string[] = [];
    for (let at: Layer | undefined = layer; at; at = at.base) commands.unshift(...at.commands);
    const settings = commands.map((command) => /^(ENV|WORKDIR)\s+(.*)$/is.exec(command.trim()));
    const env = Object.fromEntries(
      settings.flatMap((match) => match?.[1]?.toUpperCase() === "ENV" ? variables(match[2]!) : []),
    );
    const workdir = settings.findLast((match) => match?.[1]?.toUpperCase() === "WORKDIR")?.[2];
    return { commands, env, workdir: workdir?.trim() };
  }

  /** The methods. */
  methods(): RpcMethods {
    const single = unaryMethods(IMAGE_RPCS, {
      ImageGetOrCreate: ({ image, forceBuild }) => {
        const commands = image?.dockerfileCommands ?? [];
        const baseId = image?.baseImages.find(({ dockerTag }) => dockerTag === "base")?.imageId;
        const recipe = JSON.stringify([commands, baseId ?? "", image?.secretIds ?? []]);
        let layer = this.#recipes.get(recipe);
        if (!layer || forceBuild || layer.isBuilt && layer.result.status !== 1) {
          layer = this.#begin(commands, baseId);
          this.#recipes.set(recipe, layer);
        }
        return { imageId: layer.id, result: layer.isBuilt ? layer.result : undefined };
      },
      ImageFromId: ({ imageId }) => ({ imageId: this.#layer(imageId).id }),
      ImageGetByTag: ({ tag, environmentName }) => {
        const imageId = this.#tags.get(`${environmentName}/${tag}`);
        if (imageId === undefined) throw new RpcError("NOT_FOUND", `Image '${tag}' not found`);
        return { imageId };
      },
      ImagePublish: ({ imageId, tag, environmentName }) => {
        this.#tags.set(`${environmentName}/${tag}`, this.#layer(imageId).id);
        return { imageId };
      },
      ImageDelete: ({ imageId }) => {
        this.#layers.delete(this.#layer(imageId).id);
        return {};
      },
    });
    const join: RpcMethod = serverStream(
      IMAGE_RPCS.ImageJoinStreaming,
      ({ imageId, lastEntryId }) => this.#join(imageId, Number(lastEntryId || 0)),
    );
    return new Map([...single, ["ImageJoinStreaming", join]]);
  }

  #layer(id: string): Layer {
    const layer = this.#layers.get(id);
    if (!layer) throw new RpcError("NOT_FOUND", `Could not find image with ID ${id}`);
    return layer;
  }

  #begin(commands: readonly string[], baseId: string | undefined): Layer {
    const told = this.#failures.shift();
    const wrong = commands.find((command) => /^RUN\s+(false|exit\s+[1-9]\d*)\s*$/i.test(command));
    const log = told ?? commands.map((command, index) => `=> Step ${index}: ${command}`);
    const result: BuildResult = told || wrong !== undefined
      ? { status: 2, exception: `Image build failed: ${wrong ?? told?.at(-1) ?? ""}` }
      : { status: 1 };
    const base = baseId === undefined ? undefined : this.#layer(baseId);
    const layer = { id: newId("im-"), commands, base, log, result, isBuilt: false };
    this.#layers.set(layer.id, layer);
    return layer;
  }

  /** The log of a build from an entry on, and how it ended. */
  async *#join(id: string, seen: number) {
    const layer = this.#layer(id);
    for (const [index, line] of layer.log.entries()) {
      if (index < seen) continue;
      yield { taskLogs: [{ data: `${line}\n` }], entryId: String(index + 1) };
    }
    layer.isBuilt = true;
    yield { result: layer.result, eof: true };
  }
}

/** `A=1 B="two words"` or `A 1`, as Docker reads them. */
function variables(text: string): readonly (readonly [string, string])[] {
  const old = /^(\w+)\s+([^=]*)$/.exec(text.trim());
  if (old) return [[old[1]!, old[2]!]];
  const pairs = text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g);
  return [...pairs].map(([, key, value]) => [key!, value!.replace(/^(["'])(.*)\1$/s, "$2")]);
}
