/**
 * What `doctor` asks of every house that can tell how it is set up: checks as data, each of which
 * finds one thing. A backend offers them in its entry (`BackendEntry.diagnose`), other houses by a
 * {@linkcode DiagnosisSource} that `program.ts` hands on. Nothing of a house is loaded before it is asked.
 *
 * @module
 */

import type { BackendSettings } from "./backend.ts";
import type { JsonObject } from "./json.ts";

/**
 * How something stands: `ok`; `warning`, when it works but somebody should know; `failed`, when what
 * needs it cannot work; `skipped`, when it could not be looked at, since something else failed.
 */
export type FindingStatus = "ok" | "warning" | "failed" | "skipped";

/** What a check found. */
export interface Finding {
  /** How it stands. */
  readonly status: FindingStatus;
  /** What was found: a phrase or sentence without a final period, never a secret. */
  readonly message: string;
  /** What to do about it: one sentence without a final period. */
  readonly hint?: string;
  /** The same for programs, where there is more to tell than words; keys in snake_case. */
  readonly details?: JsonObject;
}

/** Something that can be looked at by itself. */
export interface DiagnosticCheck {
  /** `house.what`, stable, such as `modal.token`. */
  readonly name: string;
  /** What is looked at, for people: a few words, such as `Modal token`. */
  readonly title: string;
  /**
   * Looks. All checks are started at once: one that needs another's result shares a promise with it.
   * What it throws becomes a finding that failed, with the hint of a `FleetError`.
   */
  run(): Promise<Finding>;
}

/** What there is to look at, and how closely. */
export interface DiagnosisOptions {
  /** Settings of the backends as a run would have them, `lookup` included. */
  readonly settings: BackendSettings;
  /** The current folder, absolute. */
  readonly cwd: string;
  /** Home folder of the user, absolute. */
  readonly home: string;
  /** Whether what takes money, or leaves something behind, may be done (`--live`). */
  readonly isLive: boolean;
  /** Aborted when the user wants the end, or time is up. */
  readonly signal: AbortSignal;
}

/** Makes the checks of a house, in the order in which they are shown. Looks at nothing yet. */
export type Diagnose = (options: DiagnosisOptions) => Promise<readonly DiagnosticCheck[]>;

/** A house, not a backend, that can be looked at. */
export interface DiagnosisSource {
  /** Heading of its lines, such as `Claude Code`. */
  readonly title: string;
  /** Loads the house and makes its checks. */
  readonly diagnose: Diagnose;
}
