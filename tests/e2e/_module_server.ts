/**
 * The package as a registry serves it: its published files as plain modules over HTTP, their bare
 * imports rewritten, and no configuration beside them.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);
const SPECIFIER = /(\bfrom\s*|\bimport\s*\(?\s*)"([^".][^"]*)"/g;

/** The part of `deno.json` that publishing goes by. */
interface PackageConfig {
  readonly imports: Readonly<Record<string, string>>;
  readonly publish: { readonly include: readonly string[] };
}

/** Serves it on loopback until it is disposed of. */
export async function serveModules(): Promise<AsyncDisposable & { readonly url: string }> {
  const config: PackageConfig = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname, origin } = new URL(request.url);
    return respond(pathname.slice(1), { config, origin });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function respond(
  path: string,
  { config, origin }: { readonly config: PackageConfig; readonly origin: string },
): Promise<Response> {
  // The stand-ins for @std take the place of the registry that has the real ones.
  const isServed = path.startsWith("third_party/std/") ||
    config.publish.include.some((each) => path === each || path.startsWith(`${each}/`));
  const text = isServed
    ? await Deno.readTextFile(new URL(path, ROOT)).catch(() => undefined)
    : undefined;
  if (text === undefined) return new Response(`No ${path}`, { status: 404 });
  const rewritten = text.replaceAll(
    SPECIFIER,
    (_, before: string, name: string) => `${before}"${resolve(name, { config, origin })}"`,
  );
  return new Response(rewritten, { headers: { "content-type": "application/typescript" } });
}

/** What a bare import of the package becomes when it is published. */
function resolve(
  specifier: string,
  { config, origin }: { readonly config: PackageConfig; readonly origin: string },
): string {
  const name = Object.keys(config.imports)
    .find((each) => specifier === each || specifier.startsWith(`${each}/`));
  if (name === undefined) return specifier;
  const rest = specifier.slice(name.length);
  if (!name.startsWith("@std/")) return `${config.imports[name]}${rest}`;
  return `${origin}/third_party/std/${name.slice("@std/".length)}${rest.replaceAll("-", "_")}.ts`;
}
