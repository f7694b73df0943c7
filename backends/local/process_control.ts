/**
 * Signals to guest processes, and what their ends mean.
 *
 * @module
 */

/** Sends a signal; a process that is gone is no error. */
export function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

/** Kills a process and, where it leads one, all of its group. */
export function endGroup(pid: number): void {
  if (Deno.build.os !== "windows") send(-pid, "SIGKILL");
  send(pid, "SIGKILL");
}

/**
 * Kills a guest behind a bubblewrap process by killing the first process of its namespace, which takes
 * all others with it. The wrapper ends by itself once they are gone; it is killed as well only when it
 * has not come that far.
 */
export function endNamespace(wrapper: number): void {
  const first = childrenOf(wrapper)[0];
  if (first === undefined) endGroup(wrapper);
  else send(first, "SIGKILL");
}

/**
 * Kills what is left of a bubblewrap that was killed while it set up: its child may not know yet that
 * it is to die with it. Such processes have the sandbox's folder among their arguments.
 */
export function endHalfMade(folder: string): void {
  for (const pid of findProcesses("cmdline", `${folder}/`)) send(pid, "SIGKILL");
}

/**
 * Kills the processes that left the group of a guest without an own process namespace: those whose
 * environment names its folder. One that replaced its environment is not found.
 */
export function endStrays(folder: string): void {
  if (Deno.build.os !== "linux") return;
  for (let round = 0; round < 5; round++) {
    const strays = findProcesses("environ", `HOME=${folder}\0`);
    if (strays.length === 0) return;
    for (const pid of strays) send(pid, "SIGKILL");
  }
}

/** Processes of whose environment or arguments a text is part. */
function findProcesses(where: "environ" | "cmdline", text: string): readonly number[] {
  const found: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === Deno.pid) continue;
    try {
      if (Deno.readTextFileSync(`/proc/${pid}/${where}`).includes(text)) found.push(pid);
    } catch {
      // Gone, or another user's.
    }
  }
  return found;
}

/**
 * The guest behind a bubblewrap process: its only descendant without children of its own at the end
 * of the chain bwrap, first process of the namespace, Python. Undefined when it is gone.
 */
export function findGuest(pid: number): number | undefined {
  const first = childrenOf(pid)[0];
  return first === undefined ? undefined : childrenOf(first)[0];
}

function childrenOf(pid: number): readonly number[] {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`);
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

const SIGNAL_NAMES: Readonly<Record<number, Deno.Signal>> = {
  2: "SIGINT",
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  15: "SIGTERM",
  24: "SIGXCPU",
  25: "SIGXFSZ",
  31: "SIGSYS",
};

/** What more is known of an end. */
export interface EndContext {
  /** What the process complained of before the driver took over. */
  readonly stderr: string;
  /** Whether a wrapper reports the guest's signal as 128 + its number. */
  readonly isWrapped: boolean;
}

/** How a process ended, as the rest of a sentence that begins with "The sandbox". */
export function endReason(status: Deno.CommandStatus, context: EndContext): string {
  const signal = status.signal ??
    (context.isWrapped && status.code > 128 ? SIGNAL_NAMES[status.code - 128] : undefined);
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${status.code}`;
  const why = signal === "SIGXCPU"
    ? "its processor time was used up"
    : context.stderr.split("\n").at(-1);
  return why ? `${how} (${why})` : how;
}
