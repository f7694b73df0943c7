/**
 * The commands that look after an account at Modal, as data.
 *
 * @module
 */

import {
  APP_OPTION,
  CLOUD_NAME_FORMAT,
  ENVIRONMENT_OPTION,
  SECRET_NAME_OPTION,
} from "../cloud_options.ts";
import type { CommandSpec, PositionalSpec } from "../command_spec.ts";
import type { OptionSpec } from "../option_spec.ts";
import { ENV_FILE_OPTION, JSON_OPTION } from "../running_options.ts";

/** Options of every command on an account. */
const ACCOUNT_OPTIONS: readonly OptionSpec[] = [
  { ...withoutBackend(ENVIRONMENT_OPTION), section: "Options" },
  JSON_OPTION,
  ENV_FILE_OPTION,
];
const APP: OptionSpec = { ...withoutBackend(APP_OPTION), section: "Options" };

const VOLUME: PositionalSpec = {
  name: "volume",
  placeholder: "NAME",
  help: "Name of the volume",
  required: true,
  format: CLOUD_NAME_FORMAT,
};
const FORCE = { kind: "flag", name: "force" } as const;
const RECURSIVE = { kind: "flag", name: "recursive", short: "r" } as const;

/** `check-secret`, `check-secret-key` and the commands of `modal`. */
export function modalSpecs(): readonly CommandSpec[] {
  return [...secretChecks(), ...accountSpecs(), ...volumeSpecs()];
}

function secretChecks(): readonly CommandSpec[] {
  return [
    {
      name: "check-secret",
      section: "Modal",
      summary: "Check that a secret at Modal has the keys of a model",
      details:
        "Prints for each key whether it is there. Values are neither read nor shown. Exits with " +
        "1 when DSPY_LM_MODEL is missing, or both DSPY_LLM_API_KEY and DSPY_LM_API_KEY. Runs do " +
        "not need such a secret: models are called from this machine.",
      options: [SECRET_NAME_OPTION, ...ACCOUNT_OPTIONS],
      examples: ["check-secret", "check-secret --secret-name MODELS --json"],
      load: async () => (await import("../commands/check_secret.ts")).checkSecret,
    },
    {
      name: "check-secret-key",
      section: "Modal",
      summary: "Check that a secret at Modal has one key",
      details: "Prints whether it is there, neither its value nor the value's length. Exits with " +
        "1 when it is not.",
      options: [
        {
          kind: "string",
          name: "key",
          placeholder: "KEY",
          help: "Name of the key",
          defaultText: "DSPY_LLM_API_KEY",
        },
        SECRET_NAME_OPTION,
        ...ACCOUNT_OPTIONS,
      ],
      examples: ["check-secret-key --key OPENAI_API_KEY --secret-name MODELS"],
      load: async () => (await import("../commands/check_secret.ts")).checkSecretKey,
    },
  ];
}

function accountSpecs(): readonly CommandSpec[] {
  return [
    {
      name: "modal setup",
      summary: "Store a token for Modal, after trying it",
      details: "Takes MODAL_TOKEN_ID and MODAL_TOKEN_SECRET from the environment, else asks for " +
        "them; https://modal.com/settings/tokens makes a token. It is written to ~/.modal.toml " +
        "(or MODAL_CONFIG_PATH), readable by you alone, as the active profile; other profiles " +
        "and comments stay.",
      options: [
        {
          kind: "string",
          name: "profile",
          placeholder: "NAME",
          help: "Name of the profile",
          defaultText: "the workspace",
          format: CLOUD_NAME_FORMAT,
        },
        {
          kind: "flag",
          name: "browser",
          help: "Get the token by a page in the browser (experimental)",
        },
        ...ACCOUNT_OPTIONS,
      ],
      examples: ["modal setup", "modal setup --browser"],
      load: async () => (await import("../commands/modal_setup.ts")).modalSetup,
    },
    {
      name: "modal status",
      summary: "Show whose account is in use, its secrets and volumes, and what runs in it",
      options: [APP, ...ACCOUNT_OPTIONS],
      examples: ["modal status", "modal status --json"],
      load: async () => (await import("../commands/modal_status.ts")).modalStatus,
    },
    {
      name: "modal cleanup",
      summary: "End sandboxes that nobody uses any more",
      details: "Ends the sandboxes of fleet-rlm that a process of this machine started which has " +
        "gone. Sandboxes end by themselves soon after their program has gone; this makes sure.",
      positionals: [{
        name: "sandbox",
        placeholder: "SANDBOX",
        help: "End these alone, whoever uses them",
        repeated: true,
        format: { pattern: /^sb-[A-Za-z0-9]+$/, text: "the identifier of a sandbox, sb-…" },
      }],
      options: [
        {
          kind: "flag",
          name: "all",
          help: "End all sandboxes of fleet-rlm, those of living runs and other machines too",
        },
        { kind: "flag", name: "dry-run", help: "Only show what would be ended" },
        APP,
        ...ACCOUNT_OPTIONS,
      ],
      examples: ["modal cleanup", "modal cleanup --dry-run --all", "modal cleanup sb-K3wq8Zt1"],
      load: async () => (await import("../commands/modal_cleanup.ts")).modalCleanup,
    },
    {
      name: "modal secret create",
      summary: "Store a secret at Modal",
      details: "A KEY without a value takes it from the environment variable of that name, or " +
        "asks for it. Values are shown nowhere; one on the command line stays in the history of " +
        "your shell.",
      positionals: [
        {
          name: "name",
          placeholder: "NAME",
          help: "Name of the secret",
          required: true,
          format: CLOUD_NAME_FORMAT,
        },
        {
          name: "keys",
          placeholder: "KEY[=VALUE]",
          help: "A key and, if you like, its value",
          required: true,
          repeated: true,
        },
      ],
      options: [
        { ...FORCE, help: "Replace the whole secret when it is there already" },
        { kind: "flag", name: "merge", help: "Keep the other keys of a secret that is there" },
        ...ACCOUNT_OPTIONS,
      ],
      examples: [
        "modal secret create LITELLM DSPY_LM_MODEL=openai/gpt-5 DSPY_LLM_API_KEY",
        "modal secret create LITELLM DSPY_LM_MAX_TOKENS=16000 --merge",
      ],
      load: async () => (await import("../commands/modal_secret_create.ts")).modalSecretCreate,
    },
  ];
}

