/**
 * The functions that every sandbox gives to guest code, as data: the prompt documents them, the
 * signature check reserves their names, the driver defines them.
 *
 * @module
 */

/** A function defined in the guest. */
export interface GuestHelper {
  /** Its name. */
  readonly name: string;
  /** Its Python signature, as a planner should read it. */
  readonly signature: string;
  /** What it does, in one line. */
  readonly summary: string;
}

/** Functions written in Python by the driver, in the order in which they are documented. */
export const GUEST_HELPERS: readonly GuestHelper[] = [
  {
    name: "peek",
    signature: "peek(text: str, start: int = 0, length: int = 2000) -> str",
    summary: "A slice of text by character offset; a negative start counts from the end.",
  },
  {
    name: "grep",
    signature: "grep(text: str, pattern: str, *, context: int = 0, regex: bool = False, " +
      "ignore_case: bool = True, limit: int | None = None) -> list[str]",
    summary: "The lines that contain pattern, each with context lines around it; " +
      "pattern is plain text unless regex=True.",
  },
  {
    name: "chunk_by_size",
    signature: "chunk_by_size(text: str, size: int = 200_000, overlap: int = 0) -> list[str]",
    summary: "Pieces of size characters; each repeats the last overlap characters of the former.",
  },
  {
    name: "chunk_by_headers",
    signature: 'chunk_by_headers(text: str, pattern: str = r"^#{1,3} ", ' +
      "flags: int = re.MULTILINE) -> list[dict]",
    summary: 'Sections of a Markdown text: dicts with "header", "content", "start_pos".',
  },
  {
    name: "chunk_by_timestamps",
    signature: 'chunk_by_timestamps(text: str, pattern: str = r"^\\d{4}-\\d{2}-\\d{2}[T ]", ' +
      "flags: int = re.MULTILINE) -> list[dict]",
    summary: 'Entries of a log: dicts with "timestamp", "content", "start_pos".',
  },
  {
    name: "chunk_by_json_keys",
    signature: "chunk_by_json_keys(text: str) -> list[dict]",
    summary: 'Top-level keys of a JSON object: dicts with "key", "content" (indented JSON), ' +
      '"value_type".',
  },
  {
    name: "add_buffer",
    signature: "add_buffer(name: str, value: object) -> None",
    summary: "Appends value to the list kept under name; it stays between turns.",
  },
  {
    name: "get_buffer",
    signature: "get_buffer(name: str) -> list",
    summary: "A copy of the list kept under name; empty when there is none.",
  },
  {
    name: "clear_buffer",
    signature: "clear_buffer(name: str | None = None) -> None",
    summary: "Forgets the list kept under name, or all of them.",
  },
  {
    name: "SHOW_VARS",
    signature: "SHOW_VARS() -> dict[str, str]",
    summary: "Names of your variables and functions, and what each one is.",
  },
];

/** Functions that keep files on the volume; of use when one is mounted. */
export const VOLUME_HELPERS: readonly GuestHelper[] = [
  {
    name: "save_to_volume",
    signature: "save_to_volume(path: str, content: str) -> str",
    summary: "Writes text to a file on the volume, which outlives the run; returns its full path.",
  },
  {
    name: "load_from_volume",
    signature: "load_from_volume(path: str) -> str",
    summary: "Reads the text of a file on the volume.",
  },
];

/** Names that neither an input, an output nor a host tool may take. */
export const RESERVED_NAMES: readonly string[] = [
  "SUBMIT",
  "llm_query",
  "llm_query_batched",
  "rlm_query",
  "rlm_query_batched",
  "print",
  ...GUEST_HELPERS.map((helper) => helper.name),
  ...VOLUME_HELPERS.map((helper) => helper.name),
];
