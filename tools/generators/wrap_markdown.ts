/**
 * Lines of Markdown as `deno fmt` sets them.
 *
 * @module
 */

/** Widest line, as `deno fmt` sets it. */
const WIDTH = 100;

/** Breaks lines between words, never inside of code; the first keeps its indent, the others get one. */
export function wrapMarkdown(text: string, indent: string): string {
  const lines: string[] = [];
  const lead = /^ */.exec(text)?.[0] ?? "";
  let line = "";
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? lead + word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
