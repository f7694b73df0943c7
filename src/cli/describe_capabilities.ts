/**
 * What is in force round a sandbox, in words.
 *
 * @module
 */

import type { Capabilities } from "../core/interpreter.ts";

/** Python, isolation and network on one line. */
export function describeCapabilities(capabilities: Capabilities): string {
  const { pythonVersion, isolation, network } = capabilities;
  return `Python ${pythonVersion}, isolation ${isolation}, ${
    network ? "with network" : "no network"
  }`;
}
