/**
 * `conform`: runs the checks that every backend must pass against the one chosen. The checks come from
 * the composition root; this folder knows none of them.
 *
 * @module
 */

import type { ConformanceCheck } from "../../core/conformance.ts";
import { FleetError, UsageError } from "../../core/errors.ts";
import { chooseBackend, loadGuardedConfig, optionMs, progressLevel } from "../command_setup.ts";
import type { CommandContext } from "../command_spec.ts";
import {
  conformanceRecord,
  renderHead,
  renderOutcome,
  renderTotals,
} from "../conformance_report.ts";
import { tellBill } from "../describe_bill.ts";
import { describeCapabilities } from "../describe_capabilities.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
import { type CheckOutcome, runChecks } from "../run_checks.ts";

/** Runs the checks that `--only` picks and tells what came of them. */
export async function conform(context: CommandContext): Promise<number> {
  const { args, terminal, signal } = context;
  const checks = pick(await loadChecks(context), args.list("only"));
  const { config } = await loadGuardedConfig(context);
  const backend = await chooseBackend(context, config);
  const capabilities = await startOnce();
  const quiet = progressLevel(context) === "quiet";
  if (!quiet) {
    terminal.err(`Backend ${capabilities.backend}: ${describeCapabilities(capabilities)}\n`);
  }
  const asJson = args.flag("json");
  const layout = { nameWidth: Math.max(...checks.map(({ name }) => name.length)) };
  if (!asJson) terminal.out(renderHead(layout));
  const outcomes: CheckOutcome[] = [];
  for await (
    const outcome of runChecks(checks, { backend, timeoutMs: optionMs(context, "timeout"), signal })
  ) {
    outcomes.push(outcome);
    if (!asJson) terminal.out(renderOutcome(outcome, layout));
    if (outcome.failure !== undefined && progressLevel(context) === "verbose") {
      terminal.err(`${outcome.name}: ${outcome.failure}\n`);
    }
  }
  terminal.out(
    asJson ? renderJson(conformanceRecord(capabilities, outcomes)) : renderTotals(outcomes),
  );
  await tellBill(context, backend);
  return outcomes.some(({ failure }) => failure !== undefined) ? EXIT.failure : EXIT.ok;

  /** A backend that cannot start at all is one error, not one for each check. */
  async function startOnce() {
    await using session = backend.createInterpreter();
    return await session.start(signal);
  }
}

async function loadChecks({ loadConformance }: CommandContext): Promise<
  readonly ConformanceCheck[]
> {
  if (loadConformance === undefined) {
    throw new FleetError("internal", "Cannot check a backend: this program came without checks");
  }
  return await loadConformance();
}

function pick(
  checks: readonly ConformanceCheck[],
  patterns: readonly string[],
): readonly ConformanceCheck[] {
  if (patterns.length === 0) return checks;
  const picked = patterns.map((pattern) => {
    const matches = matcher(pattern);
    const found = checks.filter(({ name }) => matches(name));
    if (found.length > 0) return found;
    const groups = [...new Set(checks.map(({ name }) => name.split(".", 1)[0]))].join(", ");
    throw new UsageError(`Cannot use "${pattern}" for --only: no check has such a name`, {
      hint: `The groups are ${groups}`,
    });
  });
  const names = new Set(picked.flat());
  return checks.filter((check) => names.has(check));
}

/** A pattern with `*` must fit the whole name, one without may stand anywhere in it. */
function matcher(pattern: string): (name: string) => boolean {
  if (!pattern.includes("*")) return (name) => name.includes(pattern);
  const parts = pattern.split("*").map((part) => part.replace(/[^\w-]/g, "\\$&"));
  const whole = new RegExp(`^${parts.join(".*")}$`);
  return (name) => whole.test(name);
}
