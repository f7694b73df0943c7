/**
 * Changes one profile in the text of a `.modal.toml` and makes it the active one: line by line, so that
 * comments, order and the other profiles stay as they are. Pure; it does not judge what it was given:
 * whoever stores the result parses it again and compares.
 *
 * @module
 */

/** What the profile is to hold; `undefined` takes a key out. */
export type ProfileValues = Readonly<Record<string, string | undefined>>;

/** A table of the file: its header, and where its lines are. */
interface Table {
  readonly name: string;
  /** Index of the first line below the header. */
  readonly start: number;
  /** Index behind the last line. */
  readonly end: number;
}

const HEADER = /^\s*\[\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*\]\s*(?:#.*)?$/;
const ANY_HEADER = /^\s*\[/;
const BARE_KEY = /^[\w-]+$/;

/** The text with the profile changed, or added at its end, and no other one active. */
export function editProfile(text: string, profile: string, values: ProfileValues): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.replaceAll("\r\n", "\n").replace(/\n+$/, "").split("\n");
  if (lines.length === 1 && lines[0] === "") lines.pop();
  const others = findTables(lines).filter(({ name }) => name !== profile);
  for (const { start, end } of others) {
    for (let index = start; index < end; index++) {
      lines[index] = lines[index]!.replace(/^(\s*"?active"?\s*=\s*)true\b/, "$1false");
    }
  }
  if (!findTables(lines).some(({ name }) => name === profile)) {
    if (lines.length > 0) lines.push("");
    lines.push(`[${BARE_KEY.test(profile) ? profile : JSON.stringify(profile)}]`);
  }
  for (const [key, value] of Object.entries(values)) {
    setValue(lines, profile, { key, value: value && JSON.stringify(value) });
  }
  setValue(lines, profile, { key: "active", value: "true" });
  return lines.map((line) => line + lineEnd).join("");
}

/** The tables with a name of one part. */
function findTables(lines: readonly string[]): readonly Table[] {
  const heads = lines.flatMap((line, index) => ANY_HEADER.test(line) ? [index] : []);
  return heads.flatMap((index, order) => {
    const match = HEADER.exec(lines[index] ?? "");
    if (!match) return [];
    const [, quoted, literal, bare] = match;
    const name = quoted === undefined ? literal ?? bare ?? "" : unquote(quoted);
    return [{ name, start: index + 1, end: heads[order + 1] ?? lines.length }];
  });
}

/** Sets a key of a table, adds it behind the table's last line, or takes it out. */
function setValue(
  lines: string[],
  profile: string,
  { key, value }: { readonly key: string; readonly value: string | undefined },
): void {
  const table = findTables(lines).find(({ name }) => name === profile);
  if (!table) return;
  const { start, end } = table;
  const pattern = new RegExp(
    `^(\\s*(?:${key}|"${key}")\\s*=\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^#\\s]*)(\\s*(?:#.*)?)$`,
  );
  const at = lines.findIndex((line, index) => index >= start && index < end && pattern.test(line));
  if (at >= 0 && value === undefined) lines.splice(at, 1);
  else if (at >= 0) {
    lines[at] = lines[at]!.replace(pattern, (_, before, __, after) => before + value + after);
  } else if (value !== undefined) {
    let last = end;
    while (last > start && lines[last - 1]!.trim() === "") last--;
    lines.splice(last, 0, `${key} = ${value}`);
  }
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
