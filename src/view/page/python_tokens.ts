/**
 * Python as coloured pieces, in one pass and without understanding it: code that is cut off or no
 * Python at all is coloured as far as it goes.
 *
 * @module
 */

/** A piece of code: what it is and how long. */
export interface PythonToken {
  /** What it is; empty for what stays as it is. */
  readonly kind: "" | "comment" | "string" | "number" | "keyword" | "builtin" | "given" | "name";
  /** Its text. */
  readonly text: string;
}

const KEYWORDS = new Set(
  ("False None True and as assert async await break case class continue def del elif else except " +
    "finally for from global if import in is lambda match nonlocal not or pass raise return try " +
    "while with yield").split(" "),
);

const BUILTINS = new Set(
  ("abs all any bool bytes chr dict dir divmod enumerate filter float format frozenset getattr " +
    "hasattr hash int isinstance issubclass iter len list map max min next object open ord pow " +
    "print range repr reversed round set setattr slice sorted str sum super tuple type vars zip " +
    "Exception RuntimeError ValueError TypeError KeyError IndexError").split(" "),
);

/** What a run gives to its code. */
const GIVEN = new Set(
  ("SUBMIT llm_query llm_query_batched rlm_query rlm_query_batched budget peek grep chunk_by_size " +
    "chunk_by_headers chunk_by_timestamps chunk_by_json_keys save_to_volume load_from_volume")
    .split(" "),
);

const PREFIX = "(?:[rR]?[bB]|[bB][rR]|[rR]?[fF]|[fF][rR]|[uU]|[rR])?";

/** In the order of trying; the last one takes what is left, so that no character is passed over. */
const PIECE = new RegExp(
  [
    "(?<comment>#[^\\n]*)",
    `(?<string>${PREFIX}(?:"""(?:[^\\\\]|\\\\[\\s\\S])*?(?:"""|$)` +
    `|'''(?:[^\\\\]|\\\\[\\s\\S])*?(?:'''|$)` +
    `|"(?:[^"\\\\\\n]|\\\\[\\s\\S])*"?|'(?:[^'\\\\\\n]|\\\\[\\s\\S])*'?))`,
    "(?<number>\\b(?:0[xXoObB][\\da-fA-F_]+|\\d[\\d_]*(?:\\.[\\d_]*)?(?:[eE][+-]?\\d+)?[jJ]?))",
    "(?<decorator>@[\\p{ID_Start}_][\\p{ID_Continue}.]*)",
    "(?<word>[\\p{ID_Start}_]\\p{ID_Continue}*)",
    "(?<rest>\\s+|[^\\s\\p{ID_Start}_#\"'\\d@]+|[\\s\\S])",
  ].join("|"),
  "gu",
);

/** The pieces of some code; their texts together are the code. */
export function* pythonTokens(code: string): Generator<PythonToken, void, void> {
  let before = "";
  for (const { 0: text, groups = {} } of code.matchAll(PIECE)) {
    yield { kind: kindOf(text, groups, before), text };
    if (groups["word"] !== undefined) before = text;
    else if (text.trim() !== "") before = "";
  }
}

function kindOf(
  text: string,
  groups: Readonly<Record<string, string | undefined>>,
  before: string,
): PythonToken["kind"] {
  if (groups["comment"] !== undefined) return "comment";
  if (groups["string"] !== undefined) return "string";
  if (groups["number"] !== undefined) return "number";
  if (groups["decorator"] !== undefined) return "name";
  if (groups["word"] === undefined) return "";
  if (KEYWORDS.has(text)) return "keyword";
  if (GIVEN.has(text)) return "given";
  if (before === "def" || before === "class") return "name";
  return BUILTINS.has(text) ? "builtin" : "";
}
