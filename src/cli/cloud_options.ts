/**
 * The options that say which part of a cloud's account is meant.
 *
 * @module
 */

import type { OptionSpec, ValueFormat } from "./option_spec.ts";

/** Names of things in an account. */
export const CLOUD_NAME_FORMAT: ValueFormat = {
  pattern: /^[A-Za-z0-9_.-]{1,64}$/,
  text: "at most 64 letters, digits, dots, dashes and underscores",
};

/** `--environment`. */
export const ENVIRONMENT_OPTION: OptionSpec = {
  kind: "string",
  name: "environment",
  section: "Modal sandbox",
  backend: "modal",
  placeholder: "NAME",
  help: "Environment of the Modal account",
  env: "MODAL_ENVIRONMENT",
  defaultText: "the account's own",
  format: CLOUD_NAME_FORMAT,
};

/** `--app`. */
export const APP_OPTION: OptionSpec = {
  kind: "string",
  name: "app",
  section: "Modal sandbox",
  backend: "modal",
  placeholder: "NAME",
  help: "Modal app that sandboxes belong to",
  defaultText: "fleet-rlm",
  format: CLOUD_NAME_FORMAT,
};

/** `--secret-name`, for commands that look at one secret. */
export const SECRET_NAME_OPTION: OptionSpec = {
  kind: "string",
  name: "secret-name",
  placeholder: "NAME",
  help: "Name of the secret at Modal",
  defaultText: "LITELLM",
  format: CLOUD_NAME_FORMAT,
};
