/**
 * The host's end of the way to a keeper: two streams of bytes and an interrupt that outlive the
 * connections they travel by. When one breaks, the next goes on where it stopped; nothing is lost and
 * nothing arrives twice.
 *
 * Knows no cloud: it is given a way to connect, and one to ask whether the sandbox still lives.
 *
 * @module
 */

import { messageOf } from "../../src/core/errors.ts";
import type { TransportEvents } from "../transport.ts";
import { HostFrames, type HostState } from "./host_frames.ts";
import { type KeeperFrame, KeeperFrames } from "./keeper_frames.ts";
import { UnreadBytes } from "./unread_bytes.ts";

/** A connection to the keeper. It can be over at any time. */
export interface Relay {
  /** Bytes of the keeper, cut anywhere. Ends or fails when the connection is over. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Sends bytes; fails when the connection is over. One call at a time. */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the connection up; never throws. */
  close(): void;
}

/** How patient a link is, milliseconds. */
export interface LinkTimes {
  /** Between two questions whether the keeper is there. */
  readonly pingMs: number;
  /** Silence after which a connection counts as broken. */
  readonly silenceMs: number;
  /** Silence after which the sandbox counts as lost. */
  readonly graceMs: number;
  /** Between two questions whether the sandbox lives, while the keeper does not answer. */
  readonly probeMs: number;
  /** Before the second attempt to connect; later pauses double up to `maxRetryMs`. */
  readonly retryMs: number;
  /** Longest pause between two attempts. */
  readonly maxRetryMs: number;
}

/** A host that is gone, or seems to be. */
export interface FormerHost {
  /** Its key. */
  readonly key: string;
  /** Whole seconds that it must have said nothing; 0 when it is known to be gone. */
  readonly silentSecs: number;
}

/** What a link is made of. */
export interface LinkOptions {
  /** Connects anew. */
  connect(signal: AbortSignal): Promise<Relay>;
  /** How the sandbox ended, as the end of "The sandbox …"; `undefined` while it lives. */
  probe(signal: AbortSignal): Promise<string | undefined>;
  /** Whether no attempt to connect can succeed after this failure. */
  isFinal(thrown: unknown): boolean;
  /** Who listens. */
  readonly events: TransportEvents;
  /** Hears that a connection broke, and that there is another. */
  onOutage?(state: "lost" | "back"): void;
  /** Random text that only this host and the keeper know, at least 16 letters and digits. */
  readonly key: string;
  /** The former host, whose place this one takes. */
  readonly former?: FormerHost;
  /** How patient it is. */
  readonly times?: Partial<LinkTimes>;
}

const TIMES: LinkTimes = {
  pingMs: 10_000,
  silenceMs: 25_000,
  graceMs: 120_000,
  probeMs: 5_000,
  retryMs: 200,
  maxRetryMs: 3_000,
};

/** What a guest may leave unread before it is given up: it calls and does not listen. */
const MAX_UNREAD_BYTES = 1 << 29;
const MAX_UNREAD_PIECES = 20_000;

/** A connection and what is said on it. */
interface Talk {
  readonly relay: Relay;
  readonly frames: HostFrames;
  readonly beganAt: number;
  isWriting: boolean;
}

