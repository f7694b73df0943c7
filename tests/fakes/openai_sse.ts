/**
 * The streamed form of the fake model server's replies: server-sent events as OpenAI sends them, one
 * piece of the text in each, then the end, then the tokens when they were asked for.
 *
 * @module
 */

/** How a reply is streamed when the client asks for it. */
export interface StreamPlan {
  /** The text in pieces, one event each; a few characters each when left out. */
  readonly pieces?: readonly string[];
  /** Stays silent after so many pieces; until the client goes or the server is closed. */
  readonly holdAfter?: number;
  /** Ends after so many pieces without having said that it is the end. */
  readonly cutAfter?: number;
  /** Answers as if no stream had been asked for. */
  readonly ignoresStream?: boolean;
  /** Reports the tokens in every event, asked or not. */
  readonly usageInAll?: boolean;
  /** Events to send in place of all others, each the data of one. */
  readonly events?: readonly string[];
}

/** A completion as the unstreamed reply would have it. */
export interface WireCompletion {
  /** Its choices; the first is streamed. */
  readonly choices: readonly {
    readonly index: number;
    readonly message: { readonly role: string; readonly content: string };
    readonly finish_reason: string | null;
  }[];
  /** Its tokens. */
  readonly usage?: unknown;
  /** All else. */
  readonly [key: string]: unknown;
}

/** Options of {@linkcode streamBody}. */
export interface StreamBodyOptions {
  /** How it is streamed. */
  readonly plan: StreamPlan;
  /** Whether the client asked for the tokens. */
  readonly wantsUsage: boolean;
  /** Ends a stream that stays silent. */
  readonly closing: AbortSignal;
  /** Told once when it is over, and whether the client left before that. */
  readonly onEnd: (isAbandoned: boolean) => void;
}

const PIECE_CHARS = 5;

/** The body of a streamed reply. */
export function streamBody(
  completion: WireCompletion,
  options: StreamBodyOptions,
): ReadableStream<Uint8Array> {
  const { plan, closing, onEnd } = options;
  const events = plan.events ?? eventsOf(completion, options);
  const encoder = new TextEncoder();
  let at = 0;
  let over = false;
  const end = (isAbandoned: boolean): void => {
    if (!over) onEnd(isAbandoned);
    over = true;
  };
  return new ReadableStream({
    async pull(controller): Promise<void> {
      if (at === plan.holdAfter) await aborted(closing);
      if (over) return;
      if (closing.aborted || at >= events.length || at === plan.cutAfter) {
        end(false);
        controller.close();
        return;
      }
      // A comment now and then, as gateways send them.
      const comment = at === 1 ? ": still here\n\n" : "";
      controller.enqueue(encoder.encode(`${comment}data: ${events[at++]}\n\n`));
    },
    cancel: () => end(true),
  }, { highWaterMark: 0 });
}

function eventsOf(completion: WireCompletion, options: StreamBodyOptions): readonly string[] {
  const { plan, wantsUsage } = options;
  const { choices, usage, ...head } = completion;
  const [choice] = choices;
  const text = choice?.message.content ?? "";
  const pieces = plan.pieces ?? text.match(new RegExp(`[^]{1,${PIECE_CHARS}}`, "g")) ?? [];
  const each = plan.usageInAll ? { usage } : {};
  const event = (delta: unknown, finish: string | null = null): string =>
    JSON.stringify({ ...head, ...each, choices: [{ index: 0, delta, finish_reason: finish }] });
  return [
    ...pieces.map((content) => event({ role: "assistant", content })),
    event({}, choice?.finish_reason ?? null),
    ...(wantsUsage && usage !== undefined ? [JSON.stringify({ ...head, choices: [], usage })] : []),
    "[DONE]",
  ];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
