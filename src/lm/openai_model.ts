/**
 * A language model behind an OpenAI-compatible interface, through the `openai` package, which is
 * loaded with the first call and not before.
 *
 * One call is one HTTP request: retry, deadline and concurrency are wrappers. Of the package's
 * reading of the environment nothing is used, and only the headers listed here leave the house.
 *
 * @module
 */

import { FleetError, messageOf, throwIfAborted } from "../core/errors.ts";
import type { Completion, GenerateOptions, LanguageModel, Message } from "../core/lm.ts";
import type { Endpoint } from "./endpoint.ts";
import { errorOfBody, errorOfConnection, errorOfStatus } from "./openai_error.ts";
import { readOpenAiReply } from "./openai_reply.ts";

/** Options of {@linkcode createOpenAiModel}. */
export interface OpenAiModelOptions {
  /** Most tokens of a reply; not sent when left out. */
  readonly maxTokens?: number;
}

const SENT_HEADERS: readonly string[] = ["accept", "authorization", "content-type", "user-agent"];

/** Longest delay that timers hold, milliseconds: our own wrapper keeps the deadline. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

const loadPackage = () => import("openai");
type Package = Awaited<ReturnType<typeof loadPackage>>;
type Client = InstanceType<Package["default"]>;

/** Creates the model; does no I/O before the first call. */
export function createOpenAiModel(
  endpoint: Endpoint,
  options: OpenAiModelOptions = {},
): LanguageModel {
  let loaded: Promise<{ readonly client: Client; readonly package: Package }> | undefined;

  async function load(): Promise<{ readonly client: Client; readonly package: Package }> {
    try {
      const openai = await loadPackage();
      return { client: createClient(openai, endpoint), package: openai };
    } catch (error) {
      loaded = undefined;
      throw new FleetError("internal", `Cannot load package 'openai': ${messageOf(error)}`, {
        hint: "It is downloaded once, from the npm registry: check the network",
        cause: error,
      });
    }
  }

  async function generate(
    messages: readonly Message[],
    call: GenerateOptions = {},
  ): Promise<Completion> {
    throwIfAborted(call.signal);
    loaded ??= load();
    const openai = await loaded;
    try {
      const body = await openai.client.chat.completions.create({
        model: endpoint.model,
        messages: messages.map(({ role, content }) => ({ role, content })),
        ...(options.maxTokens === undefined
          ? {}
          : { [endpoint.maxTokensField]: options.maxTokens }),
      }, call.signal === undefined ? {} : { signal: call.signal });
      throwIfReportsError(body, endpoint);
      return readOpenAiReply(body, endpoint.id);
    } catch (error) {
      throwIfAborted(call.signal);
      throw translate(error, openai.package, endpoint);
    }
  }

  return { id: endpoint.id, generate };
}

function createClient(openai: Package, endpoint: Endpoint): Client {
  return new openai.default({
    baseURL: endpoint.baseUrl,
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
}

/** The package adds telemetry and `OPENAI_CUSTOM_HEADERS`: neither is for just any server. */
function sentHeaders(init: RequestInit | undefined, endpoint: Endpoint): Headers {
  const given = new Headers(init?.headers);
  const kept = new Headers();
  for (const name of SENT_HEADERS) {
    const value = given.get(name);
    if (value !== null) kept.set(name, value);
  }
  if (endpoint.apiKey === undefined) kept.delete("authorization");
  else kept.set("authorization", `Bearer ${endpoint.apiKey}`);
  return kept;
}

/** Gateways report some failures of the model behind them as `{"error": …}` with status 200. */
function throwIfReportsError(body: unknown, endpoint: Endpoint): void {
  const error = (body as { readonly error?: unknown } | null)?.error;
  if (typeof error !== "object" || error === null) return;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const status = Number(code);
  throw errorOfStatus({
    status: Number.isInteger(status) && status >= 400 && status < 600 ? status : 502,
    message: String(message ?? ""),
  }, endpoint);
}

function translate(error: unknown, openai: Package, endpoint: Endpoint): unknown {
  if (error instanceof FleetError) return error;
  if (error instanceof SyntaxError) return errorOfBody(error, endpoint);
  if (error instanceof openai.APIError && typeof error.status === "number") {
    return errorOfStatus({
      status: error.status,
      message: messageOfBody(error.error) ?? error.message,
      ...(typeof error.code === "string" ? { code: error.code } : {}),
      ...(error.headers instanceof Headers ? { headers: error.headers } : {}),
    }, endpoint);
  }
  return errorOfConnection(error, endpoint);
}

function messageOfBody(body: unknown): string | undefined {
  const message = (body as { readonly message?: unknown } | null | undefined)?.message;
  return typeof message === "string" ? message : undefined;
}
