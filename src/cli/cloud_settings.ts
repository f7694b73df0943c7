/**
 * What the command line says about sandboxes in a cloud.
 *
 * @module
 */

import type { CloudSettings } from "../core/backend.ts";
import type { CommandArguments } from "./command_arguments.ts";
import { DEFAULT_VOLUME } from "./modal_options.ts";

/** The settings; what was not said is left out. */
export function cloudSettings(args: CommandArguments): CloudSettings {
  return {
    ...given("app", args.text("app")),
    ...given("environment", args.text("environment")),
    ...given("image", args.text("image")),
    ...given("gpu", args.text("gpu")),
    ...given("cores", args.number("cpu")),
    ...given("memoryBytes", args.number("memory")),
    ...given("timeoutMs", milliseconds(args.number("sandbox-timeout"))),
    ...given(
      "volumeName",
      args.text("volume-name") ?? (args.flag("use-volume") ? DEFAULT_VOLUME : undefined),
    ),
    packages: args.list("pip"),
    imageCommands: args.list("dockerfile-command"),
    regions: args.list("region"),
    allowDomains: args.list("allow-domain"),
    secretNames: args.list("sandbox-secret"),
  };
}

function given<K extends keyof CloudSettings>(
  key: K,
  value: CloudSettings[K],
): Partial<Pick<CloudSettings, K>> {
  return value === undefined ? {} : { [key]: value } as Pick<CloudSettings, K>;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
}
