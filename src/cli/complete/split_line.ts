/**
 * The line of a shell up to the cursor to the words of its last command, as bash, zsh and fish read
 * them: quotes and backslashes, and what parts commands.
 *
 * @module
 */

/** The words, quotes taken off; the last is the one at the cursor and may be empty. */
export function splitLine(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: "'" | '"' | undefined;
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else if (char === "\\" && quote === '"' && /["\\$`]/.test(line.charAt(index + 1))) {
        word = (word ?? "") + line.charAt(++index);
      } else word = (word ?? "") + char;
    } else if (char === "'" || char === '"') {
      [quote, word] = [char, word ?? ""];
    } else if (char === "\\") {
      word = (word ?? "") + line.charAt(++index);
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/[;|&(]/.test(char)) {
      words.length = 0;
      word = undefined;
    } else word = (word ?? "") + char;
  }
  return [...words, word ?? ""];
}
