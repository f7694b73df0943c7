/**
 * Puts together the parts of one run: its account, sandbox, tools, children and conversation. Starts
 * nothing.
 *
 * @module
 */

import { boundFiles } from "../core/bound_files.ts";
import type { Equipment, Interpreter } from "../core/interpreter.ts";
import { Conversation } from "./conversation.ts";
import type { Emitter } from "./emitter.ts";
import { Refusals } from "./limits/refusals.ts";
import type { RunAccount } from "./limits/run_account.ts";
import { CELL_GRACE_MS, type RunClock } from "./limits/run_clock.ts";
import { createSystemPrompt } from "./prompt/system_prompt.ts";
import { type ChildRequest, ChildTools } from "./recursion/child_tools.ts";
import type { RunContext } from "./run_context.ts";
import type { RunResult } from "./run_options.ts";
import type { RunPlan } from "./run_plan.ts";
import { type Lease, RunSession } from "./run_session.ts";
import type { RunTree } from "./run_tree.ts";
import { createSubmitContract } from "./signature/submit_contract.ts";
import { createBudgetTool, hasBudgetTool } from "./tools/budget_tool.ts";
import { createQueryTools } from "./tools/query_tools.ts";
import { recordTools } from "./tools/recorded_tools.ts";
import { typeArguments } from "./tools/typed_tools.ts";

/** One run of a tree. */
export interface RunNode {
  /** What is to be done. */
  readonly plan: RunPlan;
  /** The tree that it is part of. */
  readonly tree: RunTree;
  /** Its depth, from 1. */
  readonly depth: number;
  /** Its stream of events. */
  readonly emitter: Emitter;
  /** What it may spend. */
  readonly account: RunAccount;
  /** Ends it. */
  readonly caller: AbortSignal | undefined;
}

/** The parts of a run; `runChild` runs a child of it. */
export function openRun(
  node: RunNode,
  clock: RunClock,
  runChild: (parent: RunContext, request: ChildRequest) => Promise<RunResult>,
): RunContext {
  const { account, depth, emitter, plan, tree } = node;
  const refusals = new Refusals(emitter);
  const queryTools = createQueryTools({
    model: plan.subModel,
    limiter: tree.limiter,
    account,
    refusals,
    emitter,
    signal: clock.cellSignal,
  });
  const children = new ChildTools({
    run: (request) => runChild(run, request),
    expect: (count) => tree.pool.expect(count),
    isDeepest: depth >= tree.maxDepth,
    queryTools,
    planner: plan.planner.id,
    limiter: tree.childLimiter(depth + 1),
    account,
    refusals,
    emitter,
  });
  const hasBudget = hasBudgetTool(plan.signature, plan.tools);
  const known = [...plan.tools, ...(hasBudget ? [createBudgetTool({ account, clock })] : [])];
  const path = emitter.path === "" ? undefined : emitter.path;
  const recorded = known.map((tool) => plan.wrapTool?.(tool, path) ?? tool);
  const ownTools = recordTools(recorded, { emitter, step: () => account.iterations });
  const equipment: Equipment = {
    tools: [...queryTools, ...children.tools, ...ownTools.map(typeArguments)],
    submit: createSubmitContract(plan.signature.outputs),
    ...(path === undefined ? {} : { run: path }),
  };
  const run: RunContext = {
    plan,
    tree,
    depth,
    children,
    equipment,
    emitter,
    account,
    clock,
    session: new RunSession({
      lease: createLeaser(node, { clock, equipment }),
      variables: plan.variables,
      cellTimeoutMs: plan.cellTimeoutMs,
      emitter,
      clock,
    }),
    conversation: new Conversation(
      createSystemPrompt({ ...plan, hasBudget, hasChildren: depth < tree.maxDepth }),
    ),
    steps: [],
  };
  return run;
}

/** An interpreter with the settings of a plan; does no I/O. */
export function createInterpreter(
  plan: RunPlan,
  { clock, equipment }: { readonly clock: RunClock; readonly equipment: Equipment | undefined },
): Interpreter {
  return plan.createInterpreter({
    ...equipment,
    maxOutputChars: plan.limits.maxOutputChars,
    cellTimeoutMs: plan.cellTimeoutMs,
    runId: plan.runId,
    files: boundFiles(plan.variables),
    lifetimeMs: plan.timeoutMs === 0 ? 0 : Math.ceil(clock.remainingMs) + 2 * CELL_GRACE_MS,
  });
}

/** Where the interpreters of a run come from: its caller, the tree's pool, or nowhere yet. */
function createLeaser(
  { depth, plan, tree }: RunNode,
  parts: { readonly clock: RunClock; readonly equipment: Equipment },
): (signal: AbortSignal) => Promise<Lease> {
  let given = plan.interpreter;
  return async (signal) => {
    if (given !== undefined) {
      const interpreter = given;
      given = undefined;
      await interpreter.equip?.(parts.equipment, signal);
      // One that is over has nothing to give back.
      const end = async () => await interpreter.equip?.({}).catch(() => {});
      return { interpreter, isSpare: false, end };
    }
    if (depth > 1) {
      const taken = await tree.pool.take(parts.equipment, signal);
      return { ...taken, end: () => tree.pool.giveBack(taken.interpreter) };
    }
    const interpreter = createInterpreter(plan, parts);
    return { interpreter, isSpare: false, end: () => interpreter.shutdown() };
  };
}
