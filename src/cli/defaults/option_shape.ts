/**
 * What an option may be in a configuration file, as a zod schema made from its spec.
 *
 * @module
 */

import type { z } from "zod";
import type { OptionSpec } from "../option_spec.ts";
import { SIZE } from "../size.ts";
import { valuesOf } from "./settable_options.ts";

/** What JSON Schema tells besides the values; a registry of its own, since names must be unique in one. */
export type SchemaNotes = z.core.$ZodRegistry<z.core.GlobalMeta>;

/** The package, handed in so that it stays lazy. */
type Zod = typeof z;

/**
 * Makes the schema of an option's value. Options of one name that take the same values share theirs,
 * under `$defs` in JSON Schema.
 */
export function createOptionShapes(
  zod: Zod,
  notes: SchemaNotes,
): (option: OptionSpec) => z.ZodType {
  const made = new Map<string, z.ZodType>();
  const counts = new Map<string, number>();
  return (option) => {
    const key = JSON.stringify([option.name, valuesOf(option)]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const count = (counts.get(option.name) ?? 0) + 1;
    counts.set(option.name, count);
    const id = count === 1 ? option.name : `${option.name}-${count}`;
    const shape = valueShape(zod, option).register(notes, { id, description: option.help });
    made.set(key, shape);
    return shape;
  };
}

function valueShape(zod: Zod, option: OptionSpec): z.ZodType {
  switch (option.kind) {
    case "flag":
      return zod.boolean();
    case "string":
      return text(zod, option.format?.pattern);
    case "repeated":
      return zod.array(text(zod, option.format?.pattern)).min(1);
    case "choice":
      return zod.enum(option.choices as readonly [string, ...string[]]);
    case "integer":
      return zod.int().min(option.minimum).max(option.maximum);
    case "number":
      return zod.number().min(option.minimum).max(option.maximum);
    case "size":
      return zod.union([
        zod.int().min(option.minimum).max(option.maximum),
        zod.string().regex(SIZE),
      ]);
  }
}

function text(zod: Zod, pattern: RegExp | undefined): z.ZodType<string> {
  const some = zod.string().min(1);
  return pattern === undefined ? some : some.regex(pattern);
}
