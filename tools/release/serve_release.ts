/**
 * A releases page on loopback, to try the installers against.
 *
 * @module
 */

import { join } from "node:path";

/** Serves the files of a folder as those of the latest release and of the one tagged `v0.0.1`. */
export function serveRelease(folder: string): AsyncDisposable & { readonly url: string } {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const name = /^\/releases\/(?:latest\/download|download\/v0\.0\.1)\/([\w.-]+)$/.exec(pathname)
        ?.[1];
      const file = name === undefined
        ? undefined
        : await Deno.open(join(folder, name)).catch(() => undefined);
      return file === undefined
        ? new Response("Not found", { status: 404 })
        : new Response(file.readable);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/releases`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
