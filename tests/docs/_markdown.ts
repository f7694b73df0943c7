/**
 * The code of a Markdown page, and what is to become of each block:
 *
 * - `sh` runs, in order, in one shell and one folder for the page.
 * - `text` behind a block that runs is what it prints; `...` stands for anything.
 * - `json` right behind a block that runs is what it prints too, elsewhere it must parse.
 * - `python` runs as a cell of one sandbox session for the page.
 * - `ts` is left to `deno test --doc`.
 * - A block without a language is a picture.
 *
 * A comment `<!-- not run: REASON -->` above a block says why it does not run.
 *
 * @module
 */

/** One fenced block. */
export interface Block {
  /** The word behind the fence. */
  readonly language: string;
  /** Its text, without the fences. */
  readonly code: string;
  /** Line of its first fence, from 1. */
  readonly line: number;
  /** Why it does not run. */
  readonly skip?: string;
  /** What it prints, when the page shows that. */
  readonly prints?: string;
}

const FENCE = /^( *)(`{3,})([\w-]*)/;
const MARK = /^ *<!-- not run: (.+?) -->$/;

/** The blocks of a page in order; one that shows an output is joined to the one that prints it. */
export function readBlocks(page: string): readonly Block[] {
  const lines = page.split("\n");
  const blocks: Block[] = [];
  let skip: string | undefined;
  let isRightBehind = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const mark = MARK.exec(line)?.[1];
    if (mark !== undefined) skip = mark;
    const [, indent = "", fence, language = ""] = FENCE.exec(line) ?? [];
    if (fence === undefined) {
      // A mark holds for the block right below it.
      if (mark === undefined && line.trim() !== "") skip = undefined;
      if (line.trim() !== "") isRightBehind = false;
      continue;
    }
    const start = at;
    const code: string[] = [];
    while (++at < lines.length && lines[at]!.trim() !== fence) {
      code.push(lines[at]!.slice(indent.length));
    }
    const block: Block = {
      language,
      code: `${code.join("\n")}\n`,
      line: start + 1,
      ...skip === undefined ? {} : { skip },
    };
    skip = undefined;
    const before = blocks.at(-1);
    const mayShow = language === "text" || (language === "json" && isRightBehind);
    isRightBehind = true;
    const isOutput = mayShow && block.skip === undefined && before?.language === "sh" &&
      before.skip === undefined && before.prints === undefined;
    if (isOutput) blocks[blocks.length - 1] = { ...before, prints: block.code };
    else blocks.push(block);
  }
  return blocks;
}

/** Whether what was printed is what a page shows. */
export function isShown(printed: string, shown: string): boolean {
  const pattern = tidy(shown).split("...").map(RegExp.escape).join("[\\s\\S]*?");
  return new RegExp(`^${pattern}$`).test(tidy(printed));
}

/** Spaces at the ends of lines and lines at the end are nothing that a reader sees. */
function tidy(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, "").trimEnd();
}
