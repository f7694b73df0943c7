/**
 * A keeper as a process of this machine, with relays that a test can break.
 *
 * @module
 */

import { findPython } from "../../backends/local/find_python.ts";
import {
  type CommandLine,
  keeperCommand,
  KeeperLink,
  type LinkTimes,
  type Relay,
  relayCommand,
} from "../../sandbox/keeper/mod.ts";
import type { Channel, OpenOptions, Transport } from "../../sandbox/transport.ts";

/** How a keeper is started. */
export interface LocalKeeperOptions {
  /** Milliseconds without a word from the host after which it ends. */
  readonly deadManMs?: number;
  /** How patient links to it are. */
  readonly times?: Partial<LinkTimes>;
}

/** A relay that is a child process. */
export interface LocalRelay extends Relay {
  /** Kills it. */
  kill(): void;
}

/** A running keeper. */
export interface LocalKeeper extends AsyncDisposable {
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
  /** Relays that were started. */
  readonly relays: readonly LocalRelay[];
  /** Bytes, either way, after which every relay that is started from now on dies. */
  relayLifeBytes: number;
  /** Kills the relay that is in use. */
  cut(): void;
  /** Kills the relay that is in use and refuses others until so many attempts have failed. */
  outage(attempts: number): Promise<void>;
  /** A relay to it. */
  connect(): Promise<LocalRelay>;
  /** A transport whose channel is to this keeper; with the key of a former host it takes over. */
  transport(key: string, formerKey?: string, silentSecs?: number): Transport;
  /** Kills the keeper. */
  kill(): void;
}

const QUICK: LinkTimes = {
  pingMs: 50,
  silenceMs: 60_000,
  graceMs: 60_000,
  probeMs: 20,
  retryMs: 5,
  maxRetryMs: 20,
};

/** Starts a keeper in a folder of its own. */
export async function startKeeper(options: LocalKeeperOptions = {}): Promise<LocalKeeper> {
  const python = await findPython({});
  const folder = await Deno.makeTempDir({ prefix: "fleet-keeper-" });
  const spawn = ([, ...args]: CommandLine) =>
    new Deno.Command(python.executable, {
      args,
      cwd: folder,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      clearEnv: true,
      env: { PATH: "/usr/bin:/bin", FLEET_VISIBLE: "yes", MODAL_HIDDEN: "no" },
    }).spawn();
  const child = spawn(keeperCommand({
    folder: `${folder}/k`,
    deadManMs: options.deadManMs ?? 60_000,
    mounts: [folder],
  }));
  await child.stdin.close();
  const output = child.stdout.cancel();
  const relays: LocalRelay[] = [];
  const children = new Set<Deno.ChildProcess>();
  const ended = child.status.then(({ code }) => code);
  let isOver = false;
  ended.then(() => isOver = true);

  let refusing = 0;
  let onRecovery = () => {};
  const connect = (): Promise<LocalRelay> => {
    if (refusing > 0) {
      if (--refusing === 0) onRecovery();
      return Promise.reject(new Error("The network is down"));
    }
    const process = spawn(relayCommand(`${folder}/k`, 30_000));
    children.add(process);
    const writer = process.stdin.getWriter();
    writer.closed.catch(() => {});
    const kill = () => {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended.
      }
    };
    let life = keeper.relayLifeBytes;
    const age = (bytes: Uint8Array) => {
      life -= bytes.length;
      if (life <= 0) kill();
    };
    const relay: LocalRelay = {
      output: aging(process.stdout, age),
      write: async (bytes) => {
        await writer.write(bytes);
        age(bytes);
      },
      close: () => {
        writer.abort().catch(() => {});
        kill();
      },
      kill,
    };
    relays.push(relay);
    return Promise.resolve(relay);
  };

  const keeper: LocalKeeper = {
    ended,
    relays,
    relayLifeBytes: Infinity,
    cut: () => relays.at(-1)?.kill(),
    outage(attempts) {
      refusing = attempts;
      const recovered = new Promise<void>((resolve) => onRecovery = resolve);
      relays.at(-1)?.kill();
      return recovered;
    },
    connect,
    transport: (key, formerKey, silentSecs = 0) => ({
      open: ({ events }: OpenOptions): Promise<Channel> => {
        const link = new KeeperLink({
          connect,
          probe: () => Promise.resolve(isOver ? "ended with its keeper" : undefined),
          isFinal: () => false,
          events,
          key,
          ...(formerKey === undefined ? {} : { former: { key: formerKey, silentSecs } }),
          times: { ...QUICK, ...options.times },
        });
        link.open();
        return Promise.resolve(channelOf(link, formerKey !== undefined));
      },
    }),
    kill: () => child.kill("SIGKILL"),
    async [Symbol.asyncDispose]() {
      if (!isOver) child.kill("SIGTERM");
      await ended;
      for (const relay of relays) relay.kill();
      await Promise.all([output, ...[...children].map((each) => finish(each))]);
      await Deno.remove(folder, { recursive: true });
    },
  };
  return keeper;
}

function channelOf(link: KeeperLink, isResumed: boolean): Channel {
  return {
    isResumed,
    driver: { packagePaths: [], limits: {}, volume: null, confine: null },
    surroundings: () => ({
      backend: "keeper",
      isolation: "none",
      network: true,
      filesystem: "the host's",
    }),
    place: ({ path }) => Promise.resolve(path),
    send: (bytes) => link.send(bytes),
    interrupt: () => link.interrupt(),
    close: async () => {
      await link.quit();
      link.close();
    },
  };
}

async function* aging(
  stream: ReadableStream<Uint8Array>,
  age: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const block of stream) {
    age(block);
    yield block;
  }
}

async function finish(process: Deno.ChildProcess): Promise<void> {
  await process.stdin.abort().catch(() => {});
  await process.stdout.cancel().catch(() => {});
  await process.status;
}
