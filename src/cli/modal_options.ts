/**
 * The options of a sandbox at Modal: what it is made of, what it may reach, what it keeps.
 *
 * @module
 */

import { APP_OPTION, CLOUD_NAME_FORMAT, ENVIRONMENT_OPTION } from "./cloud_options.ts";
import type { OptionSpec } from "./option_spec.ts";

/** The volume of `--use-volume`. */
export const DEFAULT_VOLUME = "rlm-volume-dspy";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const COMMON = { section: "Modal sandbox", backend: "modal" } as const;

/** The options. */
export const MODAL_OPTIONS: readonly OptionSpec[] = [
  {
    ...COMMON,
    kind: "repeated",
    name: "allow-domain",
    placeholder: "DOMAIN",
    help: "Let the sandbox reach this domain, such as pypi.org or *.example.org, and no other",
    format: {
      pattern: /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i,
      text: "a domain, such as pypi.org or *.example.org",
    },
  },
  {
    ...COMMON,
    kind: "flag",
    name: "use-volume",
    help: `Mount a volume at /data, where save_to_volume() and load_from_volume() keep files; ` +
      `${DEFAULT_VOLUME} unless --volume-name says another`,
  },
  {
    ...COMMON,
    kind: "string",
    name: "volume-name",
    placeholder: "NAME",
    help: "Mount this volume at /data, made when it is not there; documents are kept on the " +
      "volume NAME-inputs beside it, and uploaded once",
    format: { pattern: /^[A-Za-z0-9_.-]{1,57}$/, text: CLOUD_NAME_FORMAT.text.replace("64", "57") },
  },
  {
    ...COMMON,
    kind: "repeated",
    name: "sandbox-secret",
    aliases: ["secret-name"],
    placeholder: "NAME",
    help: "Put the values of this secret into the sandbox, where all code can read them; model " +
      "calls do not need it",
    format: CLOUD_NAME_FORMAT,
  },
  {
    ...COMMON,
    kind: "string",
    name: "image",
    placeholder: "IMAGE",
    help: "Image from a registry, with python3 3.10 or later on its PATH",
    defaultText: "python:3.12-slim",
  },
  {
    ...COMMON,
    kind: "repeated",
    name: "pip",
    placeholder: "PACKAGE",
    help: 'Install this Python package into the image, such as pandas or "polars>=1,<2"',
  },
  {
    ...COMMON,
    kind: "repeated",
    name: "dockerfile-command",
    placeholder: "COMMAND",
    help: 'Add this to the image, such as "RUN apt-get update && apt-get install -y jq"',
  },
  {
    ...COMMON,
    kind: "number",
    name: "cpu",
    placeholder: "CORES",
    help: "Physical cores, reserved and at most",
    minimum: 0.125,
    maximum: 64,
    defaultText: "0.5 reserved, at most 2",
  },
  {
    ...COMMON,
    kind: "size",
    name: "memory",
    placeholder: "SIZE",
    help: "Memory of the whole sandbox, reserved and at most",
    minimum: 128 * MIB,
    maximum: 336 * GIB,
    defaultText: "1g reserved, at most 4g",
  },
  {
    ...COMMON,
    kind: "string",
    name: "gpu",
    placeholder: "TYPE",
    help: "Graphics processor, such as T4 or A100:2",
    format: { pattern: /^[A-Za-z0-9-]+(:[1-9]\d?)?$/, text: "a type, such as T4 or A100:2" },
  },
  {
    ...COMMON,
    kind: "repeated",
    name: "region",
    placeholder: "REGION",
    help: "Run in this region, such as us-east; costs more than anywhere",
    format: { pattern: /^[a-z0-9-]{2,40}$/, text: "a region, such as us-east or eu" },
  },
  {
    ...COMMON,
    kind: "number",
    name: "sandbox-timeout",
    placeholder: "SECONDS",
    help: "Most seconds that a sandbox lives, whatever becomes of this program",
    minimum: 10,
    maximum: 86_400,
    defaultText: "five minutes more than --timeout, at most a day",
  },
  APP_OPTION,
  ENVIRONMENT_OPTION,
];
