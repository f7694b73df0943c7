/**
 * `modal setup`: a token from the environment, from the keyboard or by the browser, tried and stored.
 *
 * @module
 */

import type { CloudToken } from "../../core/cloud_account.ts";
import { UsageError } from "../../core/errors.ts";
import { createRedactor } from "../../text/redact.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { hasScreen, openBrowser } from "../open_browser.ts";
import { type CloudSetup, setUpCloud } from "../open_cloud_account.ts";
import { renderJson, renderLines } from "../output.ts";

/** Stores a token that works. */
export async function modalSetup(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  const setup = await setUpCloud(context);
  const { cloud, config, settings } = setup;
  const token = await obtainToken(context, setup);
  terminal.guard(createRedactor([...config.secrets, token.secret, token.id]));
  await using account = await setup.open(token);
  const { workspace, user, server } = await account.identify();
  const stored = await cloud.storeToken(token, args.text("profile") ?? workspace, settings);
  const result = {
    workspace,
    user,
    server,
    profile: stored.profile,
    path: stored.path,
    replaced: stored.isReplaced,
  };
  terminal.out(args.flag("json") ? renderJson(result) : renderLines(result));
  return EXIT.ok;
}

async function obtainToken(
  context: CommandContext,
  { cloud, config, settings }: CloudSetup,
): Promise<CloudToken> {
  const { args, env, signal, terminal } = context;
  if (args.flag("browser")) {
    await using login = await cloud.beginBrowserLogin(settings);
    terminal.err(`Open this page and compare the code ${login.code}:\n${login.url}\n`);
    const system = { os: Deno.build.os, env };
    if (terminal.isInputTyped && hasScreen(system)) await openBrowser(login.url, system);
    return await login.finish();
  }
  const [idVariable, secretVariable] = cloud.tokenVariables;
  const [id, secret] = cloud.tokenVariables.map((name) => config.lookup(name)?.trim());
  if (id && secret) {
    terminal.err(`Using ${idVariable} and ${secretVariable} of the environment\n`);
    return { id, secret };
  }
  if (!terminal.isInputTyped) {
    throw new UsageError("Cannot ask for a token: standard input is no terminal", {
      hint: `Set ${idVariable} and ${secretVariable}`,
    });
  }
  terminal.err(`Make a token at ${cloud.tokenPage}, then paste both parts of it.\n`);
  const typed = {
    id: id || await terminal.ask("Token ID (ak-…)", { signal }),
    secret: secret || await terminal.ask("Token secret (as-…)", { isHidden: true, signal }),
  };
  if (typed.id === "" || typed.secret === "") throw new UsageError("A token has two parts");
  return typed;
}
