/**
 * What a sandbox's image is made of: one from a registry, commands of a Dockerfile, Python packages.
 * Checks that they are what they should be before anything is built; builds nothing.
 *
 * @module
 */

import type { CloudSettings } from "../../src/core/backend.ts";
import { UsageError } from "../../src/core/errors.ts";

/** An image and what is added to it. */
export interface ImageRecipe {
  /** Name in a registry, such as `python:3.12-slim`. */
  readonly base: string;
  /** Commands of a Dockerfile that follow `FROM`. */
  readonly commands: readonly string[];
}

/** The image of a sandbox that asks for no other. */
export const DEFAULT_IMAGE = "python:3.12-slim";

const IMAGE = /^[\w][\w.\-]*(?:[:/][\w.\-]+)*(?:@sha256:[0-9a-f]{64})?$/i;
const VERSION = String.raw`(?:===?|~=|!=|<=?|>=?)[a-z0-9][\w.*+!\-]*`;
/** A name, extras and versions, as pip takes them: nothing that a shell or pip itself would act on. */
const PACKAGE = new RegExp(
  String.raw`^[a-z0-9](?:[\w.\-]*[a-z0-9])?(?:\[[\w.,\-]+\])?(?:${VERSION}(?:,${VERSION})*)?$`,
  "i",
);
const INSTRUCTION =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s/i;
const PIP = "RUN python3 -m pip install --no-cache-dir --disable-pip-version-check " +
  "--root-user-action=ignore";

/**
 * The recipe. Packages come last: what they need to be built is there by then.
 * @throws {UsageError} What cannot be used, and why.
 */
export function imageRecipe(
  { image, imageCommands = [], packages = [] }: CloudSettings,
): ImageRecipe {
  if (image !== undefined && !IMAGE.test(image)) {
    throw new UsageError(`Cannot use "${image}" as an image: it is no name in a registry`, {
      hint: `Write it as in a Dockerfile, such as ${DEFAULT_IMAGE}`,
    });
  }
  imageCommands.forEach(checkCommand);
  packages.forEach(checkPackage);
  const isPython = image === undefined || image.startsWith("python:");
  return {
    base: image ?? DEFAULT_IMAGE,
    commands: [
      // What an image runs by itself would come before the keeper, and need not run it at all.
      ...(isPython ? [] : ["ENTRYPOINT []"]),
      ...imageCommands,
      ...(packages.length === 0 ? [] : [`${PIP} ${packages.map((each) => `'${each}'`).join(" ")}`]),
    ],
  };
}

/**
 * Makes sure that a text is a Python package, with its version at most.
 * @throws {UsageError} It is not.
 */
export function checkPackage(text: string): void {
  if (PACKAGE.test(text)) return;
  throw new UsageError(`Cannot use "${text}" as a Python package: it is no name with a version`, {
    hint: 'Write it as pip takes it, such as pandas, "pandas>=2,<3" or "uvicorn[standard]==0.30.0"',
  });
}

function checkCommand(text: string): void {
  const command = text.trim();
  if (!INSTRUCTION.test(command)) {
    throw new UsageError(`Cannot use "${text}" in an image: it is no command of a Dockerfile`, {
      hint: 'Begin it with one, such as "RUN apt-get update && apt-get install -y jq"',
    });
  }
  if (/^COPY\s+(?!--from=)/i.test(command)) {
    throw new UsageError(`Cannot use "${text}" in an image: there are no files to copy from`, {
      hint: "Give documents as inputs, and other files by a volume; COPY --from= is possible",
    });
  }
}
