/**
 * `exec`: Python cells in one sandbox session, without any model. The first cell that fails ends it.
 *
 * @module
 */

import { boundFiles } from "../../core/bound_files.ts";
import type { Variable } from "../../core/variable.ts";
import { checkDistinct, type InputSpec, parseInput } from "../../inputs/parse_input.ts";
import { readTextFile } from "../../inputs/read_text_file.ts";
import { typeArguments } from "../../rlm/tools/typed_tools.ts";
import { cellRecord, renderCell } from "../cell_report.ts";
import type { CommandContext } from "../command_spec.ts";
import { chooseBackend, loadGuardedConfig, optionMs, progressLevel } from "../command_setup.ts";
import { tellBill } from "../describe_bill.ts";
import { describeCapabilities } from "../describe_capabilities.ts";
import { EXIT } from "../exit_code.ts";
import { openCommandInputs } from "../open_command_inputs.ts";
import { renderJsonLine } from "../output.ts";
import { openTools } from "../open_tools.ts";
import { splitCells } from "../split_cells.ts";

/** Stands for the code among the inputs; no variable can have this name. */
const CODE = "-";

/** Runs the cells of `--cell` and of the file. */
export async function exec(context: CommandContext): Promise<number> {
  const { args, terminal, signal } = context;
  const specs = [...args.list("input").map(parseInput), ...codeInput(context)];
  checkDistinct(specs);
  const tools = await openTools(context);
  await using inputs = await openCommandInputs(context, specs);
  const cells = [...args.list("cell"), ...await readCode(inputs.variables)];
  const variables = inputs.variables.filter(({ name }) => name !== CODE);
  const { config } = await loadGuardedConfig(context);
  const backend = await chooseBackend(context, config);
  await using _bill = { [Symbol.asyncDispose]: () => tellBill(context, backend) };
  await using session = backend.createInterpreter({
    maxOutputChars: args.number("max-output-chars") ?? 1_000_000,
    cellTimeoutMs: optionMs(context, "cell-timeout"),
    lifetimeMs: optionMs(context, "timeout"),
    files: boundFiles(variables),
    tools: tools.map(({ tool }) => typeArguments(tool)),
  });
  const capabilities = await session.start(signal);
  if (capabilities.warning !== undefined) terminal.err(`Warning: ${capabilities.warning}\n`);
  const verbose = progressLevel(context) === "verbose";
  if (verbose) {
    terminal.err(`Sandbox: ${describeCapabilities(capabilities)}\n`);
    terminal.err(`Files: ${capabilities.filesystem}\n`);
  }
  await session.bind(variables, signal);
  const asJson = args.flag("json");
  for (const [index, code] of cells.entries()) {
    const cell = index + 1;
    const result = await session.execute(code, { signal, wantValue: asJson });
    if (asJson) {
      terminal.out(renderJsonLine(cellRecord(cell, result)));
    } else {
      const { out, err } = renderCell(cell, result);
      terminal.out(out);
      terminal.err(err);
    }
    if (verbose) {
      const seconds = (result.durationMs / 1000).toFixed(2);
      terminal.err(`Cell ${cell}/${cells.length}: ${result.status} in ${seconds} s\n`);
    }
    if (result.status !== "ok" && result.status !== "submitted") return EXIT.failure;
  }
  return EXIT.ok;
}

function codeInput({ args }: CommandContext): readonly InputSpec[] {
  const path = args.argument("file") ?? (args.list("cell").length === 0 ? "-" : undefined);
  if (path === undefined) return [];
  return path === "-"
    ? [{ kind: "stdin", name: CODE, format: "plain" }]
    : [{ kind: "file", name: CODE, path, format: "plain" }];
}

async function readCode(variables: readonly Variable[]): Promise<readonly string[]> {
  const code = variables.find(({ name }) => name === CODE);
  return code?.kind === "file" ? splitCells(await readTextFile(code.file)) : [];
}
