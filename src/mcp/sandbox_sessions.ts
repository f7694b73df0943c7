/**
 * Named Python sessions that live between calls: made when they are first used, bounded in number, one
 * piece of work at a time in each, closed when they have idled for long and all at the end.
 *
 * @module
 */

import { FleetError, throwIfAborted } from "../core/errors.ts";
import type { Capabilities, Interpreter } from "../core/interpreter.ts";
import { createLimiter, type Limiter } from "../lm/limiter.ts";

/** A session as its work sees it. */
export interface SandboxSession {
  /** Its interpreter, started. */
  readonly interpreter: Interpreter;
  /** What is in force round it. */
  readonly capabilities: Capabilities;
  /** Whether nothing has run in it yet. */
  readonly isNew: boolean;
  /** What became of the session that had this name before; absent when there was none. */
  readonly formerEnd: string | undefined;
  /** Has something disposed of when the session ends. */
  keep(belonging: AsyncDisposable): Promise<void>;
}

/** A session as it is listed. */
export interface SessionEntry {
  /** Its name. */
  readonly name: string;
  /** Whether work is under way in it. */
  readonly isBusy: boolean;
  /** Pieces of work done. */
  readonly calls: number;
  /** Seconds since it was last used. */
  readonly idleSeconds: number;
}

/** Options of {@linkcode SandboxSessions}. */
export interface SandboxSessionsOptions {
  /** Most sessions at once. */
  readonly max: number;
  /** Milliseconds without work after which a session is closed; 0 for never. */
  readonly idleMs: number;
  /** Makes the interpreter of a new session. */
  createInterpreter(): Promise<Interpreter>;
}

interface Entry {
  readonly name: string;
  readonly turn: Limiter;
  readonly belongings: AsyncDisposableStack;
  readonly formerEnd: string | undefined;
  interpreter: Interpreter | undefined;
  calls: number;
  lastUsedMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Why it is over; absent while it lives. */
  end: string | undefined;
}

/** Names of ended sessions that are remembered. */
const MAX_REMEMBERED = 64;

/** The sessions. Disposing of it ends them all. */
export class SandboxSessions implements AsyncDisposable {
  readonly #options: SandboxSessionsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #ends = new Map<string, string>();
  readonly #closing = new Set<Promise<void>>();
  #isOver = false;

  /** Makes none yet. */
  constructor(options: SandboxSessionsOptions) {
    this.#options = options;
  }

  /** The sessions there are, oldest first. */
  list(): readonly SessionEntry[] {
    const now = performance.now();
    return [...this.#entries.values()].map(({ name, turn, calls, lastUsedMs }) => ({
      name,
      isBusy: turn.active > 0,
      calls,
      idleSeconds: turn.active > 0 ? 0 : Math.round((now - lastUsedMs) / 1000),
    }));
  }

  /**
   * Does a piece of work in the session of this name, which is made when there is none, once those who
   * came before are done.
   * @throws {FleetError} `limit-reached` when there are too many sessions, `sandbox-ended` when it was
   * closed while this waited, `interrupted`, and what starting it or the work throws.
   */
  async use<T>(
    name: string,
    options: { readonly signal: AbortSignal; work(session: SandboxSession): Promise<T> },
  ): Promise<T> {
    throwIfAborted(options.signal);
    const entry = this.#entries.get(name) ?? this.#make(name);
    clearTimeout(entry.timer);
    try {
      return await entry.turn.run(async () => {
        assertOpen(entry);
        const session = await this.#open(entry, options.signal);
        entry.calls++;
        return await options.work(session);
      }, options.signal);
    } finally {
      await this.#settle(entry);
    }
  }

  /** Ends a session; whether there was one. Work that is under way in it is lost. */
  async close(name: string): Promise<boolean> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return false;
    await this.#end(entry, "was closed");
    this.#ends.delete(name);
    return true;
  }

  /** Ends all. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    for (const entry of this.#entries.values()) this.#end(entry, "was closed");
    await Promise.all(this.#closing);
  }

  #make(name: string): Entry {
    const { max } = this.#options;
    if (this.#isOver) throw new FleetError("sandbox-ended", "Cannot use a session: all are closed");
    if (this.#entries.size >= max) {
      const names = [...this.#entries.keys()].join(", ");
      throw new FleetError(
        "limit-reached",
        `Cannot make session "${name}": there are ${max} already`,
        { hint: `Close one that is not needed, or use one of: ${names}` },
      );
    }
    const entry: Entry = {
      name,
      turn: createLimiter(1),
      belongings: new AsyncDisposableStack(),
      formerEnd: this.#ends.get(name),
      interpreter: undefined,
      calls: 0,
      lastUsedMs: performance.now(),
      timer: undefined,
      end: undefined,
    };
    this.#entries.set(name, entry);
    this.#ends.delete(name);
    return entry;
  }

  async #open(entry: Entry, signal: AbortSignal): Promise<SandboxSession> {
    if (entry.interpreter === undefined) {
      const made = await this.#options.createInterpreter();
      assertOpen(entry);
      entry.interpreter = entry.belongings.use(made);
    }
    const { interpreter, calls, formerEnd } = entry;
    const capabilities = await interpreter.start(signal);
    return {
      interpreter,
      capabilities,
      isNew: calls === 0,
      formerEnd,
      async keep(belonging) {
        if (entry.end === undefined) entry.belongings.use(belonging);
        else await belonging[Symbol.asyncDispose]();
      },
    };
  }

  /** After a piece of work: forgets a session that did not survive it, or lets it idle. */
  async #settle(entry: Entry): Promise<void> {
    if (entry.turn.active > 0) return; // Whoever works now settles it.
    entry.lastUsedMs = performance.now();
    const isAlive = entry.interpreter !== undefined &&
      await entry.interpreter.start().then(() => true, () => false);
    if (entry.end !== undefined) return;
    if (!isAlive) return await this.#end(entry, "was lost");
    const { idleMs } = this.#options;
    if (idleMs === 0 || entry.turn.active > 0) return;
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      void this.#end(entry, `was closed after ${idleMs / 1000} s without use`);
    }, idleMs);
  }

  /** Ends a session and remembers why; who waits for it is told. */
  #end(entry: Entry, end: string): Promise<void> {
    if (entry.end !== undefined) return Promise.resolve();
    entry.end = end;
    clearTimeout(entry.timer);
    this.#entries.delete(entry.name);
    this.#remember(entry.name, end);
    const closing = entry.belongings.disposeAsync().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    return closing;
  }

  #remember(name: string, end: string): void {
    this.#ends.delete(name);
    this.#ends.set(name, end);
    const [oldest] = this.#ends.keys();
    if (this.#ends.size > MAX_REMEMBERED && oldest !== undefined) this.#ends.delete(oldest);
  }
}

function assertOpen({ name, end }: Entry): void {
  if (end === undefined) return;
  throw new FleetError("sandbox-ended", `Cannot use session "${name}": it ${end}`, {
    hint: "Call again to have a new one of that name",
  });
}
