/**
 * The log of image builds. The SDK reads it from the wire and drops it; a middleware of gRPC sees it
 * before that, tells it to whoever listens and keeps the last lines for an error.
 *
 * @module
 */

import type { ModalClient } from "modal";

/** Lines of a build that are kept. */
const KEPT_LINES = 200;
const METHOD = "/ImageJoinStreaming";
/** What makes a terminal show colours. */
// deno-lint-ignore no-control-regex
const COLOURS = /\x1b\[[0-9;?]*[A-Za-z]/g;

/** A middleware as the SDK's client takes it. */
type Middleware = NonNullable<
  NonNullable<ConstructorParameters<typeof ModalClient>[0]>["grpcMiddleware"]
>[number];

/** The lines of builds that one client saw. */
export interface BuildLog {
  /** The last lines, oldest first. */
  readonly lines: readonly string[];
  /** What sees them pass. */
  readonly middleware: Middleware;
}

/** A build log that also tells every block of lines to `onLines`. */
export function createBuildLog(onLines: (lines: readonly string[]) => void): BuildLog {
  const kept: string[] = [];
  return {
    lines: kept,
    async *middleware(call, options) {
      if (!call.responseStream || !call.method.path.endsWith(METHOD)) {
        return yield* call.next(call.request, options);
      }
      for await (const item of call.next(call.request, options)) {
        const lines = linesOf(item);
        if (lines.length > 0) {
          kept.push(...lines);
          kept.splice(0, kept.length - KEPT_LINES);
          onLines(lines);
        }
        yield item;
      }
    },
  };
}

function linesOf(item: unknown): readonly string[] {
  if (typeof item !== "object" || item === null || !("taskLogs" in item)) return [];
  if (!Array.isArray(item.taskLogs)) return [];
  return item.taskLogs
    .map((entry: unknown) =>
      typeof entry === "object" && entry !== null && "data" in entry ? String(entry.data) : ""
    )
    .join("")
    .replaceAll(COLOURS, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
}
