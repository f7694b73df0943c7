/**
 * Where the blocks of a page run: a folder of their own, `fleet-rlm` and `deno` on the path, a fake model
 * server under the address that pages use for one, a fake Modal where they need it, and nothing of the
 * user's.
 *
 * @module
 */

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createLocalBackend } from "../../backends/local/mod.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import { startFakeModal } from "../fakes/modal/mod.ts";
import { type RecordedRequest, startOpenAiServer } from "../fakes/openai_server.ts";
import type { Block } from "./_markdown.ts";

/** The address that pages use for a model server of the reader's own. */
const ADDRESS = "http://localhost:8000/v1";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));

/** Blocks that need an account at Modal; they get one of a fake. */
const MODAL = /--backend modal|fleet-rlm (modal|check-secret)/;

/** What became of a shell block. */
export interface ShellResult {
  /** All that it printed, both streams. */
  readonly printed: string;
  /** Whether it came to its end. */
  readonly ok: boolean;
}

/** Runs the shell blocks of a page in order, up to the first that fails. */
export async function runShell(blocks: readonly Block[]): Promise<readonly ShellResult[]> {
  if (blocks.length === 0) return [];
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-docs-" }));
  await using server = startOpenAiServer({ reply: replyTo });
  await using modal = blocks.some(({ code }) => MODAL.test(code))
    ? await startFakeModal()
    : undefined;
  try {
    await writePrograms(`${folder}/bin`);
    const outputs = `${folder}/outputs`;
    for (const path of [outputs, `${folder}/home`, `${folder}/work`]) await Deno.mkdir(path);
    const parts = blocks.map(({ code }, index) =>
      `{\n${code.replaceAll(ADDRESS, server.url)}} >${outputs}/${index} 2>&1 </dev/null\n` +
      `: >${outputs}/${index}.ok\n`
    );
    await Deno.writeTextFile(`${folder}/page.sh`, `set -eu\n${parts.join("")}`);
    await new Deno.Command("sh", {
      args: [`${folder}/page.sh`],
      cwd: `${folder}/work`,
      clearEnv: true,
      env: { ...await environment(folder, server.url), ...modal?.env },
      stdin: "null",
      stderr: "null",
    }).output();
    return await Promise.all(blocks.map(async (_, index) => ({
      printed: await Deno.readTextFile(`${outputs}/${index}`).catch(() => "It was not reached\n"),
      ok: await Deno.stat(`${outputs}/${index}.ok`).then(() => true, () => false),
    })));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writePrograms(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const program = `#!/bin/sh\nexec '${Deno.execPath()}' run -A --quiet '${MAIN}' "$@"\n`;
  await Deno.writeTextFile(`${folder}/fleet-rlm`, program, { mode: 0o755 });
}

async function environment(folder: string, url: string): Promise<Record<string, string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout)) as { denoDir: string };
  const own = Deno.env.toObject();
  const kept = Object.entries(own).filter(([name]) => /^(PYENV_ROOT|TMPDIR|DENO_.*)$/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${folder}/bin:${dirname(Deno.execPath())}:${own["PATH"] ?? ""}`,
    HOME: `${folder}/home`,
    DENO_DIR: denoDir,
    NO_COLOR: "1",
    COLUMNS: "100",
    DSPY_LM_API_BASE: url,
  };
}

/** Values that fit the types of outputs. */
const SAMPLES: readonly (readonly [type: RegExp, value: string])[] = [
  [/^list/, "[]"],
  [/^dict/, "{}"],
  [/^int/, "1"],
  [/^float/, "1.0"],
  [/^bool/, "True"],
  [/^Literal\[(.+?)[\],]/, "$1"],
];

/** What the fake model says: as a planner values that are accepted, as a sub-model one sentence. */
function replyTo({ body }: RecordedRequest): string {
  const system = body.messages.find(({ role }) => role === "system")?.content ?? "";
  const [, outputs] = /^# Outputs\n\n.*\n((?:- .*\n)+)/m.exec(system) ?? [];
  if (outputs === undefined) return "An answer of the fake model.";
  const values = [...outputs.matchAll(/^- `(\w+)` \(([^)]*)\)/gm)].map(([, name, type = ""]) => {
    const [pattern, sample] = SAMPLES.find(([each]) => each.test(type)) ?? [/.*/s, '"An answer"'];
    return `${name}=${type.replace(new RegExp(`${pattern.source}.*$`, "s"), sample)}`;
  });
  return `I answer at once.\n\n\`\`\`python\nSUBMIT(${values.join(", ")})\n\`\`\`\n`;
}

/** Runs the Python blocks of a page as cells of one session; what went wrong with each, if anything. */
export async function runPython(
  blocks: readonly Block[],
): Promise<readonly (string | undefined)[]> {
  if (blocks.length === 0) return [];
  const folder = await Deno.makeTempDir({ prefix: "fleet-docs-" });
  try {
    await using session = createLocalBackend({ cacheFolder: folder }).createInterpreter({
      tools: QUERY_TOOLS,
    });
    await session.start();
    await session.bind([
      { kind: "value", name: "document", value: DOCUMENT },
      { kind: "value", name: "query", value: "When does the ferry leave?" },
    ]);
    const failures: (string | undefined)[] = [];
    for (const { code } of blocks) {
      const result = await session.execute(code);
      const isWell = result.status === "ok" || result.status === "submitted";
      failures.push(isWell ? undefined : JSON.stringify(result));
    }
    return failures;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What cells of pages find under `document`. */
const DOCUMENT = `# Harbour

The ferry to Ravn leaves at seven.

## Lights

2024-03-01 The northern buoy lost its lamp.
2024-04-02 The lamp was replaced.
`.repeat(200);

const answer = "An answer of the fake model.";

const QUERY_TOOLS: readonly HostTool[] = [
  {
    name: "llm_query",
    description: "",
    parameters: [{ name: "prompt" }],
    call: () => Promise.resolve(answer),
  },
  {
    name: "llm_query_batched",
    description: "",
    parameters: [{ name: "prompts" }],
    call: ({ prompts }) => Promise.resolve((prompts as string[]).map(() => answer)),
  },
  {
    name: "rlm_query",
    description: "",
    parameters: [{ name: "query" }, { name: "context", default: null }],
    call: () => Promise.resolve(answer),
  },
];
