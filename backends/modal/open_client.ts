/**
 * The one place where the SDK is loaded and a client of it made: credentials, environment, where its
 * messages go. It asks Modal nothing yet. For the backend and the commands that deal with an account.
 *
 * @module
 */

import process from "node:process";
import type { ModalClient } from "modal";
import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import { type BuildLog, createBuildLog } from "./build_log.ts";

/** The part of a backend's settings that a client is made from. */
export type ClientSettings = Pick<BackendSettings, "lookup" | "cloud" | "notify">;

/** Seconds that requests which Modal holds back are repeated for. */
const MAX_THROTTLE_WAIT_SECS = 120;
const OLDEST_DENO: readonly [number, number, number] = [2, 7, 14];
const TOKEN_VARIABLES = ["MODAL_TOKEN_ID", "MODAL_TOKEN_SECRET"] as const;
/** What the SDK reads from the environment while a client is made. */
const CLIENT_VARIABLES: readonly string[] = [
  "MODAL_SERVER_URL",
  "MODAL_PROFILE",
  "MODAL_ENVIRONMENT",
  "MODAL_LOGLEVEL",
  "MODAL_IMAGE_BUILDER_VERSION",
  "MODAL_SANDBOX_CHANNEL_IDLE_TIMEOUT",
  "MODAL_SANDBOX_V2",
];

const buildLogs = new WeakMap<ModalClient, BuildLog>();

/**
 * A client with the credentials of the environment or `.env`, else of the active profile in
 * `~/.modal.toml`.
 *
 * @throws {FleetError} `credentials-missing`, or `backend-unavailable` when this Deno is too old for
 * the SDK or the SDK cannot be loaded.
 */
export async function openClient(settings: ClientSettings): Promise<ModalClient> {
  assertDenoIsNewEnough();
  const { lookup = (name: string) => Deno.env.get(name), notify, cloud } = settings;
  const tokens = tokensFrom(lookup);
  assertAddress(lookup("MODAL_SERVER_URL")?.trim());
  const sdk = await loadSdk();
  const log = createBuildLog((lines) => notify?.({ kind: "progress", message: lines.join("\n") }));
  const client = withVariables(lookup, () =>
    new sdk.ModalClient({
      ...tokens,
      ...(cloud?.environment === undefined ? {} : { environment: cloud.environment }),
      maxThrottleWaitSecs: MAX_THROTTLE_WAIT_SECS,
      grpcMiddleware: [log.middleware],
      logger: noticeLogger(notify),
    }));
  const { tokenId, tokenSecret, oauthRefreshToken } = client.profile;
  if (!(tokenId && tokenSecret) && !oauthRefreshToken) {
    throw credentialsMissing("there are no Modal credentials");
  }
  buildLogs.set(client, log);
  return client;
}

/** The last lines of image builds that a client saw, oldest first. */
export function buildLogOf(client: ModalClient): readonly string[] {
  return buildLogs.get(client)?.lines ?? [];
}

type Tokens = { readonly tokenId: string; readonly tokenSecret: string } | Record<never, never>;

function tokensFrom(lookup: (name: string) => string | undefined): Tokens {
  const [tokenId, tokenSecret] = TOKEN_VARIABLES.map((name) => lookup(name)?.trim() || undefined);
  if (tokenId !== undefined && tokenSecret !== undefined) return { tokenId, tokenSecret };
  if (tokenId === undefined && tokenSecret === undefined) return {};
  const [has, lacks] = tokenId === undefined
    ? [TOKEN_VARIABLES[1], TOKEN_VARIABLES[0]]
    : TOKEN_VARIABLES;
  throw credentialsMissing(`${has} is set and ${lacks} is not`);
}

function assertAddress(url: string | undefined): void {
  if (!url || URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new FleetError(
    "config-invalid",
    `Cannot use MODAL_SERVER_URL: "${url}" is no web address`,
    {
      hint: "Correct or remove it; without it Modal itself is asked",
    },
  );
}

function credentialsMissing(state: string): FleetError {
  return new FleetError("credentials-missing", `Cannot use Modal: ${state}`, {
    hint: 'Run "fleet-rlm modal setup", or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET; ' +
      "sandboxes of --backend local need no account",
  });
}

async function loadSdk(): Promise<typeof import("modal")> {
  try {
    return await import("modal");
  } catch (thrown) {
    throw new FleetError(
      "backend-unavailable",
      `Cannot load the SDK of Modal: ${messageOf(thrown)}`,
      { hint: "Check the network: it comes from the npm registry once", cause: thrown },
    );
  }
}

/**
 * Makes a client while the SDK sees these variables. It reads them from `process`, at once, and `process`
 * is each thread's own: the environment itself, which all threads share, stays as it is.
 */
function withVariables<T>(lookup: (name: string) => string | undefined, make: () => T): T {
  const wanted = CLIENT_VARIABLES.map((name) => [name, { value: lookup(name) }] as const)
    .filter(([, { value }]) => value !== undefined);
  const environment = process.env;
  process.env = Object.create(environment, Object.fromEntries(wanted));
  try {
    return make();
  } finally {
    process.env = environment;
  }
}

/** What the SDK wants to say goes to the notices: standard output belongs to the result. */
function noticeLogger(notify: BackendSettings["notify"]) {
  const say = (kind: "progress" | "warning") => (message: string, ...details: unknown[]) => {
    // Said for each sandbox when the server is on this machine, where it is meant to be so.
    if (message.startsWith("Using insecure TLS")) return;
    const rest = details.map((detail) => messageOf(detail)).join(" ");
    notify?.({ kind, message: `Modal: ${rest === "" ? message : `${message} ${rest}`}` });
  };
  const progress = say("progress");
  return { debug: progress, info: progress, warn: progress, error: say("warning") };
}

function assertDenoIsNewEnough(): void {
  const found = Deno.version.deno.split(/[.+-]/).slice(0, 3).map(Number);
  for (const [i, least] of OLDEST_DENO.entries()) {
    const part = found[i] ?? 0;
    if (part > least) return;
    if (part === least) continue;
    throw new FleetError(
      "backend-unavailable",
      `Cannot use Modal: its SDK needs Deno ${OLDEST_DENO.join(".")}, this is ${Deno.version.deno}`,
      { hint: "Run deno upgrade, or use --backend local" },
    );
  }
}
