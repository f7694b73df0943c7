/**
 * The inline parts of Markdown as styled text: emphasis, code, links.
 *
 * @module
 */

import type { Token, Tokens } from "marked";
import { restyle, type Span, span } from "../styled/span.ts";

/** The spans of inline tokens. */
export function inlineSpans(tokens: readonly Token[] = []): readonly Span[] {
  return tokens.flatMap(spansOf);
}

function spansOf(token: Token): readonly Span[] {
  const inner = (): readonly Span[] => inlineSpans("tokens" in token ? token.tokens : []);
  switch (token.type) {
    case "strong":
      return restyle(inner(), "bold");
    case "em":
      return restyle(inner(), "italic");
    case "del":
      return restyle(inner(), "strike");
    case "codespan":
      return [span((token as Tokens.Codespan).text, "cyan")];
    case "br":
      return [span("\n")];
    case "link":
      return linkSpans(token as Tokens.Link, inner());
    case "image":
      return imageSpans(token as Tokens.Image);
    case "text":
      return "tokens" in token && token.tokens ? inner() : [span((token as Tokens.Text).text)];
    case "escape":
      return [span((token as Tokens.Escape).text)];
    default:
      return [span(token.raw)];
  }
}

/** Where a link leads is always shown: a text from elsewhere chose it. */
function linkSpans({ href, text }: Tokens.Link, inner: readonly Span[]): readonly Span[] {
  const shown = restyle(inner, "underline");
  return href === text || href === `mailto:${text}` ? shown : [...shown, span(` (${href})`, "dim")];
}

function imageSpans({ href, text }: Tokens.Image): readonly Span[] {
  return [span(`[image${text === "" ? "" : `: ${text}`}]`, "italic"), span(` (${href})`, "dim")];
}
