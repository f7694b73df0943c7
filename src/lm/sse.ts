/**
 * Server-sent events, as far as language models use them: the data of every event, in order. Names,
 * ids and comments (which some gateways send to keep the line open) are passed over.
 *
 * Format: the HTML standard, section 9.2.6.
 *
 * @module
 */

/**
 * The data of every event. Leaving the loop early cancels the body, and with it the request.
 *
 * @throws What reading the body throws.
 */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === "") {
      if (data.length > 0) yield data.join("\n");
      data = [];
    } else if (line.startsWith("data:")) {
      data.push(line.slice(line[5] === " " ? 6 : 5));
    }
  }
  // Some servers leave out the blank line at the end.
  if (data.length > 0) yield data.join("\n");
}

/** Lines without their ends: `\n`, `\r\n` or `\r`. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  // Not through a TextDecoderStream: a second stream costs more than decoding does.
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const text = decoder.decode(bytes, { stream: true });
    const lines = (rest + text).split(/\r\n|\n|\r(?!\n|$)/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield* rest.replace(/\r$/, "").split("\r");
}