/** The link. */
export class KeeperLink {
  readonly #options: LinkOptions;
  readonly #times: LinkTimes;
  readonly #ending = new AbortController();
  readonly #state: HostState = {
    unread: new UnreadBytes(),
    received: 0,
    interrupt: 0,
    isQuitting: false,
  };
  readonly #waiting: { readonly number: number; readonly resolve: () => void }[] = [];
  readonly #opened = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #talk: Talk | undefined;
  #talks = 0;
  #hadWelcome = false;
  #isConnecting = false;
  #isOut = false;
  #wasRefused = false;
  #probing: AbortController | undefined;
  #heardAt = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;

  /** Connects to nobody yet. */
  constructor(options: LinkOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
  }

  /** Whether the keeper, or guest code in its place, said that it has another host. */
  get wasRefused(): boolean {
    return this.#wasRefused;
  }

  /** Begins to connect. Resolves when the keeper has greeted back, or when the link is over. */
  open(): Promise<void> {
    this.#heardAt = performance.now();
    this.#ticking = setInterval(() => this.#tick(), this.#times.pingMs);
    this.#connect();
    return this.#opened.promise;
  }

  /** Sends bytes to the driver, in order, once. */
  send(bytes: Uint8Array): void {
    if (this.#ending.signal.aborted) return;
    const { unread } = this.#state;
    unread.push(bytes);
    if (unread.size > MAX_UNREAD_BYTES || unread.pieces > MAX_UNREAD_PIECES) {
      return this.#end("asks for more than it reads");
    }
    this.#pump();
  }

  /** Interrupts the driver; resolves when that has happened, or when it is gone. */
  interrupt(): Promise<void> {
    if (this.#ending.signal.aborted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ number: ++this.#state.interrupt, resolve });
    this.#pump();
    return promise;
  }

  /** Has the keeper end everything; resolves when it has, or when the link is over. */
  quit(): Promise<void> {
    this.#state.isQuitting = true;
    this.#pump();
    return this.#gone.promise;
  }

  /** Ends the link, not the sandbox. Nobody hears anything afterwards. Idempotent. */
  close(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    clearInterval(this.#ticking);
    this.#talk?.relay.close();
    this.#talk = undefined;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
    this.#opened.resolve();
    this.#gone.resolve();
  }

  #end(reason: string): void {
    if (this.#ending.signal.aborted) return;
    this.close();
    this.#options.events.onEnd(reason);
  }

  /** Asks for a sign of life, and gives up a connection that has been silent for too long. */
  #tick(): void {
    const talk = this.#talk;
    if (talk === undefined) return;
    const silentSince = Math.max(this.#heardAt, talk.beganAt);
    if (performance.now() - silentSince > this.#times.silenceMs) return this.#lose(talk);
    talk.frames.ping();
    this.#pump();
  }

  #lose(talk: Talk): void {
    if (talk !== this.#talk) return;
    this.#talk = undefined;
    talk.relay.close();
    this.#tellOutage("lost");
    this.#connect();
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting || this.#ending.signal.aborted) return;
    this.#isConnecting = true;
    this.#probe();
    const relay = await this.#connectPatiently(this.#ending.signal);
    this.#isConnecting = false;
    if (relay !== undefined) this.#begin(relay);
  }

  /** A connection; `undefined` when the link is over. */
  async #connectPatiently(signal: AbortSignal): Promise<Relay | undefined> {
    const { graceMs, maxRetryMs, retryMs } = this.#times;
    for (let pauseMs = retryMs;; pauseMs = Math.min(maxRetryMs, pauseMs * 2)) {
      try {
        const relay = await this.#options.connect(signal);
        if (!signal.aborted) return relay;
        relay.close();
      } catch (thrown) {
        if (!signal.aborted) await this.#judge(thrown, signal);
      }
      if (signal.aborted) return undefined;
      if (performance.now() - this.#heardAt > graceMs) {
        this.#end(`could not be reached for ${graceMs / 1000} s`);
        return undefined;
      }
      await pause(pauseMs, signal);
    }
  }

  /** After a failed attempt: whether there is anything left to connect to. */
  async #judge(thrown: unknown, signal: AbortSignal): Promise<void> {
    const reason = await this.#ask(signal);
    if (reason !== undefined) this.#end(reason);
    else if (this.#options.isFinal(thrown)) {
      this.#end(`could not be reached (${messageOf(thrown)})`);
    }
  }

  #tellOutage(state: "lost" | "back"): void {
    if (this.#isOut === (state === "lost") || this.#ending.signal.aborted) return;
    this.#isOut = state === "lost";
    this.#options.onOutage?.(state);
  }

  /** Until the keeper greets back: asks whether the sandbox lives. */
  async #probe(): Promise<void> {
    if (this.#probing !== undefined) return;
    this.#probing = new AbortController();
    const signal = AbortSignal.any([this.#ending.signal, this.#probing.signal]);
    // A sandbox that has just been made is not suspected of anything yet.
    if (this.#talks === 0) await pause(this.#times.probeMs, signal);
    while (!signal.aborted) {
      const reason = await this.#ask(signal);
      if (reason !== undefined && !signal.aborted) this.#end(reason);
      await pause(this.#times.probeMs, signal);
    }
  }

  async #ask(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#options.probe(signal);
    } catch {
      return undefined; // That nobody answers says nothing of the sandbox.
    }
  }

  #begin(relay: Relay): void {
    const { former, key } = this.#options;
    const isFirst = this.#talks++ === 0;
    const greeting = isFirst && former !== undefined
      ? `t ${former.key} ${key} ${former.silentSecs}\n`
      : `h ${key} ${this.#state.received}\n`;
    const frames = new HostFrames(this.#state, greeting, isFirst && former === undefined);
    const talk = this.#talk = { relay, frames, beganAt: performance.now(), isWriting: false };
    this.#read(talk);
    this.#pump();
  }

  async #read(talk: Talk): Promise<void> {
    const frames = new KeeperFrames((frame) => {
      if (talk === this.#talk) this.#take(frame, talk);
    });
    try {
      for await (const block of talk.relay.output) {
        if (talk !== this.#talk) return;
        this.#heardAt = performance.now();
        if (!this.#parse(frames, block)) return;
      }
    } catch {
      // The connection broke.
    }
    this.#lose(talk);
  }

  #parse(frames: KeeperFrames, block: Uint8Array): boolean {
    try {
      frames.push(block);
      return true;
    } catch (thrown) {
      this.#end(`does not speak as its keeper does (${messageOf(thrown)})`);
      return false;
    }
  }

  #take(frame: KeeperFrame, talk: Talk): void {
    const { unread } = this.#state;
    switch (frame.kind) {
      case "welcome":
        assertStream(frame.received >= unread.base && frame.received <= unread.end);
        this.#hadWelcome = true;
        this.#opened.resolve();
        this.#tellOutage("back");
        this.#probing?.abort();
        this.#probing = undefined;
        talk.frames.welcome(frame.received);
        break;
      case "taken":
        assertStream(this.#hadWelcome && frame.offset <= talk.frames.position);
        unread.forget(frame.offset);
        break;
      case "interrupted":
        while (this.#waiting[0] && this.#waiting[0].number <= frame.number) {
          this.#waiting.shift()?.resolve();
        }
        break;
      case "data":
        assertStream(this.#hadWelcome && frame.offset === this.#state.received);
        this.#state.received += frame.bytes.length;
        this.#options.events.onData(frame.bytes);
        break;
      case "refused":
      case "ended":
        this.#wasRefused = frame.kind === "refused";
        return this.#end(frame.reason);
    }
    this.#pump();
  }

  /** Writes what there is to say, one write at a time. */
  #pump(): void {
    const talk = this.#talk;
    if (talk === undefined || talk.isWriting) return;
    const bytes = talk.frames.compose();
    if (bytes.length === 0) return;
    talk.isWriting = true;
    talk.relay.write(bytes).then(() => {
      talk.isWriting = false;
      if (talk === this.#talk) this.#pump();
    }, () => this.#lose(talk));
  }
}

function assertStream(holds: boolean): void {
  if (!holds) throw new TypeError("a frame for another stream");
}

/** Waits; an abort ends it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
  return promise;
}
