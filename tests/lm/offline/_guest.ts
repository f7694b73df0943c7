/**
 * Runs the offline planner's cells with a real Python and the least of a sandbox round them: the two
 * chunkers, `llm_query_batched` answered by the same model, and SUBMIT. For the tests of this folder.
 *
 * @module
 */

import type { Field } from "../../../src/core/field.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { PlannerBrief } from "../../../src/core/lm.ts";
import { createOfflineModel } from "../../../src/lm/offline/offline_model.ts";

/** What came of the three turns. */
export interface GuestRun {
  /** What SUBMIT was called with. */
  readonly outputs: JsonObject;
  /** What each turn printed. */
  readonly printed: readonly string[];
  /** What each turn's reply was. */
  readonly replies: readonly string[];
  /** Prompts of the sub-queries. */
  readonly prompts: readonly string[];
}

/** Options of {@linkcode runOffline}. */
export interface GuestOptions {
  /** The task's instructions. */
  readonly instructions?: string;
  /** What the sub-model replies in place of the offline model; `null` makes the call fail. */
  readonly subReply?: ((prompt: string) => string) | null;
}

const HARNESS = String.raw`
import json, re, sys, io, contextlib

def chunk_by_headers(text, pattern=r"^#{1,3} ", flags=re.MULTILINE):
    hits = list(re.finditer(pattern, text, flags | re.MULTILINE))
    if not text:
        return []
    if not hits:
        return [{"header": "", "content": text.strip(), "start_pos": 0}]
    chunks = []
    if text[:hits[0].start()].strip():
        chunks.append({"header": "", "content": text[:hits[0].start()].strip(), "start_pos": 0})
    for i, hit in enumerate(hits):
        end = hits[i + 1].start() if i + 1 < len(hits) else len(text)
        header, _, rest = text[hit.start():end].partition("\n")
        chunks.append({"header": header.strip(), "content": rest.strip(), "start_pos": hit.start()})
    return chunks

def chunk_by_size(text, size=200000, overlap=0):
    chunks = []
    for start in range(0, len(text), size - overlap):
        chunks.append(text[start:start + size])
        if start + size >= len(text):
            break
    return chunks

def llm_query_batched(prompts):
    real.write(json.dumps({"ask": prompts}) + "\n")
    real.flush()
    replies = json.loads(sys.stdin.readline())
    if replies is None:
        raise RuntimeError("LLM call limit exceeded")
    return replies

class Submitted(BaseException):
    pass

def SUBMIT(**values):
    raise Submitted(values)

real = sys.stdout
task = json.loads(sys.stdin.readline())
scope = {"chunk_by_headers": chunk_by_headers, "chunk_by_size": chunk_by_size,
         "llm_query_batched": llm_query_batched, "SUBMIT": SUBMIT, **task["variables"]}
printed, outputs = [], None
for cell in task["cells"]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            exec(compile(cell, "<cell>", "exec"), scope)
        except Submitted as end:
            outputs = end.args[0]
    printed.append(out.getvalue())
real.write(json.dumps({"printed": printed, "outputs": outputs}) + "\n")
`;

/** A brief for a turn, with variables measured as the sandbox would. */
export function briefOf(
  variables: Readonly<Record<string, string>>,
  outputs: readonly Field[],
  more: Partial<PlannerBrief> = {},
): PlannerBrief {
  return {
    instructions: "",
    variables: Object.entries(variables).map(([name, value]) => {
      const points = Array.from(value);
      const isWhole = points.length <= 1000;
      return {
        name,
        type: "str",
        chars: points.length,
        head: isWhole ? value : points.slice(0, 500).join(""),
        tail: isWhole ? "" : points.slice(-500).join(""),
      };
    }),
    outputs,
    purpose: "turn",
    turn: 1,
    ...more,
  };
}

/** Plays all three turns in one Python process; throws when a cell raised. */
export async function runOffline(
  variables: Readonly<Record<string, string>>,
  outputs: readonly Field[],
  options: GuestOptions = {},
): Promise<GuestRun> {
  const model = createOfflineModel();
  const replies: string[] = [];
  for (const turn of [1, 2, 3]) {
    const instructions = options.instructions ?? "";
    const brief = briefOf(variables, outputs, { turn, instructions });
    replies.push((await model.generate([], { brief })).text);
  }
  const cells = replies.map((reply) => /```python\n([\s\S]*?)\n```/.exec(reply)?.[1] ?? "");
  const python = new Deno.Command("python3", {
    args: ["-X", "utf8", "-c", HARNESS],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(python.stderr).text();
  const writer = python.stdin.getWriter();
  const send = (value: unknown): Promise<void> =>
    writer.write(new TextEncoder().encode(JSON.stringify(value) + "\n"));
  const prompts: string[] = [];
  let last: JsonObject | undefined;
  let rest = "";
  await send({ variables, cells });
  for await (const part of python.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const value = JSON.parse(line) as JsonObject;
      if (!("ask" in value)) {
        last = value;
        continue;
      }
      const asked = value.ask as string[];
      prompts.push(...asked);
      await send(await answers(asked));
    }
  }
  await writer.close();
  const { success } = await python.status;
  if (!success || last === undefined) throw new Error(await errors);
  await errors;
  return {
    outputs: last.outputs as JsonObject,
    printed: last.printed as string[],
    replies,
    prompts,
  };

  function answers(asked: readonly string[]): Promise<readonly string[] | null> {
    const { subReply } = options;
    if (subReply === null) return Promise.resolve(null);
    return Promise.all(asked.map(async (content) => {
      if (subReply !== undefined) return subReply(content);
      return (await model.generate([{ role: "user", content }])).text;
    }));
  }
}
