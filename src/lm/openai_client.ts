/**
 * The `openai` package, loaded with the first call and not before, as a client for one endpoint.
 *
 * Of the package's reading of the environment nothing is used, and only the headers listed here leave
 * the house. Called by `openai_model.ts` alone.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import type { Endpoint } from "./endpoint.ts";

const loadPackage = () => import("openai");

/** The package. */
export type OpenAiPackage = Awaited<ReturnType<typeof loadPackage>>;

/** The package with a client for one endpoint. */
export interface OpenAiClient {
  /** The package, for its kinds of error. */
  readonly package: OpenAiPackage;
  /** The client. */
  readonly client: InstanceType<OpenAiPackage["default"]>;
}

const SENT_HEADERS: readonly string[] = ["accept", "authorization", "content-type", "user-agent"];

/** Longest delay that timers hold, milliseconds: our own wrapper keeps the deadline. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Loads the package and makes the client; calls nobody.
 * @throws {FleetError} `internal` when the package cannot be loaded.
 */
export async function loadOpenAiClient(endpoint: Endpoint): Promise<OpenAiClient> {
  try {
    const openai = await loadPackage();
    const client = new openai.default({
      baseURL: endpoint.baseUrl,
      defaultQuery: endpoint.query,
      apiKey: endpoint.apiKey ?? "none",
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: NO_TIMEOUT_MS,
      logLevel: "off",
      fetch: (input, init) => fetch(input, { ...init, headers: sentHeaders(init, endpoint) }),
    });
    return { package: openai, client };
  } catch (error) {
    throw new FleetError("internal", `Cannot load package 'openai': ${messageOf(error)}`, {
      hint: "It is downloaded once, from the npm registry: check the network",
      cause: error,
    });
  }
}

/** The package adds telemetry and `OPENAI_CUSTOM_HEADERS`: neither is for just any server. */
function sentHeaders(init: RequestInit | undefined, endpoint: Endpoint): Headers {
  const given = new Headers(init?.headers);
  const kept = new Headers();
  for (const name of SENT_HEADERS) {
    const value = given.get(name);
    if (value !== null) kept.set(name, value);
  }
  kept.delete("authorization");
  if (endpoint.apiKey === undefined) return kept;
  if (endpoint.keyHeader === "api-key") kept.set("api-key", endpoint.apiKey);
  else kept.set("authorization", `Bearer ${endpoint.apiKey}`);
  return kept;
}
