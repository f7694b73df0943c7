/**
 * Replies of models in an SQLite file, by the hash of what they depend on. Holds no prompt.
 *
 * Bounded: when it grows too large, what was not used for the longest time goes first. Several
 * processes may use the same file (write-ahead log, short transactions). Throws what SQLite throws;
 * `reply_cache.ts` makes of it a store that never fails. `node:sqlite` is loaded with the first file.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { dirname } from "node:path";
import type { CachedReply } from "./with_cache.ts";

/** How a file is opened. */
export interface ReplyDatabaseOptions {
  /**
   * Whether it is only read: then it is not made when it is missing.
   * @default {false}
   */
  readonly isReadOnly?: boolean;
  /**
   * Most bytes of all replies together.
   * @default {268435456}
   */
  readonly maxBytes?: number;
}

/** What is in a file. */
export interface ReplyStats {
  /** Replies. */
  readonly entries: number;
  /** Their bytes. */
  readonly bytes: number;
  /** Times that one of them was used. */
  readonly hits: number;
}

/** An open file. */
export interface ReplyDatabase extends Disposable {
  /** The reply under a key. */
  find(key: string): CachedReply | undefined;
  /** Keeps a reply under a key that is new. */
  add(key: string, reply: CachedReply): void;
  /** Counts uses, by key. */
  count(uses: ReadonlyMap<string, number>): void;
  /** What is in it. */
  stats(): ReplyStats;
  /** Deletes everything; gives the number of replies that were there. */
  clear(): number;
}

/** Most bytes of all replies together, unless told otherwise: 256 MiB. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Share of the bound that is left after cleaning up, so that it is not done for every reply. */
const KEPT_SHARE = 0.9;

/** What a row takes besides its text, about. */
const ROW_BYTES = 200;

/** How long to wait for another process, milliseconds. Its transactions take less than one. */
const BUSY_MS = 2_000;

const VERSION = 1;

const SCHEMA = `
CREATE TABLE reply (
  key TEXT PRIMARY KEY, text TEXT NOT NULL, finish TEXT NOT NULL,
  bytes INTEGER NOT NULL, hits INTEGER NOT NULL DEFAULT 0, used_at INTEGER NOT NULL
);
CREATE INDEX reply_used_at ON reply (used_at);
CREATE TABLE total (bytes INTEGER NOT NULL, hits INTEGER NOT NULL);
INSERT INTO total VALUES (0, 0);
CREATE TRIGGER reply_added AFTER INSERT ON reply
  BEGIN UPDATE total SET bytes = bytes + new.bytes; END;
CREATE TRIGGER reply_removed AFTER DELETE ON reply
  BEGIN UPDATE total SET bytes = bytes - old.bytes; END;
PRAGMA user_version = ${VERSION};
`;

/**
 * Opens the file, and makes it (mode 0600) with its folder when it is missing.
 * @throws {Error} when it cannot be made, or is no database of ours.
 */
export async function openReplyDatabase(
  path: string,
  options: ReplyDatabaseOptions = {},
): Promise<ReplyDatabase> {
  const { isReadOnly = false, maxBytes = MAX_BYTES } = options;
  const { DatabaseSync } = await import("node:sqlite");
  if (!isReadOnly) makeFile(path);
  const db = new DatabaseSync(path, { readOnly: isReadOnly, timeout: BUSY_MS });

  function transact<T>(work: () => T): T {
    db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      db.exec("COMMIT");
      return result;
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  }

  /** A number in the first row of a query. */
  function number(sql: string, column: string): number {
    return Number(db.prepare(sql).get()?.[column] ?? 0);
  }

  function prepareFile(): void {
    const version = (): number => number("PRAGMA user_version", "user_version");
    if (version() === 0 && !isReadOnly) {
      db.exec("PRAGMA journal_mode = WAL");
      // Another process may have been faster.
      transact(() => version() === 0 && db.exec(SCHEMA));
    }
    if (version() !== VERSION) throw new Error(`it is of version ${version()}, not ${VERSION}`);
    // A power failure may cost the last replies, never the file.
    if (!isReadOnly) db.exec("PRAGMA synchronous = NORMAL");
  }

  try {
    prepareFile();
  } catch (error) {
    db.close();
    throw error;
  }
  const find = db.prepare("SELECT text, finish FROM reply WHERE key = ?");

  return {
    find(key) {
      const row = find.get(key);
      return row === undefined
        ? undefined
        : { text: String(row.text), finishReason: row.finish === "stop" ? "stop" : "other" };
    },
    add(key, { text, finishReason }) {
      const bytes = Buffer.byteLength(text, "utf8") + ROW_BYTES;
      if (bytes > maxBytes) return;
      transact(() => {
        db.prepare(
          "INSERT INTO reply (key, text, finish, bytes, used_at) VALUES (?, ?, ?, ?, ?) " +
            "ON CONFLICT (key) DO NOTHING",
        ).run(key, text, finishReason, bytes, Date.now());
        if (number("SELECT bytes FROM total", "bytes") <= maxBytes) return;
        db.prepare(
          "DELETE FROM reply WHERE key IN (SELECT key FROM (SELECT key, " +
            "sum(bytes) OVER (ORDER BY used_at DESC, rowid DESC) AS held FROM reply) WHERE held > ?)",
        ).run(Math.max(bytes, Math.floor(maxBytes * KEPT_SHARE)));
      });
    },
    count(uses) {
      if (uses.size === 0 || isReadOnly) return;
      transact(() => {
        const note = db.prepare("UPDATE reply SET hits = hits + ?, used_at = ? WHERE key = ?");
        for (const [key, times] of uses) note.run(times, Date.now(), key);
        const all = [...uses.values()].reduce((sum, times) => sum + times, 0);
        db.prepare("UPDATE total SET hits = hits + ?").run(all);
      });
    },
    stats: () => ({
      entries: number("SELECT count(*) AS entries FROM reply", "entries"),
      bytes: number("SELECT bytes FROM total", "bytes"),
      hits: number("SELECT hits FROM total", "hits"),
    }),
    clear() {
      const entries = transact(() => {
        db.exec("UPDATE total SET hits = 0");
        return Number(db.prepare("DELETE FROM reply").run().changes);
      });
      db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
      return entries;
    },
    [Symbol.dispose]: () => db.close(),
  };
}

/** SQLite gives its other files the permissions of this one. */
function makeFile(path: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  Deno.openSync(path, { write: true, create: true, mode: 0o600 }).close();
}
