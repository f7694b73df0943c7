/**
 * The errors of opening files, in one grammar whoever opens them.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import type { TextFault } from "./text_scanner.ts";

/** `input-unreadable`: the system, or what the file is, does not let it be read. */
export function unreadable(label: string, cause: unknown): FleetError {
  const denied = cause instanceof Deno.errors.PermissionDenied;
  return new FleetError(
    "input-unreadable",
    `Cannot read ${label}: ${denied ? "permission denied" : messageOf(cause)}`,
    { hint: "Check that the file may be read by this user", cause },
  );
}

/** `input-not-text`: bytes that are no text; `of` says where the offset counts. */
export function notText(label: string, fault: TextFault, of = ""): FleetError {
  return new FleetError(
    "input-not-text",
    `Cannot use ${label} as text: ${fault.reason} at byte ${fault.offset}${of}`,
    { hint: "Give a text file in UTF-8, or in UTF-16 with a byte order mark" },
  );
}

/** `input-empty`: no text in it. */
export function emptyInput(
  label: string,
  state = "it is empty",
  hint = label.startsWith('"') ? "Give a file with text in it" : "Send text to it, or name a file",
): FleetError {
  return new FleetError("input-empty", `Cannot use ${label}: ${state}`, { hint });
}

/** `input-invalid`: a packed or formatted file that is damaged, locked or of another kind. */
export function unusable(
  label: string,
  state: string,
  options: { readonly hint: string; readonly cause?: unknown },
): FleetError {
  return new FleetError("input-invalid", `Cannot use ${label}: ${state}`, options);
}

/** `input-invalid`: more text than an input may come to. */
export function tooLarge(label: string, maxUnpackedBytes: number): FleetError {
  const mib = maxUnpackedBytes / (1 << 20);
  const limit = Number.isInteger(mib) ? `${mib} MiB` : `${maxUnpackedBytes} bytes`;
  return unusable(label, `it unpacks to more than ${limit}`, {
    hint: "Raise the limit with --max-input-size if it is to be trusted",
  });
}
