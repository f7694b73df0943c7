/**
 * The response cache: a store of replies on disk that never gets in the way. What goes wrong with its
 * file is told once; from then on it keeps nothing and everything is asked anew.
 *
 * The file itself is `reply_database.ts`'s affair, the keys are `with_cache.ts`'s.
 *
 * @module
 */

import { messageOf } from "../core/errors.ts";
import { openReplyDatabase, type ReplyDatabase } from "./reply_database.ts";
import type { ReplyStore } from "./with_cache.ts";

/** What a cache may do: answer from what it has, or keep new replies as well. */
export type CacheMode = "read" | "on";

/** Options of {@linkcode openReplyCache}. */
export interface ReplyCacheOptions {
  /** What it may do. */
  readonly mode: CacheMode;
  /**
   * Most bytes of all replies together.
   * @default {268435456}
   */
  readonly maxBytes?: number;
  /** Told once when the file cannot be used. */
  readonly onWarn?: (message: string) => void;
}

/** A store that is open; close it to have its uses counted. */
export interface ReplyCache extends ReplyStore, Disposable {}

/** Opens the cache in a file. Never fails: a file that cannot be used is told of and done without. */
export async function openReplyCache(
  path: string,
  options: ReplyCacheOptions,
): Promise<ReplyCache> {
  const uses = new Map<string, number>();
  let file: ReplyDatabase | undefined;

  /** Does something with the file; gives it up when that fails for good. */
  function attempt<T>(work: (file: ReplyDatabase) => T): T | undefined {
    if (file === undefined) return undefined;
    try {
      return work(file);
    } catch (error) {
      // Another process has it: this one reply is not worth more waiting.
      if (!/locked|busy/i.test(messageOf(error))) giveUp(error);
      return undefined;
    }
  }

  function giveUp(error: unknown): void {
    const failed = file;
    file = undefined;
    try {
      failed?.[Symbol.dispose]();
    } catch {
      // It was told already that the file is no good.
    }
    options.onWarn?.(
      `Cannot use response cache "${path}": ${messageOf(error)}. Going on without it; ` +
        '"fleet-rlm cache clear" makes it anew',
    );
  }

  if (options.mode === "on" || await exists(path)) {
    try {
      file = await openReplyDatabase(path, {
        isReadOnly: options.mode === "read",
        ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
      });
    } catch (error) {
      giveUp(error);
    }
  }

  return {
    get(key) {
      const reply = attempt((file) => file.find(key));
      if (reply !== undefined) uses.set(key, (uses.get(key) ?? 0) + 1);
      return reply;
    },
    put(key, reply) {
      if (options.mode === "on") attempt((file) => file.add(key, reply));
    },
    [Symbol.dispose](): void {
      attempt((file) => file.count(uses));
      uses.clear();
      attempt((file) => file[Symbol.dispose]());
      file = undefined;
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
