/**
 * Lists of names as front matter may write them: a YAML list, or one text with commas or spaces, where
 * parentheses hold a name together.
 *
 * @module
 */

/** The names; none for a value that is no list of any kind. */
export function namesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== "string") return [];
  const names: string[] = [];
  let name = "";
  let depth = 0;
  for (const char of value) {
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (depth <= 0 && /[\s,]/.test(char)) {
      if (name !== "") names.push(name);
      name = "";
    } else name += char;
  }
  return name === "" ? names : [...names, name];
}

/** The name without what stands in parentheses: `Bash` for `Bash(git *)`. */
export function bareName(name: string): string {
  return name.replace(/\(.*$/s, "");
}
