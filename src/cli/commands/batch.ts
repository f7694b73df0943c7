/**
 * `batch`: many tasks of a file, so many runs at a time, a line of results for each as it ends.
 *
 * @module
 */

import { resolve } from "node:path";
import { FleetError, InterruptedError, UsageError } from "../../core/errors.ts";
import { spoolStream } from "../../inputs/spool_stream.ts";
import { BatchTotals } from "../../jobs/batch/batch_totals.ts";
import { openResultFile, type ResultFile } from "../../jobs/batch/result_file.ts";
import { runBatch } from "../../jobs/batch/run_batch.ts";
import { type BadLine, type BatchTask, readTaskFile } from "../../jobs/batch/task_file.ts";
import { createTaskLineReader, type ReadTaskLine } from "../../jobs/batch/task_line.ts";
import type { ModelChoice, RunHost } from "../../jobs/run_host.ts";
import { limitHost } from "../../jobs/limit_host.ts";
import { DEFAULT_CONCURRENCY } from "../../rlm/limits/limit_table.ts";
import { type BatchProgressOptions, openBatchProgress } from "../batch_progress.ts";
import type { CommandContext } from "../command_spec.ts";
import { openStandardInput, optionMs, progressLevel } from "../command_setup.ts";
import { EXIT } from "../exit_code.ts";
import { readLimits } from "../limit_options.ts";
import { openCommandInputs } from "../open_command_inputs.ts";
import { openRunHost } from "../open_run_host.ts";
import { openTools } from "../open_tools.ts";
import type { Terminal } from "../terminal.ts";
import { jsonRenderer, renderJsonLine, renderLines } from "../output.ts";

/** Runs the tasks of the file that the argument names. */
export async function batch(context: CommandContext): Promise<number> {
  const { args, cwd, signal, terminal } = context;
  const tools = (await openTools(context)).map(({ tool }) => tool);
  await using tasks = await locateTasks(context);
  const concurrency = args.number("concurrency") ?? DEFAULT_CONCURRENCY;
  using opened = await openRunHost(context, { needsModel: false });
  const host = limitHost(opened, concurrency);
  const readLine = await createTaskLineReader({ cwd, toolNames: tools.map(({ name }) => name) });
  const places = { path: tasks.path, readLine };
  const checked = await checkTasks(context, { ...places, host });
  using results = await openResults(context);
  const isDone = ({ id, sha256 }: DoneKey) => results?.done.get(id) === sha256;
  const skipped = checked.filter(isDone).length;
  const totals = new BatchTotals({ tasks: checked.length, skipped });
  using progress = await openBatchProgress({
    write: (text) => terminal.err(text),
    level: progressLevel(context),
    totals,
    ...displayOf(terminal),
  });
  const startedAt = performance.now();
  const mostFailed = args.number("max-failed") ?? Infinity;
  let interruption: unknown;
  progress.begin();
  try {
    const running = runBatch(leftTasks(places, isDone), {
      host,
      concurrency,
      parallel: args.number("parallel") ?? 1,
      limits: commonLimits(context),
      tools,
      openInputs: (specs, options) => openCommandInputs(context, specs, options),
      watch: (task) => progress.watch(task),
      signal,
    });
    for await (const result of running) {
      totals.add(result);
      if (results === undefined) terminal.out(renderJsonLine(result.record));
      else results.add(result.record);
      progress.tell(result);
      if (totals.byStatus.failed >= mostFailed) break;
    }
  } catch (thrown) {
    if (!(thrown instanceof InterruptedError)) throw thrown;
    interruption = thrown;
  }
  const durationMs = performance.now() - startedAt;
  progress.end(durationMs);
  if (results !== undefined) {
    const record = totals.record(durationMs);
    terminal.out((jsonRenderer(args) ?? renderLines)(record));
  }
  if (interruption !== undefined) {
    if (results !== undefined && !args.flag("quiet")) {
      terminal.err("To go on: the same command with --resume\n");
    }
    throw interruption;
  }
  return exitCode(totals, args.flag("strict"));
}

/** A display for a person who looks on. */
function displayOf({ screen }: Terminal): Pick<BatchProgressOptions, "openDisplay"> {
  if (screen === undefined) return {};
  return {
    openDisplay: async (lines) => {
      const { openLiveDisplay } = await import("../live/live_display.ts");
      return await openLiveDisplay({ screen, lines });
    },
  };
}

