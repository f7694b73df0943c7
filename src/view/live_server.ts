/**
 * Serves the page of a run that goes on, on loopback, and tells it what changes.
 *
 * Whoever does not know the path, which is random, gets nothing; neither does a page of another
 * origin, even if it knows it: answers carry no permission to be read there, requests that say where
 * they come from are refused unless they come from here, and so are names other than the address
 * itself, which a hostile name server could point here.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import type { PageBuilder } from "./page_builder.ts";
import { pagePolicy, renderPage } from "./render_page.ts";

/** What is served. */
export interface LiveServerOptions {
  /** Where the items come from. */
  readonly builder: PageBuilder;
  /** Name of the record's file. */
  readonly source: string;
  /** Version of the program. */
  readonly version: string;
}

/** A running server. */
export interface LiveServer extends AsyncDisposable {
  /** Where the page is, its secret path included. */
  readonly url: string;
  /** Resolves once the run is over and nobody has looked at its page for a while. */
  readonly deserted: Promise<void>;
  /** Sends pages what they have not seen. */
  notify(): void;
}

const HOST = "127.0.0.1";

/** How long a page may be away, as while it is loaded anew, before the server is not needed. */
const ABSENCE_MS = 10_000;

/** On every answer: keeps it here, out of caches, frames and the reach of other origins. */
const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/**
 * Starts to serve on a free port.
 * @throws {FleetError} `internal` when there is no port to be had.
 */
export function startLiveServer({ builder, source, version }: LiveServerOptions): LiveServer {
  const secret = crypto.getRandomValues(new Uint8Array(24)).toHex();
  const pages = new Set<LivePage>();
  const { promise: deserted, resolve: desert } = Promise.withResolvers<void>();
  let absence: ReturnType<typeof setTimeout> | undefined;

  function servePage(): Response {
    const data = { ...builder.after(-1), source, version, isLive: true };
    const policy = `${pagePolicy(true)}; frame-ancestors 'none'`;
    return new Response(
      ReadableStream.from(renderPage(data)).pipeThrough(new TextEncoderStream()),
      {
        headers: {
          ...HEADERS,
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": policy,
        },
      },
    );
  }

  function serveChanges(seen: number): Response {
    const page = new LivePage(builder, seen, () => {
      pages.delete(page);
      if (pages.size === 0 && builder.isOver) absence = setTimeout(desert, ABSENCE_MS);
    });
    pages.add(page);
    clearTimeout(absence);
    return new Response(page.stream, {
      headers: { ...HEADERS, "content-type": "text/event-stream" },
    });
  }

  function answer(request: Request): Response {
    const url = new URL(request.url);
    if (request.method !== "GET" || !isFromHere(request, server.addr.port)) return refuse();
    if (url.pathname === `/${secret}/`) return servePage();
    if (url.pathname !== `/${secret}/changes`) return refuse();
    const seen = Number(request.headers.get("last-event-id") ?? url.searchParams.get("seen") ?? -1);
    return Number.isSafeInteger(seen) ? serveChanges(seen) : refuse();
  }

  const server = serve(answer);
  return {
    url: `http://${HOST}:${server.addr.port}/${secret}/`,
    deserted,
    notify: () => {
      for (const page of pages) page.send();
    },
    async [Symbol.asyncDispose]() {
      for (const page of pages) page.end();
      clearTimeout(absence);
      await server.shutdown();
    },
  };
}

function serve(answer: (request: Request) => Response): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname: HOST, port: 0, onListen: () => {} }, answer);
  } catch (cause) {
    throw new FleetError("internal", `Cannot serve the page on loopback: ${messageOf(cause)}`, {
      hint: "Leave --live out: the page is then a file",
      cause,
    });
  }
}

/** Whether a request names this address, and comes from its page or straight from a person. */
function isFromHere({ headers }: Request, port: number): boolean {
  if (headers.get("host") !== `${HOST}:${port}`) return false;
  const origin = headers.get("origin");
  if (origin !== null && origin !== `http://${HOST}:${port}`) return false;
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}

function refuse(): Response {
  return new Response(null, { status: 404, headers: HEADERS });
}

/** A page that looks on: what it has seen, and the stream to it. */
class LivePage {
  /** What is sent to it. */
  readonly stream: ReadableStream<Uint8Array>;
  readonly #builder: PageBuilder;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #seen: number;

  constructor(builder: PageBuilder, seen: number, onGone: () => void) {
    this.#builder = builder;
    this.#seen = seen;
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
        // So that the page learns that it is connected, whether there is something new or not.
        controller.enqueue(this.#encoder.encode(": connected\n\n"));
        this.send();
      },
      cancel: () => {
        this.#controller = undefined;
        onGone();
      },
    });
  }

  /** Sends what is new to it. */
  send(): void {
    const { seen } = this.#builder;
    if (this.#controller === undefined || seen <= this.#seen) return;
    const items = this.#builder.after(this.#seen);
    this.#seen = seen;
    const message = `id: ${seen}\ndata: ${JSON.stringify(items)}\n\n`;
    this.#controller.enqueue(this.#encoder.encode(message));
  }

  /** Ends the stream. */
  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }
}
