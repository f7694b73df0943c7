/**
 * Foreign text inside a prompt: fenced so that nothing in it can end the fence.
 *
 * @module
 */

/** The text between fences that are longer than any run of backticks in it. */
export function fenceText(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}
