/**
 * What Python accepts as a name. Pure; used for fields and host tools, before anything starts.
 *
 * @module
 */

/** The hard keywords of Python 3.10 to 3.14; soft ones (`match`, `type`) are usable names. */
export const PYTHON_KEYWORDS: ReadonlySet<string> = new Set([
  ..."False None True and as assert async await break class continue def del elif else".split(" "),
  ..."except finally for from global if import in is lambda nonlocal not or pass raise".split(" "),
  ..."return try while with yield".split(" "),
]);

const IDENTIFIER = /^[\p{XID_Start}_][\p{XID_Continue}]*$/u;

/**
 * Why `name` cannot name a variable of the guest, as the end of a sentence; `undefined` when it can.
 * Names that Python would normalise to others, and `__dunder__` names, are refused as well.
 */
export function findNameProblem(name: string): string | undefined {
  if (PYTHON_KEYWORDS.has(name)) return "must be a valid Python identifier, not a keyword";
  if (!IDENTIFIER.test(name) || name.normalize("NFKC") !== name) {
    return "must be a valid Python identifier";
  }
  if (/^__.*__$/.test(name)) return "must not be a name that Python itself uses";
  return undefined;
}
