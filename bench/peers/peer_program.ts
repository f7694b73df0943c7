/**
 * A program that answers one question a line: JSON in, `{"value": …}` or `{"error": "…"}` out.
 *
 * @module
 */

/** One that runs. */
export interface PeerProgram {
  /** Its process. */
  readonly pid: number;
  /**
   * Asks it something.
   * @throws {Error} What it says went wrong, or the end of what it told when it is gone.
   */
  ask(question: unknown): Promise<unknown>;
  /** Ends it. */
  close(): Promise<void>;
}

/** Starts one; what it tells on standard error is kept for errors. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): PeerProgram {
  const child = new Deno.Command(program, {
    args: [...args],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const told = new Response(child.stderr).text();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";

  async function nextLine(): Promise<string> {
    for (;;) {
      const end = text.indexOf("\n");
      if (end >= 0) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        return line;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error((await told).trim().split("\n").slice(-3).join(" "));
      text += value;
    }
  }

  return {
    pid: child.pid,
    ask: async (question) => {
      await writer.write(new TextEncoder().encode(`${JSON.stringify(question)}\n`));
      const answer = JSON.parse(await nextLine());
      if ("error" in answer) throw new Error(answer.error);
      return answer.value;
    },
    close: async () => {
      await writer.close().catch(() => {});
      await child.status;
      await told;
      await reader.cancel();
    },
  };
}