/** The file of tasks; standard input goes to a temporary one, since it is read twice. */
async function locateTasks(
  context: CommandContext,
): Promise<AsyncDisposable & { readonly path: string }> {
  const { args, cwd, signal } = context;
  const given = args.requiredArgument("tasks");
  if (given === "-") return await spoolStream(openStandardInput(context), signal);
  return { path: resolve(cwd, given), [Symbol.asyncDispose]: () => Promise.resolve() };
}

interface TaskPlaces {
  readonly path: string;
  readonly readLine: ReadTaskLine;
}

/** What tells whether a task is done. */
type DoneKey = Pick<BatchTask, "id" | "sha256">;

/**
 * Reads all lines and tells of all that are no tasks.
 * @throws {FleetError} `input-invalid` when there are such lines, `input-empty` when there is none.
 */
async function checkTasks(
  { args, terminal }: CommandContext,
  { host, path, readLine }: TaskPlaces & { readonly host: RunHost },
): Promise<readonly DoneKey[]> {
  const tasks: DoneKey[] = [];
  const models = new ModelCheck(host);
  let bad = 0;
  const tell = ({ line, message }: BadLine): void => {
    bad++;
    terminal.err(`Line ${line}: ${message}\n`);
  };
  for await (const entry of readTaskFile(path, readLine)) {
    if (entry.kind === "bad-line") {
      tell(entry.badLine);
      continue;
    }
    const { id, line, models: choice, sha256 } = entry.task;
    const problem = await models.problemOf(choice);
    if (problem === undefined) tasks.push({ id, sha256 });
    else tell({ line, message: problem });
  }
  const name = args.requiredArgument("tasks");
  if (bad > 0) {
    const count = bad === 1 ? "1 line is" : `${bad} lines are`;
    throw new FleetError("input-invalid", `Cannot run tasks "${name}": ${count} no task`, {
      hint: 'A line is {"task": "analyze-document", "paths": {…}, "values": {…}}; nothing was run',
    });
  }
  if (tasks.length > 0) return tasks;
  throw new FleetError("input-empty", `Cannot run tasks "${name}": there is none in it`, {
    hint: 'A line is {"task": "analyze-document", "paths": {…}, "values": {…}}',
  });
}

/** Whether models can be had, each choice of them tried once. */
class ModelCheck {
  readonly #host: RunHost;
  readonly #problems = new Map<string, string | undefined>();

  constructor(host: RunHost) {
    this.#host = host;
  }

  async problemOf(choice: ModelChoice): Promise<string | undefined> {
    const key = JSON.stringify([choice.model, choice.subModel]);
    if (!this.#problems.has(key)) this.#problems.set(key, await this.#try(choice));
    return this.#problems.get(key);
  }

  async #try(choice: ModelChoice): Promise<string | undefined> {
    try {
      await this.#host.models(choice);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof FleetError) return thrown.message;
      throw thrown;
    }
  }
}

/** The file of `--out`; undefined when results go to standard output. */
async function openResults({ args, cwd }: CommandContext): Promise<ResultFile | undefined> {
  const isResumed = args.flag("resume");
  const path = args.text("out");
  if (path !== undefined) {
    const isStrict = args.flag("strict");
    return await openResultFile(resolve(cwd, path), {
      isResumed,
      isDone: (status) => status === "submitted" || (status === "extracted" && !isStrict),
    });
  }
  if (!isResumed) return undefined;
  throw new UsageError("Cannot resume the batch: there is no file of results", {
    hint: "Name it with --out FILE",
  });
}

/** The tasks that are not done. */
async function* leftTasks(
  { path, readLine }: TaskPlaces,
  isDone: (task: DoneKey) => boolean,
): AsyncGenerator<BatchTask, void, void> {
  for await (const entry of readTaskFile(path, readLine)) {
    if (entry.kind === "task") {
      if (!isDone(entry.task)) yield entry.task;
      continue;
    }
    const { line, message } = entry.badLine;
    throw new FleetError("input-invalid", `Cannot go on with line ${line}: ${message}`, {
      hint: "It has changed since the batch began",
    });
  }
}

function commonLimits(context: CommandContext) {
  const { args } = context;
  const given = (name: string) => args.number(name) !== undefined;
  return {
    limits: readLimits(args),
    ...(given("timeout") ? { timeoutMs: optionMs(context, "timeout") } : {}),
    ...(given("cell-timeout") ? { cellTimeoutMs: optionMs(context, "cell-timeout") } : {}),
  };
}

function exitCode({ byStatus }: BatchTotals, isStrict: boolean): number {
  if (byStatus.failed > 0) return EXIT.failure;
  const isShort = byStatus.limit > 0 || (isStrict && byStatus.extracted > 0);
  return isShort ? EXIT.limit : EXIT.ok;
}
