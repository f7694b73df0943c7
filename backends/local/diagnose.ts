/**
 * The checks of `doctor` on the local backend: its Python, and what shuts a sandbox in on this machine,
 * found out by starting one.
 *
 * @module
 */

import type { DiagnosisOptions, DiagnosticCheck, Finding } from "../../src/core/diagnosis.ts";
import { createSession } from "../../sandbox/mod.ts";
import { findPython, type PythonInstall } from "./find_python.ts";
import { createProcessTransport } from "./process_transport.ts";

/** The checks, in order. */
export function diagnoseLocal(options: DiagnosisOptions): Promise<readonly DiagnosticCheck[]> {
  let finding: Promise<PythonInstall> | undefined;
  const python = (): Promise<PythonInstall> => finding ??= findPython(options.settings);
  return Promise.resolve([
    { name: "local.python", title: "Python", run: async () => tellPython(await python()) },
    {
      name: "local.isolation",
      title: "Isolation",
      run: async () => await python().then(() => startOne(options), () => NOT_STARTED),
    },
  ]);
}

const NOT_STARTED: Finding = { status: "skipped", message: "there is no Python to start" };

function tellPython({ version, executable }: PythonInstall): Finding {
  return {
    status: "ok",
    message: `${version} at ${executable}`,
    details: { version, path: executable },
  };
}

/** What is in force round a sandbox, by its own word. */
async function startOne({ settings, signal }: DiagnosisOptions): Promise<Finding> {
  await using session = createSession(createProcessTransport(settings));
  const { filesystem, isolation, network, warning } = await session.start(signal);
  const message = `${isolation}, ${network ? "with network" : "no network"}; files: ${filesystem}`;
  const details = { isolation, network, filesystem };
  if (isolation !== "process") return { status: "ok", message, details };
  return {
    status: "warning",
    message: `${warning ?? "Nothing shuts the sandbox in"} (${message})`,
    hint: Deno.build.os === "linux"
      ? "Install bubblewrap, or use --backend modal for code that you do not trust"
      : "Use --backend modal for code that you do not trust",
    details,
  };
}
