/**
 * A login by browser, as Modal's own program does it: a page shows a code, the page asks this machine
 * whether the login is its own, and a token comes back. Experimental: the interface is not public, and
 * the SDK cannot make requests without a token, so that these go over gRPC by themselves.
 *
 * @module
 */

import type { Client } from "@grpc/grpc-js";
import type { Buffer } from "node:buffer";
import type {
  BrowserLogin,
  CloudAccountSettings,
  CloudToken,
} from "../../../src/core/cloud_account.ts";
import { FleetError } from "../../../src/core/errors.ts";
import { withDeadline } from "../deadline.ts";
import {
  type CreateResponse,
  decodeCreate,
  decodeWait,
  encodeCreate,
  encodeWait,
} from "./token_flow_messages.ts";

const DEFAULT_SERVER = "https://api.modal.com:443";
const SERVICE = "/modal.client.ModalClient";
/** What tells Modal which program asks. */
const HEADERS: Readonly<Record<string, string>> = {
  "x-modal-client-type": "8",
  "x-modal-client-version": "1.0.0",
  "x-modal-libmodal-version": "modal-js/0.11.1",
};
const BEGIN_MS = 30_000;
/** How long one question waits for the user, how long all of them, and what the way may take, ms. */
const [POLL_MS, PATIENCE_MS, WAY_MS] = [40_000, 600_000, 10_000];

/**
 * Begins a login by browser.
 * @throws {FleetError} `cloud-unreachable`, `cloud-failed`
 */
export async function beginBrowserLogin(settings: CloudAccountSettings): Promise<BrowserLogin> {
  await using cleanup = new AsyncDisposableStack();
  const client = await connect(settings);
  cleanup.defer(() => client.close());
  let tokenFlowId = "";
  const page = cleanup.use(
    Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => new Response(tokenFlowId, { headers: { "access-control-allow-origin": "*" } }),
    ),
  );
  const flow = await withDeadline("begin a login", BEGIN_MS, settings.signal, () =>
    call(client, {
      method: "TokenFlowCreate",
      request: encodeCreate({ localhostPort: page.addr.port }),
      decode: decodeCreate,
      timeoutMs: BEGIN_MS,
    }));
  tokenFlowId = flow.tokenFlowId;
  const disposable = cleanup.move();
  return {
    url: flow.webUrl,
    code: flow.code,
    finish: () => finish(client, flow, settings),
    [Symbol.asyncDispose]: () => disposable.disposeAsync(),
  };
}

async function finish(
  client: Client,
  { tokenFlowId, waitSecret }: CreateResponse,
  { signal }: CloudAccountSettings,
): Promise<CloudToken> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await withDeadline("log in", POLL_MS + WAY_MS, signal, () =>
      call(client, {
        method: "TokenFlowWait",
        request: encodeWait({ timeoutSecs: POLL_MS / 1_000, tokenFlowId, waitSecret }),
        decode: decodeWait,
        timeoutMs: POLL_MS + WAY_MS,
      }));
    if (!answer.timeout) return { id: answer.tokenId, secret: answer.tokenSecret };
  }
  throw new FleetError("credentials-missing", "Cannot log in: nobody agreed in the browser", {
    hint: "Make a token by hand: fleet-rlm modal setup without --browser",
  });
}

interface Call<T> {
  readonly method: string;
  readonly request: Buffer;
  readonly decode: (data: Uint8Array) => T;
  readonly timeoutMs: number;
}

async function connect({ lookup }: CloudAccountSettings): Promise<Client> {
  const { Client, credentials } = await import("@grpc/grpc-js");
  const url = new URL(lookup?.("MODAL_SERVER_URL")?.trim() || DEFAULT_SERVER);
  const isPlain = url.protocol === "http:";
  return new Client(
    `${url.hostname}:${url.port || (isPlain ? 80 : 443)}`,
    isPlain ? credentials.createInsecure() : credentials.createSsl(),
  );
}

async function call<T>(
  client: Client,
  { method, request, decode, timeoutMs }: Call<T>,
): Promise<T> {
  const { Metadata } = await import("@grpc/grpc-js");
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(HEADERS)) metadata.set(name, value);
  return await new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `${SERVICE}/${method}`,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => decode(bytes),
      request,
      metadata,
      { deadline: Date.now() + timeoutMs },
      (error, response) => {
        if (error) reject(error);
        else if (response === undefined) reject(new Error("There is no answer"));
        else resolve(response);
      },
    );
  });
}
