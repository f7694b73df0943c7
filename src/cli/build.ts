/**
 * What this program was built from, as `--version` tells it.
 *
 * @module
 */

import { VERSION } from "../core/version.gen.ts";

/** The commit; `tools/build/bundle.ts` writes it over the mark. */
const COMMIT: string = "@@commit@@";

/** What a program was built from and what it runs on. */
export interface Build {
  /** Version of the package. */
  readonly version: string;
  /** The commit of a bundled program; `undefined` when it runs from its source. */
  readonly commit: string | undefined;
  /** Version of Deno that runs it, compiled in or not. */
  readonly deno: string;
  /** System and processor, such as `linux x86_64`. */
  readonly platform: string;
}

/** What is running. */
export function currentBuild(): Build {
  return {
    version: VERSION,
    commit: COMMIT.startsWith("@@") ? undefined : COMMIT,
    deno: Deno.version.deno,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
  };
}

/** One line, such as `fleet-rlm 0.1.0 (commit 1f2e3d4c5b6a, Deno 2.9.6, linux x86_64)`. */
export function describeBuild({ version, commit, deno, platform }: Build): string {
  const origin = commit === undefined ? sourceOf(import.meta.url) : `commit ${commit}`;
  return `fleet-rlm ${version} (${origin}, Deno ${deno}, ${platform})`;
}

/** Where modules that nothing bundled came from, such as `from jsr.io`. */
function sourceOf(url: string): string {
  const { hostname } = new URL(url);
  return hostname === "" ? "from source" : `from ${hostname}`;
}
