/**
 * The schema of a configuration file, made from the table of commands: it judges files, and editors
 * read it as JSON Schema (`docs/fleet-rlm.schema.json`).
 *
 * @module
 */

import type { z } from "zod";
import type { JsonObject } from "../../core/json.ts";
import type { CommandSpec } from "../command_spec.ts";
import { createOptionShapes, type SchemaNotes } from "./option_shape.ts";
import { type OptionsByName, ownOptions, sharedOptions } from "./settable_options.ts";

/** The schema, ready for use. */
export interface ConfigSchema {
  /** A whole file. */
  readonly file: z.ZodType;
  /** The options that stand at its top. */
  readonly shared: OptionsByName;
  /** The same as JSON Schema (draft 2020-12). */
  toJson(): JsonObject;
}

/**
 * Loads zod and makes the schema. To judge files, it is enough that it knows the commands that are
 * `named` in them.
 */
export async function loadConfigSchema(
  commands: readonly CommandSpec[],
  named?: ReadonlySet<string>,
): Promise<ConfigSchema> {
  const { z: zod } = await import("zod");
  const notes: SchemaNotes = zod.registry<z.core.GlobalMeta>();
  const shapeOf = createOptionShapes(zod, notes);
  const byName = sharedOptions(commands);
  const shared = [...byName].map(([name, forms]) => {
    const [first, ...others] = forms.map((form) => shapeOf(form));
    const shape = first === undefined || others.length === 0
      ? first ?? zod.never()
      : zod.union([first, ...others]);
    return [name, shape.optional()] as const;
  });
  const own = commands.filter(({ name }) => named?.has(name) ?? true).map((command) => {
    const options = ownOptions(command)
      .map((option) => [option.name, shapeOf(option).optional()] as const);
    return [
      command.name,
      zod.strictObject(Object.fromEntries(options))
        .register(notes, { description: command.summary }).optional(),
    ] as const;
  });
  const file = zod.strictObject({
    $schema: zod.string()
      .register(notes, { description: "Address of this schema, for editors" }).optional(),
    ...Object.fromEntries(shared),
    commands: zod.strictObject(Object.fromEntries(own)).register(notes, {
      description: "Defaults of one command, which win over those at the top",
    }).optional(),
  }).register(notes, {
    title: "Configuration file of fleet-rlm",
    description: "Defaults of options, by their names without dashes.",
  });
  return {
    file,
    shared: byName,
    toJson: () => zod.toJSONSchema(file, { metadata: notes }) as JsonObject,
  };
}
