/**
 * Programs at a real terminal, whose screen can be read: a pane of tmux.
 *
 * @module
 */

/** A pane with something running in it. */
export interface Pane extends AsyncDisposable {
  /** What is on its screen, and what was scrolled away. */
  read(): Promise<string>;
  /**
   * Waits until the screen holds a text or fits a pattern; what it shows then.
   * @throws {Error} with the screen, when that never comes.
   */
  waitFor(what: string | RegExp): Promise<string>;
  /** Makes it wider or narrower. */
  resize(columns: number, rows: number): Promise<void>;
  /** Types a text. */
  type(text: string): Promise<void>;
}

/** Reads of a screen, 20 ms apart, after which what is waited for will not come any more. */
const MAX_READS = 6_000;

/** How a pane is opened. */
export interface PaneOptions {
  /** Columns. */
  readonly columns: number;
  /** Rows. */
  readonly rows: number;
  /** Folder that the command runs in. */
  readonly cwd: string;
  /** Its whole environment, but for `TERM`. */
  readonly env: Readonly<Record<string, string>>;
}

/** Whether there is a tmux; without one, tests that need it are skipped, and say so. */
export async function hasTmux(): Promise<boolean> {
  const found = await tmux(["-V"]).then(() => true, () => false);
  if (!found) console.error("SKIPPED: tests of the terminal need tmux: apt-get install tmux");
  return found;
}

/** Runs a shell command in a pane of its own server; both go when it is disposed of. */
export async function openPane(command: string, options: PaneOptions): Promise<Pane> {
  const { columns, cwd, env, rows } = options;
  const socket = `fleet-${crypto.randomUUID()}`;
  const on = (...args: readonly string[]) => tmux(["-L", socket, "-f", "/dev/null", ...args]);
  const variables = Object.entries(env).map(([name, value]) => quote(`${name}=${value}`)).join(" ");
  await on(
    ...["new-session", "-d", "-x", String(columns), "-y", String(rows), "-c", cwd],
    // The screen is read after the end as well.
    `env -i TERM="$TERM" ${variables} sh -c ${quote(command)}; exec sleep 1000`,
  );
  const read = () => on("capture-pane", "-p", "-S", "-1000");
  return {
    read,
    waitFor: async (what) => {
      let text = "";
      for (let reads = 0; reads < MAX_READS; reads++) {
        text = await read();
        if (typeof what === "string" ? text.includes(what) : what.test(text)) return text;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`${what} never came on the screen:\n${text}`);
    },
    resize: async (columns, rows) => {
      await on("resize-window", "-x", String(columns), "-y", String(rows));
    },
    type: async (text) => {
      await on("send-keys", "-l", text);
    },
    [Symbol.asyncDispose]: async () => {
      await on("kill-server");
    },
  };
}

/** A word for a shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

async function tmux(args: readonly string[]): Promise<string> {
  const { stderr, stdout, success } = await new Deno.Command("tmux", {
    args: [...args],
    env: { TERM: "xterm-256color", LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
