/**
 * Stores a token in `~/.modal.toml`, where Modal's own programs look for it as well: readable by the
 * user alone, the rest of the file as it was, in one step.
 *
 * @module
 */

import { dirname } from "node:path";
import type {
  CloudAccountSettings,
  CloudToken,
  StoredToken,
} from "../../../src/core/cloud_account.ts";
import { FleetError, messageOf } from "../../../src/core/errors.ts";
import { editProfile } from "./edit_profile.ts";
import { profilePath } from "./profile_path.ts";

const DEFAULT_SERVER = /^https:\/\/api\.modal\.com(:443)?\/?$/;
const OWNER_ONLY = 0o600;

type Profiles = Readonly<Record<string, unknown>>;

/**
 * Stores a token under a profile that becomes the active one.
 * @throws {FleetError} `config-invalid` when the file is no TOML, or of a form that cannot be changed
 * without harm; `output-failed` when it cannot be written.
 */
export async function storeToken(
  token: CloudToken,
  profile: string,
  { lookup }: CloudAccountSettings,
): Promise<StoredToken> {
  const { parse } = await import("smol-toml");
  const path = await realPath(profilePath(lookup));
  const before = await readFile(path);
  const read = (text: string): Profiles => parse(text);
  let profiles: Profiles;
  try {
    profiles = read(before);
  } catch (cause) {
    const message = `Cannot read "${path}": ${messageOf(cause).split("\n")[0]}`;
    throw new FleetError("config-invalid", message, { hint: "Correct or move the file", cause });
  }
  const server = lookup?.("MODAL_SERVER_URL")?.trim();
  const after = editProfile(before, profile, {
    token_id: token.id,
    token_secret: token.secret,
    server_url: server && !DEFAULT_SERVER.test(server) ? server : undefined,
  });
  assertOnlyThisChanged(profiles, () => read(after), { profile, token, path });
  await writeFile(path, after);
  return { path, profile, isReplaced: Object.hasOwn(profiles, profile) };
}

/** The form of a TOML file is free: whatever the change did besides is found here. */
function assertOnlyThisChanged(
  before: Profiles,
  readAfter: () => Profiles,
  { profile, token, path }: {
    readonly profile: string;
    readonly token: CloudToken;
    readonly path: string;
  },
): void {
  let isRight = false;
  try {
    const after = readAfter();
    const table = fieldsOf(after[profile]);
    const actives = Object.values(after).filter((table) => fieldsOf(table)["active"] === true);
    isRight = table["token_id"] === token.id && table["token_secret"] === token.secret &&
      table["active"] === true && actives.length === 1 &&
      others(before, profile) === others(after, profile);
  } catch {
    // No TOML any more.
  }
  if (isRight) return;
  throw new FleetError("config-invalid", `Cannot change "${path}": its form is unusual`, {
    hint: `Put token_id, token_secret and "active = true" into its table [${profile}] by hand`,
  });
}

/** What must stay: all other profiles, apart from which is active, and other keys of this one. */
function others(profiles: Profiles, profile: string): string {
  const kept = Object.entries({ [profile]: {}, ...profiles }).map(([name, value]) => {
    const table = Object.entries(fieldsOf(value)).filter(([key, value]) =>
      !(key === "active" && typeof value === "boolean") &&
      !(name === profile && ["token_id", "token_secret", "server_url"].includes(key))
    );
    return [name, typeof value === "object" ? Object.fromEntries(table) : value];
  });
  return JSON.stringify(kept.sort(([a], [b]) => String(a) < String(b) ? -1 : 1));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The file behind a link, so that the link stays. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    return path;
  }
}

async function readFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return "";
    throw new FleetError("config-invalid", `Cannot read "${path}": ${messageOf(cause)}`, { cause });
  }
}

/** Writes a file of the user's alone beside it and puts that in its place. */
async function writeFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    using file = await Deno.open(draft, { createNew: true, write: true, mode: OWNER_ONLY });
    const bytes = new TextEncoder().encode(text);
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
    await file.sync();
    await Deno.rename(draft, path);
  } catch (cause) {
    await Deno.remove(draft).catch(() => {});
    throw new FleetError("output-failed", `Cannot write "${path}": ${messageOf(cause)}`, { cause });
  }
}
