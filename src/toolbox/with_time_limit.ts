/**
 * A tool whose calls may take so long and no longer. What it does beyond that is dropped: a function
 * of the host cannot be stopped from outside.
 *
 * @module
 */

import type { HostTool } from "../core/host_tool.ts";

/** The tool; a call that takes longer fails, and its signal is aborted. */
export function withTimeLimit(tool: HostTool, timeoutMs: number): HostTool {
  if (timeoutMs === 0) return tool;
  return {
    ...tool,
    async call(args, context) {
      const ending = new AbortController();
      const signal = AbortSignal.any([context.signal, ending.signal]);
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        const error = new Error(`${tool.name}() took longer than ${timeoutMs / 1000} s`);
        ending.abort(error);
        reject(error);
      }, timeoutMs);
      try {
        return await Promise.race([tool.call(args, { signal }), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
