/**
 * What every sandbox is marked with, so that strays can be found: by which program, on which machine,
 * by which process it was started, and what for. The backend sets the tags, the account reads them.
 *
 * @module
 */

import process from "node:process";

/** Application that sandboxes belong to unless another is named. */
export const DEFAULT_APP = "fleet-rlm";

/** The tag that all sandboxes of this program have. */
export const PROGRAM_TAG: Readonly<Record<string, string>> = { tool: "fleet-rlm" };

/** Longest value of a tag, characters. */
const MAX_TAG_CHARS = 63;

/** The tags of a sandbox that this process starts, `purpose` among them: `run`, `volume`. */
export function sandboxTags(
  purpose: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const tags = { ...PROGRAM_TAG, purpose, host: hostName(), pid: String(Deno.pid), ...more };
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [name, value.slice(0, MAX_TAG_CHARS)]),
  );
}

/**
 * Whether the process that set these tags still runs: `unknown` when it is, or was, on another machine
 * or has left no tags.
 */
export function ownerOf(tags: Readonly<Record<string, string>>): "running" | "gone" | "unknown" {
  const pid = Number(tags["pid"]);
  if (tags["host"] !== hostName() || !Number.isInteger(pid) || pid <= 0) return "unknown";
  try {
    process.kill(pid, 0);
    return "running";
  } catch (thrown) {
    const isForbidden = thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
    return isForbidden ? "running" : "gone";
  }
}

function hostName(): string {
  return Deno.hostname().slice(0, MAX_TAG_CHARS);
}
