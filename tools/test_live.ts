/**
 * `deno task test:live`: what only a live account at Modal can show. Runs the points of `tests/live/`
 * and then the checks that every backend must pass; names of points run those alone, `conform` the
 * checks alone. Without a token it says loudly that nothing was looked at, and ends with 0.
 *
 * It takes some minutes and some cents. Everything it makes carries the name `fleet-rlm-live`, and is
 * removed again. With `deno task fake-modal deno task test:live` it runs against the fake.
 *
 * @module
 */

import { hasCredentials } from "../backends/modal/account/has_credentials.ts";
import { LIVE_POINTS, type LiveCloud, type LivePoint, openLiveCloud } from "../tests/live/mod.ts";

const CONFORM = "conform";

if (import.meta.main) Deno.exit(await testLive(Deno.args));

/** Runs the points; the exit code. */
export async function testLive(names: readonly string[]): Promise<number> {
  const lookup = (name: string) => Deno.env.get(name);
  if (!hasCredentials(lookup)) {
    console.log("SKIPPED: no token for Modal, so that nothing was looked at.");
    console.log('Run "fleet-rlm modal setup", or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET.');
    return 0;
  }
  const known = [...LIVE_POINTS.map(({ name }) => name), CONFORM];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`error: There is no point "${unknown}". There are: ${known.join(", ")}`);
    return 2;
  }
  const points = LIVE_POINTS.filter(({ name }) => names.length === 0 || names.includes(name));
  let failed = 0;
  if (points.length > 0) {
    await using cloud = await openLiveCloud(lookup);
    for (const point of points) if (!await settle(point, cloud)) failed++;
  }
  console.log(`${points.length - failed} of ${points.length} points hold`);
  const conforms = names.length > 0 && !names.includes(CONFORM) || await conform();
  return failed === 0 && conforms ? 0 : 1;
}

/** Looks at one point and tells what was seen. */
async function settle({ name, claim, run }: LivePoint, cloud: LiveCloud): Promise<boolean> {
  try {
    const seen = await run(cloud);
    console.log(`holds   ${name}: ${claim}\n        ${seen}`);
    return true;
  } catch (thrown) {
    console.log(`DIFFERS ${name}: ${claim}\n        ${thrown}`);
    return false;
  }
}

/** The checks that every backend must pass, by the real program. */
async function conform(): Promise<boolean> {
  console.log("$ fleet-rlm conform --backend modal");
  const main = new URL("../main.ts", import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", main, "conform", "--backend", "modal"],
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  return (await child.status).success;
}
