/**
 * The one way to the SDK of the Model Context Protocol: its types for free, itself only when a server
 * starts. The SDK's types are found under names without `.js`, its code under names with it.
 *
 * @module
 */

import type { Server } from "@modelcontextprotocol/sdk/server";
import type * as types from "@modelcontextprotocol/sdk/types";

/** The parts of the SDK that a server is made of. */
export interface Sdk {
  /** The server. */
  readonly Server: typeof Server;
  /** The schemas of the protocol. */
  readonly types: typeof types;
}

/** Loads the SDK. */
export async function loadSdk(): Promise<Sdk> {
  const [{ Server }, types] = await Promise.all([
    import("@modelcontextprotocol/sdk/server"),
    import("@modelcontextprotocol/sdk/types.js"),
  ]);
  return { Server, types };
}
