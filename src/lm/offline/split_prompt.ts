/**
 * Splits a prompt of unknown make into what is asked and the text to answer from. Pure.
 *
 * Looks, in this order, for lines that are marked (`Question: …`, `Passage:`), for a question at the
 * end, for a first paragraph, a first line, a first clause before a colon.
 *
 * @module
 */

/** A prompt in two parts. */
export interface PromptParts {
  /** What is asked; may be empty. */
  readonly question: string;
  /** The text to quote from; empty when the prompt is a question alone. */
  readonly body: string;
}

const QUESTION_LINE =
  /^[ \t]*[#>*-]*[ \t]*\**(?:user )?(?:question|query|q|task|focus|topic)\**[ \t]*:\**[ \t]*(.*)$/im;
const BODY_LINE =
  /^[ \t]*[#>*-]*[ \t]*\**(?:passage|context|document|text|excerpt|chunk|content|docs?|logs?|section|article|data|source)s?\b[^:\n]{0,40}:\**[ \t]*/im;

/** Splits a prompt. */
export function splitPrompt(prompt: string): PromptParts {
  const text = prompt.replace(/\r\n?/g, "\n").trim();
  return splitMarked(text) ?? splitLastQuestion(text) ?? splitFirst(text, /\n[ \t]*\n/) ??
    splitFirst(text, /\n/) ?? splitFirst(text, /:\s+/, 200) ??
    splitFirst(text, /(?<=\?)\s+/, 500) ??
    { question: text, body: "" };
}

function splitMarked(text: string): PromptParts | undefined {
  const asked = QUESTION_LINE.exec(text);
  const given = BODY_LINE.exec(text);
  if (asked === null && given === null) return undefined;
  const bodyStart = given === null ? undefined : given.index + given[0].length;
  if (asked === null) {
    return { question: text.slice(0, given?.index).trim(), body: text.slice(bodyStart).trim() };
  }
  const askedEnd = asked.index + asked[0].length;
  if (bodyStart === undefined) {
    // The text is on the other side of the question; what stands before may be an instruction.
    const after = text.slice(askedEnd).trim();
    const before = text.slice(0, asked.index).trim();
    return { question: asked[1] ?? "", body: after.length >= before.length ? after : before };
  }
  if (asked.index < (given?.index ?? 0)) {
    const question = (asked[1] ?? "") || text.slice(askedEnd, given?.index).trim();
    return { question, body: text.slice(bodyStart).trim() };
  }
  // A question mark of the text itself may stand inside the body: the last one is the prompt's.
  const last = lastMatch(text, QUESTION_LINE) ?? asked;
  return { question: last[1] ?? "", body: text.slice(bodyStart, last.index).trim() };
}

function splitLastQuestion(text: string): PromptParts | undefined {
  const at = text.lastIndexOf("\n");
  const last = text.slice(at + 1).trim();
  const first = text.split("\n", 1)[0] ?? "";
  if (at < 0 || !/[?？]$/.test(last) || /[?？:]\s*$/.test(first)) return undefined;
  return { question: last, body: text.slice(0, at).trim() };
}

function splitFirst(text: string, separator: RegExp, within?: number): PromptParts | undefined {
  const match = separator.exec(text);
  if (match === null || (within !== undefined && match.index > within)) return undefined;
  return {
    question: text.slice(0, match.index).trim(),
    body: text.slice(match.index + match[0].length).trim(),
  };
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  return [...text.matchAll(new RegExp(pattern.source, `g${pattern.flags}`))].at(-1);
}
