/**
 * What the sandboxes of a backend used, and what that costs by the rates of the workspace. Where Modal
 * does not say what one used, what was reserved for it counts; where it does not say what that costs,
 * nothing is said.
 *
 * @module
 */

import type { ModalClient } from "modal";
import type { BackendBill } from "../../src/core/backend.ts";
import { withDeadline } from "./deadline.ts";

/** What one sandbox used. */
export interface SandboxUsage {
  /** Seconds that it lived. */
  readonly seconds: number;
  /** Seconds times cores. */
  readonly coreSecs: number;
  /** Seconds times GiB of memory. */
  readonly gibSecs: number;
  /** Seconds times graphics processors. */
  readonly gpuSecs: number;
  /** Whether Modal measured it; else it is what was reserved. */
  readonly isMeasured: boolean;
}

/** What is reserved for each sandbox. */
export interface Reservation {
  /** Cores. */
  readonly cores: number;
  /** Memory, MiB. */
  readonly memoryMiB: number;
  /** Type of graphics processor and number, such as `T4:2`. */
  readonly gpu?: string | undefined;
}

const USAGE_MS = 3_000;
const RATES_MS = 5_000;
const SECS_PER_HOUR = 3_600;

/** Adds up. */
export class UsageMeter {
  readonly #reservation: Reservation;
  readonly #usages: SandboxUsage[] = [];

  /** Starts at nothing. */
  constructor(reservation: Reservation) {
    this.#reservation = reservation;
  }

  /** Takes note of a sandbox that is about to end. Never fails. */
  async note(client: ModalClient, sandboxId: string, seconds: number): Promise<void> {
    this.#usages.push(await this.#measure(client, sandboxId, seconds));
  }

  /** What they used so far, and cost where that is known; `undefined` before the first one ended. */
  async bill(openClient: () => Promise<ModalClient>): Promise<BackendBill | undefined> {
    if (this.#usages.length === 0) return undefined;
    const client = await openClient();
    const sum = (part: (usage: SandboxUsage) => number) =>
      this.#usages.reduce((total, usage) => total + part(usage), 0);
    const rates = findRates(await askRates(client), this.#reservation.gpu);
    const costUsd = rates === undefined
      ? undefined
      : (sum(({ coreSecs }) => coreSecs) * rates.core +
        sum(({ gibSecs }) => gibSecs) * rates.gib + sum(({ gpuSecs }) => gpuSecs) * rates.gpu) /
        SECS_PER_HOUR;
    return {
      sandboxes: this.#usages.length,
      seconds: sum(({ seconds }) => seconds),
      ...(costUsd === undefined ? {} : { costUsd }),
      isMeasured: this.#usages.every(({ isMeasured }) => isMeasured),
    };
  }

  async #measure(client: ModalClient, sandboxId: string, seconds: number): Promise<SandboxUsage> {
    try {
      const { cpuCoreNanosecs, gpuNanosecs, memGibNanosecs } = await withDeadline(
        "ask what the sandbox used",
        USAGE_MS,
        undefined,
        () => client.cpClient.sandboxGetResourceUsage({ sandboxId }),
      );
      if (cpuCoreNanosecs > 0 && memGibNanosecs > 0) {
        return {
          seconds,
          coreSecs: cpuCoreNanosecs / 1e9,
          gibSecs: memGibNanosecs / 1e9,
          gpuSecs: gpuNanosecs / 1e9,
          isMeasured: true,
        };
      }
    } catch {
      // Not every kind of sandbox is measured.
    }
    const { cores, gpu, memoryMiB } = this.#reservation;
    const gpus = gpu === undefined ? 0 : Number(gpu.split(":")[1] ?? 1);
    return {
      seconds,
      coreSecs: seconds * cores,
      gibSecs: seconds * memoryMiB / 1024,
      gpuSecs: seconds * gpus,
      isMeasured: false,
    };
  }
}

async function askRates(client: ModalClient): Promise<Readonly<Record<string, string>>> {
  try {
    const { rates } = await withDeadline(
      "ask for the rates",
      RATES_MS,
      undefined,
      () => client.cpClient.workspaceBillingRates({}),
    );
    return rates;
  } catch {
    return {};
  }
}

/** US dollars an hour. */
interface Rates {
  readonly core: number;
  readonly gib: number;
  readonly gpu: number;
}

/**
 * The rates of a sandbox, by the names of a workspace's. Those are not documented: one that is not to be
 * told apart is none.
 */
export function findRates(
  rates: Readonly<Record<string, string>>,
  gpu: string | undefined,
): Rates | undefined {
  const core = rateOf(rates, /(^|[^a-z])(cpu|core)s?([^a-z]|$)/i);
  const gib = rateOf(rates, /(^|[^a-z])(mem|memory|ram)([^a-z]|$)/i);
  const type = gpu?.split(":")[0]?.replaceAll("-", "[-_ ]?");
  const gpuRate = type === undefined ? 0 : rateOf(rates, new RegExp(`(^|[^a-z0-9])${type}$`, "i"));
  if (core === undefined || gib === undefined || gpuRate === undefined) return undefined;
  return { core, gib, gpu: gpuRate };
}

/** The one rate whose name fits; among several the one that is said to be for sandboxes. */
function rateOf(rates: Readonly<Record<string, string>>, name: RegExp): number | undefined {
  const fitting = Object.entries(rates).filter(([key]) => name.test(key.replaceAll("_", " ")));
  const own = fitting.filter(([key]) => /sandbox/i.test(key));
  const [only, ...others] = own.length > 0 ? own : fitting;
  const rate = only === undefined || others.length > 0 ? NaN : Number(only[1]);
  return Number.isFinite(rate) && rate >= 0 ? rate : undefined;
}
