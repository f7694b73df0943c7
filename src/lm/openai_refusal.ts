/**
 * What a server said when it refused a request, from the error of the package or from a body with
 * status 200. Judges nothing; `openai_dialect.ts` learns from it, `openai_error.ts` words it.
 *
 * @module
 */

import type { OpenAiClient } from "./openai_client.ts";

/** A request that was refused. */
export interface OpenAiRefusal {
  /** HTTP status. */
  readonly status: number;
  /** The provider's words. */
  readonly message: string;
  /** The provider's own code, such as `insufficient_quota`. */
  readonly code?: string;
  /** The field that it does not like. */
  readonly param?: string;
  /** Headers of the response. */
  readonly headers?: Headers;
}

/** A refusal on its way to whoever learns from it; never leaves this folder. */
export class Refused extends Error {
  /** What was said. */
  readonly refusal: OpenAiRefusal;

  /** Wraps a refusal. */
  constructor(refusal: OpenAiRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The refusal in something that was thrown; `undefined` when it is something else. */
export function readRefusal(error: unknown, openai: OpenAiClient): OpenAiRefusal | undefined {
  if (!(error instanceof openai.package.APIError)) return undefined;
  const { status, headers } = error;
  if (typeof status !== "number") return undefined;
  return {
    status,
    ...describe(error.error, error.message),
    ...(typeof error.code === "string" ? { code: error.code } : {}),
    ...(headers instanceof Headers ? { headers } : {}),
  };
}

/** Gateways report some failures of the model behind them as `{"error": …}` with status 200. */
export function readReportedError(body: unknown): OpenAiRefusal | undefined {
  const error = isFields(body) ? body.error : undefined;
  if (!isFields(error)) return undefined;
  const status = Number(error.code);
  const isStatus = Number.isInteger(status) && status >= 400 && status < 600;
  return { status: isStatus ? status : 502, ...describe(error, "") };
}

/**
 * Words and field. A gateway has the words of the server behind it in `metadata.raw`, and Google sends
 * a list of one.
 */
function describe(body: unknown, otherwise: string): { message: string; param?: string } {
  const error = Array.isArray(body) ? body[0]?.error : body;
  if (!isFields(error)) return { message: otherwise };
  const said = typeof error.message === "string" ? error.message : plain(error.message);
  const raw = isFields(error.metadata) ? error.metadata.raw : undefined;
  const words = [said || otherwise, ...(typeof raw === "string" ? [raw] : [])];
  return {
    message: words.join(": "),
    ...(typeof error.param === "string" ? { param: error.param } : {}),
  };
}

/** Mistral's words are an object. */
function plain(value: unknown): string {
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
