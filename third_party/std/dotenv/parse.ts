/**
 * Stand-in for `jsr:@std/dotenv@^0.225/parse`: `parse` of the real one, over `node:util` `parseEnv`.
 *
 * Nothing here expands `$NAME`, which the real one does in values without quotes, nor `\t` and `\r`
 * in double quotes: a value with a dollar sign or a backslash belongs in single quotes, where both
 * leave it alone. `tests/std/dotenv_test.ts` states what is relied on.
 *
 * @module
 */

import { parseEnv } from "node:util";

const VALID_KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Parses the text of a `.env` file. A key that no shell could hold is left out, with a warning.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parse } from "@std/dotenv/parse";
 *
 * assertEquals(parse("GREETING='hello world' # for all"), { GREETING: "hello world" });
 * ```
 */
export function parse(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(parseEnv(text))) {
    if (!VALID_KEY.test(key)) {
      console.warn(
        `Ignored the key "${key}" as it is not a valid identifier: ` +
          `The key need to match the pattern ${VALID_KEY}.`,
      );
    } else if (value !== undefined) {
      env[key] = value;
    }
  }
  return env;
}
