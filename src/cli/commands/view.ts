/**
 * `view`: the record of a run as a page for the browser, as a file or, while the run goes on, from a
 * server on loopback.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { pagesFolder, recordsFolder, stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import { UsageError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.gen.ts";
import { wait } from "../../lm/wait.ts";
import { recordId } from "../../records/record_ids.ts";
import { startLiveServer } from "../../view/live_server.ts";
import { PageBuilder } from "../../view/page_builder.ts";
import type { PageData } from "../../view/page_data.ts";
import { feedRecord } from "../../view/record_feed.ts";
import { renderPage } from "../../view/render_page.ts";
import { writePage } from "../../view/write_page.ts";
import type { CommandContext } from "../command_spec.ts";
import { loadGuardedConfig } from "../command_setup.ts";
import { disarm } from "../disarm.ts";
import { EXIT } from "../exit_code.ts";
import { hasScreen, openBrowser } from "../open_browser.ts";
import { renderJson } from "../output.ts";
import { locateRecord } from "../recorded_run.ts";

/** Milliseconds between two looks at a record that may have grown. */
const POLL_MS = 250;

/** Shows the run that the argument names, or the last one. */
export async function view(context: CommandContext): Promise<number> {
  const { args } = context;
  checkOptions(context);
  const record = await locateRecord(context, args.argument("run") ?? "last");
  const { redact } = await loadGuardedConfig(context);
  return args.flag("live")
    ? await follow(context, { record, redact })
    : await makePage(context, { record, redact });
}

interface ViewedRecord {
  /** Path of the record. */
  readonly record: string;
  /** Takes secrets out of it. */
  readonly redact: (text: string) => string;
}

async function makePage(context: CommandContext, viewed: ViewedRecord): Promise<number> {
  const { args, cwd, signal, terminal } = context;
  const { record, redact } = viewed;
  const builder = new PageBuilder();
  await feedRecord(record, builder, { redact, signal });
  const data: PageData = {
    ...builder.after(-1),
    source: basename(record),
    version: VERSION,
    isLive: false,
  };
  const out = args.text("out");
  if (out === "-") {
    for (const piece of renderPage(data)) terminal.out(piece);
    return EXIT.ok;
  }
  const path = out === undefined ? defaultPath(context, record) : resolve(cwd, out);
  await writePage(data, { path, record, signal });
  if (!builder.isOver) terminal.err("The record has no end: --live follows a run that goes on\n");
  const url = pathToFileURL(path).href;
  terminal.out(
    args.flag("json") ? renderJson({ page: path, url, record }) : `${disarm(path)}\n`,
  );
  await openIfWanted(context, url);
  return EXIT.ok;
}

/** Serves the page until the run is over and nobody looks at it any more, or the user ends it. */
async function follow(context: CommandContext, viewed: ViewedRecord): Promise<number> {
  const { args, signal, terminal } = context;
  const { record, redact } = viewed;
  const builder = new PageBuilder();
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  signal.addEventListener("abort", stop);
  const { promise: caughtUp, resolve: catchUp } = Promise.withResolvers<void>();
  await using server = startLiveServer({ builder, source: basename(record), version: VERSION });
  const feeding = feedRecord(record, builder, {
    redact,
    onEnd: async () => {
      catchUp();
      server.notify();
      await wait(POLL_MS, ending.signal).catch(() => {});
      return ending.signal.aborted ? "done" : "more";
    },
  });
  try {
    await Promise.race([caughtUp, feeding]);
    const { url } = server;
    terminal.out(args.flag("json") ? renderJson({ url, record }) : `${url}\n`);
    if (!args.flag("json")) terminal.err("Ctrl-C ends it\n");
    await openIfWanted(context, url);
    await Promise.race([server.deserted, feeding]);
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
    // What it failed with before it was stopped has been thrown already.
    await feeding.catch(() => {});
  }
  return signal.aborted && !builder.isOver ? EXIT.interrupted : EXIT.ok;
}

function checkOptions({ args }: CommandContext): void {
  const exclude = (one: string, other: string, hint: string): void => {
    throw new UsageError(`Cannot use --${one} with --${other}`, { hint });
  };
  if (args.flag("open") && args.flag("no-open")) exclude("open", "no-open", "Give one of them");
  const out = args.text("out");
  if (out !== undefined && args.flag("live")) {
    exclude("out", "live", "Leave --live out to have a file of what is on record so far");
  }
  if (out !== "-") return;
  if (args.flag("open")) exclude("open", "out -", "Name a file for the page to open it");
  if (args.flag("json")) exclude("json", "out -", "Standard output holds the page alone");
}

/** Where the page of a record goes: named after it, told apart from records of one name elsewhere. */
function defaultPath({ env }: CommandContext, record: string): string {
  const state = stateFolder(userPlaces(env));
  const name = recordId(record);
  if (dirname(record) === recordsFolder(state)) return join(pagesFolder(state), `${name}.html`);
  const place = createHash("sha256").update(record).digest("hex").slice(0, 8);
  return join(pagesFolder(state), `${name}-${place}.html`);
}

async function openIfWanted({ args, env, terminal }: CommandContext, url: string): Promise<void> {
  const system = { os: Deno.build.os, env };
  const isAtScreen = terminal.isInputTyped && terminal.isOutputShown && hasScreen(system);
  if (args.flag("no-open") || !(args.flag("open") || isAtScreen)) return;
  const problem = await openBrowser(url, system);
  if (problem !== undefined) terminal.err(`Warning: Cannot start a browser: ${problem}\n`);
}
