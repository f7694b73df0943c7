/** Command lines about a Modal account, in this process, against a fake. */

import { BACKENDS, loadCloud } from "../../backends/mod.ts";
import { runCli } from "../../src/cli/run_cli.ts";
import { type FakeModal, type FakeModalOptions, startFakeModal } from "../fakes/modal/mod.ts";
import { createMemoryTerminal } from "./_memory_terminal.ts";

/** What a command line gave. */
export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command line is run. */
export interface CliRunOptions {
  /** Variables in place of the fake's, or besides them; an empty text takes one out. */
  readonly env?: Readonly<Record<string, string>>;
  /** What a person types; without it nobody does. */
  readonly answers?: readonly string[];
}

/** A fake with a folder to work in. */
export interface ModalCli {
  readonly fake: FakeModal;
  /** The current folder, empty at first. */
  readonly cwd: string;
  /** Runs `fleet-rlm` with these arguments. */
  run(argv: readonly string[], options?: CliRunOptions): Promise<CliOutcome>;
}

/** A test with a fake of its own. The SDK leaves timers behind: what they are cannot be checked. */
export function modalCliTest(
  name: string,
  fn: (cli: ModalCli) => Promise<void>,
  options: FakeModalOptions = {},
): void {
  const test = async () => {
    await using fake = await startFakeModal(options);
    await using cleanup = new AsyncDisposableStack();
    const cwd = await Deno.makeTempDir();
    cleanup.defer(() => Deno.remove(cwd, { recursive: true }));
    const run: ModalCli["run"] = async (argv, { env = {}, answers } = {}) => {
      const terminal = createMemoryTerminal("", answers);
      const code = await runCli(argv, {
        backends: BACKENDS,
        loadCloud,
        terminal,
        cwd,
        env: { ...fake.env, ...env },
      });
      return { code, stdout: terminal.stdout, stderr: terminal.stderr };
    };
    await fn({ fake, cwd, run });
  };
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: test });
}