function volumeSpecs(): readonly CommandSpec[] {
  return [
    {
      name: "modal volume create",
      summary: "Make a volume at Modal, unless it is there",
      positionals: [VOLUME],
      options: ACCOUNT_OPTIONS,
      examples: ["modal volume create rlm-volume-dspy"],
      load: async () => (await import("../commands/modal_volume.ts")).modalVolumeCreate,
    },
    {
      name: "modal volume ls",
      summary: "List what is in a volume",
      positionals: [
        VOLUME,
        { name: "path", placeholder: "PATH", help: "Folder or file within the volume" },
      ],
      options: [{ ...RECURSIVE, help: "List what is in folders as well" }, ...ACCOUNT_OPTIONS],
      examples: ["modal volume ls rlm-volume-dspy", "modal volume ls docs reports --recursive"],
      load: async () => (await import("../commands/modal_volume.ts")).modalVolumeList,
    },
    {
      name: "modal volume put",
      summary: "Put a file or folder into a volume",
      details: "Files go through a sandbox that is there for that alone. Links are not followed.",
      positionals: [
        VOLUME,
        { name: "local", placeholder: "LOCAL", help: "File or folder here", required: true },
        {
          name: "remote",
          placeholder: "REMOTE",
          help: "Path within the volume; a folder with / at its end. Without it the file's or " +
            "folder's own name",
        },
      ],
      options: [
        { ...FORCE, help: "Replace files that are there already" },
        APP,
        ...ACCOUNT_OPTIONS,
      ],
      examples: [
        "modal volume put docs handbook.txt",
        "modal volume put docs reports/ archive/2026 --force",
      ],
      load: async () => (await import("../commands/modal_volume_put.ts")).modalVolumePut,
    },
    {
      name: "modal volume get",
      summary: "Get a file or folder out of a volume",
      details: "Files go through a sandbox that is there for that alone.",
      positionals: [
        VOLUME,
        {
          name: "remote",
          placeholder: "REMOTE",
          help: "Path within the volume",
          required: true,
        },
        {
          name: "local",
          placeholder: "LOCAL",
          help: "Path here; into a folder that is there. Without it the current folder",
        },
      ],
      options: [
        { ...FORCE, help: "Replace files that are here already" },
        APP,
        ...ACCOUNT_OPTIONS,
      ],
      examples: ["modal volume get docs reports/may.txt", "modal volume get docs reports out/"],
      load: async () => (await import("../commands/modal_volume_get.ts")).modalVolumeGet,
    },
    {
      name: "modal volume rm",
      summary: "Remove a file or folder from a volume",
      positionals: [
        VOLUME,
        { name: "path", placeholder: "PATH", help: "Path within the volume", required: true },
      ],
      options: [
        { ...RECURSIVE, help: "Remove a folder with all that is in it" },
        ...ACCOUNT_OPTIONS,
      ],
      examples: ["modal volume rm docs old.txt", "modal volume rm docs archive --recursive"],
      load: async () => (await import("../commands/modal_volume.ts")).modalVolumeRemove,
    },
  ];
}

/** The option where there is no backend to choose. */
function withoutBackend(option: OptionSpec): OptionSpec {
  const { backend: _, ...rest } = option;
  return rest;
}
