/**
 * Stands for `readLines` of https://deno.land/std@0.186.0/io/mod.ts, which dspy's interpreter imports,
 * where that host cannot be reached: the lines of a reader as they come.
 *
 * @module
 */

/** Lines without their ends. */
export async function* readLines(reader) {
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(1 << 16);
  let parts = [];
  for (;;) {
    const count = await reader.read(chunk);
    if (count === null) break;
    let text = decoder.decode(chunk.subarray(0, count), { stream: true });
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      parts.push(text.slice(0, end));
      yield parts.join("");
      parts = [];
      text = text.slice(end + 1);
    }
    parts.push(text);
  }
  const rest = parts.join("");
  if (rest !== "") yield rest;
}
