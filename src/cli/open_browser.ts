/**
 * Starts the user's browser, by the means that each system has for it.
 *
 * @module
 */

import { messageOf } from "../core/errors.ts";

/** What decides how it is started. */
export interface BrowserSystem {
  /** Operating system. */
  readonly os: typeof Deno.build.os;
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds in which a starter that has no browser says so. */
const GRACE_MS = 1_000;

/** Whether there is a screen for a browser to come up on. */
export function hasScreen({ env, os }: BrowserSystem): boolean {
  if (os === "windows" || os === "darwin") return true;
  return [env["DISPLAY"], env["WAYLAND_DISPLAY"], env["BROWSER"]].some(Boolean);
}

/** Opens an address; gives what stood in the way, if anything did. */
export async function openBrowser(
  url: string,
  { env, os }: BrowserSystem,
): Promise<string | undefined> {
  const [program, ...args] = starterOf(os);
  try {
    const child = new Deno.Command(program, {
      args: [...args, url],
      stdin: "null",
      stdout: "null",
      stderr: "null",
      clearEnv: true,
      env: Object.fromEntries(
        Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    }).spawn();
    // Some starters stay for as long as the browser is open: then all is well.
    child.unref();
    const ended = await atMost(child.status);
    return ended === undefined || ended.success
      ? undefined
      : `"${program}" ended with ${ended.code}`;
  } catch (error) {
    return error instanceof Deno.errors.NotFound
      ? `there is no "${program}" here`
      : messageOf(error);
  }
}

function starterOf(os: BrowserSystem["os"]): readonly [program: string, ...args: string[]] {
  if (os === "darwin") return ["open"];
  if (os === "windows") return ["rundll32", "url.dll,FileProtocolHandler"];
  return ["xdg-open"];
}

async function atMost<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), GRACE_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
