/**
 * What Modal's errors mean to a user: a table from what the SDK throws to a code, a sentence and what to
 * do about it. Nothing else in the program looks at the SDK's error classes or at gRPC codes.
 *
 * @module
 */

import { type ErrorCode, FleetError, messageOf } from "../../src/core/errors.ts";

/** What is known besides the error. */
export interface ModalErrorContext {
  /** What was being done, as it follows "Cannot": `create the sandbox`. */
  readonly what: string;
  /** Lines of an image's build, the last of which are shown when it failed. */
  readonly log?: readonly string[];
}

/** Lines of a build that a failure shows. */
const SHOWN_LOG_LINES = 20;
const MAX_DETAIL_CHARS = 600;

/** gRPC status codes that say more than their text. */
const STATUS = {
  cancelled: 1,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** What was thrown, taken apart. */
interface Facts {
  readonly name: string;
  readonly status: number | undefined;
  readonly text: string;
  readonly context: ModalErrorContext;
}

/** One row of the table: the first whose `when` holds is taken. */
interface Row {
  readonly when: (facts: Facts) => boolean;
  readonly code: ErrorCode;
  /** The state, as it follows "Cannot …: ". */
  readonly state: (facts: Facts) => string;
  readonly hint?: string | ((facts: Facts) => string);
}

const SETUP = 'Run "fleet-rlm modal setup", or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET';
const TABLE: readonly Row[] = [
  {
    when: ({ text }) =>
      /missing credentials|credentials cannot both|oauth.* must all be/i.test(text),
    code: "credentials-missing",
    state: () => "there are no Modal credentials",
    hint: SETUP,
  },
  {
    when: ({ status }) => status === STATUS.unauthenticated,
    code: "credentials-refused",
    state: ({ text }) => `Modal refused the token (${text})`,
    hint: `Make a new token at https://modal.com/settings/tokens, then ${lowerFirst(SETUP)}`,
  },
  {
    when: ({ text }) => /secret is missing key/i.test(text),
    code: "secret-missing",
    state: ({ text }) => lowerFirst(text),
    hint: ({ text }) =>
      `Add what is missing: fleet-rlm modal secret create NAME ${missingKeys(text)} --merge`,
  },
  {
    when: ({ name, status, text }) => isNotFound(name, status) && /secret/i.test(text),
    code: "secret-missing",
    state: ({ text }) => lowerFirst(text),
    hint: "Create it: fleet-rlm modal secret create NAME KEY…",
  },
  {
    when: ({ name, status, text }) => isNotFound(name, status) && /^environment/i.test(text),
    code: "config-invalid",
    state: ({ text }) => lowerFirst(text),
    hint: "Correct or leave out --environment and MODAL_ENVIRONMENT",
  },
  {
    when: ({ name, status, text }) => isNotFound(name, status) && /volume/i.test(text),
    code: "volume-missing",
    state: ({ text }) => lowerFirst(text),
    hint: "Create it: fleet-rlm modal volume create NAME",
  },
  {
    when: ({ text }) => /image build/i.test(text),
    code: "image-failed",
    state: ({ text, context }) => firstLine(text) + tailOf(context.log, text),
    hint: "Correct --image, --pip or --dockerfile-command",
  },
  {
    when: ({ text }) => /spend(ing)? limit|budget|payment|billing|credit/i.test(text),
    code: "quota-reached",
    state: ({ text }) => `the account's spending limit is reached (${text})`,
    hint: "Raise it at https://modal.com/settings/usage",
  },
  {
    when: ({ text }) => /capacity|no (available )?worker/i.test(text),
    code: "quota-reached",
    state: ({ text }) => `Modal has no capacity for it now (${text})`,
    hint: "Try again, or ask for less: --memory, --cpu, another --region or none",
  },
  {
    when: ({ name, status, text }) =>
      /thrott|rate limit|too many requests/i.test(text) &&
      (name === "ResourceExhaustedError" || status !== undefined),
    code: "quota-reached",
    state: ({ text }) => `Modal held the requests back for too long (${text})`,
    hint: "Start fewer sandboxes at once, or try again later",
  },
  {
    when: ({ name, status }) =>
      name === "ResourceExhaustedError" || status === STATUS.resourceExhausted,
    code: "quota-reached",
    state: ({ text }) => `a limit of the account is reached (${text})`,
    hint: "See https://modal.com/settings/usage; end strays with: fleet-rlm modal cleanup",
  },
  {
    when: ({ status }) => status === STATUS.permissionDenied,
    code: "credentials-refused",
    state: ({ text }) => `the token may not do this (${text})`,
    hint: "Use a token of a member with that right, or another environment",
  },
  {
    when: ({ name, text }) =>
      name === "ClientClosedError" || name === "ConflictError" ||
      /already (shut down|finished)|sandbox is unavailable|sandbox .*(terminated|not found)/i.test(
        text,
      ),
    code: "sandbox-lost",
    state: ({ text }) => `the sandbox has ended (${text})`,
  },
  {
    when: ({ status, text }) =>
      status === STATUS.unavailable || status === STATUS.deadlineExceeded ||
      status === STATUS.cancelled ||
      /ECONN|ENOTFOUND|EAI_AGAIN|name resolution|network is unreachable/i.test(text),
    code: "cloud-unreachable",
    state: ({ text }) => `Modal cannot be reached (${text})`,
    hint: "Check the network, and https://status.modal.com",
  },
  {
    when: ({ status }) => status === STATUS.unimplemented,
    code: "cloud-failed",
    state: ({ text }) => `Modal does not know this request (${text})`,
    hint: "Try MODAL_SANDBOX_V2=0, or another version of fleet-rlm",
  },
];

/** The error that a user gets for what the SDK threw; one of ours stays as it is. */
export function modalError(thrown: unknown, context: ModalErrorContext): FleetError {
  if (thrown instanceof FleetError) return thrown;
  const facts: Facts = {
    name: thrown instanceof Error ? thrown.name : "",
    status: statusOf(thrown),
    text: textOf(thrown),
    context,
  };
  const row = TABLE.find(({ when }) => when(facts));
  const state = row ? row.state(facts) : facts.text || "Modal gave no reason";
  const hint = typeof row?.hint === "function" ? row.hint(facts) : row?.hint;
  return new FleetError(row?.code ?? "cloud-failed", `Cannot ${context.what}: ${state}`, {
    cause: thrown,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The gRPC status code of what was thrown, if it has one. */
export function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "number" ? thrown.code : undefined;
}

/**
 * How a sandbox ended, as the rest of a sentence that begins with "The sandbox".
 *
 * @param code What `poll()` of the SDK gives: 124 time limit, 137 terminated, else its exit code.
 */
export function sandboxEnd(code: number): string {
  if (code === 124) return "reached its time limit at Modal";
  if (code === 137) return "was terminated (by a command, out of memory, or by Modal)";
  return `ended with exit code ${code}`;
}

function isNotFound(name: string, status: number | undefined): boolean {
  return name === "NotFoundError" || status === STATUS.notFound;
}

/** The text without what gRPC puts before it, on one line where it is not a log. */
function textOf(thrown: unknown): string {
  const details = thrown instanceof Error && "details" in thrown ? thrown.details : undefined;
  const text = typeof details === "string" && details !== "" ? details : messageOf(thrown);
  return text.trim().replace(/\.?( Resolution note:)?$/, "").slice(0, MAX_DETAIL_CHARS);
}

function missingKeys(text: string): string {
  return (/key\(?s?\)?:?\s*(.*)$/i.exec(text)?.[1] ?? "KEY").replaceAll(/[,'"]+/g, "");
}

function firstLine(text: string): string {
  return text.split("\n").filter(Boolean).join(" ");
}

function tailOf(log: readonly string[] | undefined, text: string): string {
  const lines = (log ?? []).filter((line) => line.trim() !== "" && !text.includes(line.trim()));
  const shown = lines.slice(-SHOWN_LOG_LINES);
  return shown.length === 0 ? "" : `\n${shown.map((line) => `  ${line}`).join("\n")}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
