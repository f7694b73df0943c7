/**
 * The command that shows a run in the browser, as data.
 *
 * @module
 */

import type { CommandSpec, PositionalSpec } from "../command_spec.ts";
import { ENV_FILE_OPTION, JSON_OPTION } from "../running_options.ts";

/** `view`, with the argument that names a run. */
export function viewSpec(run: PositionalSpec): CommandSpec {
  return {
    name: "view",
    section: "Records",
    summary: "Show a run in the browser: turns, timeline, sub-queries, tokens, limits",
    details: "Makes one HTML file that needs no server and no network, and prints its path: the " +
      "answer, a timeline with all that overlapped, every turn with its code, output and " +
      "sub-queries, tokens and cost, limits, and a search over everything. A browser is started " +
      "on a terminal with a screen only. Records that are torn, or come from elsewhere, are shown " +
      "as far as they go. With --live the page comes from 127.0.0.1 under a random path and " +
      "follows the run; the program ends when the run is over and the page was closed.",
    positionals: [{
      ...run,
      required: false,
      help: `${run.help}; the last run when left out`,
    }],
    options: [
      { kind: "flag", name: "live", help: "Follow a run that is going on" },
      {
        kind: "string",
        name: "out",
        placeholder: "FILE|-",
        help: "Where the page goes; - for standard output",
        defaultText: "pages/ in the state folder",
      },
      { kind: "flag", name: "open", help: "Start a browser" },
      { kind: "flag", name: "no-open", help: "Start no browser" },
      JSON_OPTION,
      ENV_FILE_OPTION,
    ],
    examples: ["view", "view run.jsonl --out run.html --no-open", "view last --live"],
    load: async () => (await import("../commands/view.ts")).view,
  };
}
