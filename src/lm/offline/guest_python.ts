/**
 * The Python of the offline planner: what its cells are made of. It needs the standard library, the
 * sandbox's own `chunk_by_headers`, `chunk_by_size` and `llm_query_batched`, and nothing else.
 *
 * Every name starts with an underscore. The text is constant; what changes from task to task is
 * assigned before it (`_doc`, `_query`, `_has_focus`, `_wanted`, `_STOP_WORDS`), see `cells.ts`.
 *
 * @module
 */

/** First turn: how the document is built. Reads `_doc`. */
export const EXPLORE_PYTHON: string = String.raw`
import re

_headers = re.findall(r"(?m)^#{1,3} .*$", _doc)
_newline = "\n" if "\n" in _doc else "\r"
print(f"{len(_doc):,} characters, {_doc.count(_newline) + 1:,} lines, {len(_headers):,} headers")
for _header in _headers[:12]:
    print("  " + _header.strip()[:100])
if len(_headers) > 12:
    print(f"  ... and {len(_headers) - 12:,} more")
if not _headers:
    print("No headers: it will be cut by size. It begins:")
    print("  " + " ".join(_doc[:400].split())[:200])
`.trim();

/**
 * Second turn: ranks, quotes, asks. Reads `_doc`, `_query`, `_wanted` (most passages to quote),
 * `_overview` (whether to fall back to leads of passages when nothing matches) and `_STOP_WORDS`;
 * sets `_quotes` (list of dicts, the best first) and the figures that outputs are made of.
 *
 * Ranking is Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) with
 * k1 = 1.2 and b = 0.75, lengths in characters.
 */
export const RANK_PYTHON: string = String.raw`
import json
import math
import re
from collections import Counter

_CHUNK_CHARS = 2000
_OVERLAP_CHARS = 200
_MAX_QUOTE_CHARS = 300
_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts without spaces: pairs of characters
_WORD_RE = re.compile(rf"[^\W_{_WIDE}]+")
_WIDE_RE = re.compile(rf"[{_WIDE}]+")
_BREAK_RE = re.compile(
    r"\r?\n|\r"
    r"|(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)\]]))"
    r"(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St|No|vs|cf)\.)(?<!\b(?:Mrs|Fig|e\.g|i\.e)\.)"
    r"[ \t]+(?=[^\sa-z])"
    r"|(?<=[。！？])"
)


def _query_terms(query):
    """Distinct words of the query in order, and pairs of characters of scripts without spaces."""
    lowered = query.lower()
    words = _WORD_RE.findall(lowered)
    telling = [word for word in words if word not in _STOP_WORDS and (len(word) > 1 or word.isdigit())]
    pairs = [
        run[i : i + 2] for run in _WIDE_RE.findall(lowered) for i in range(max(1, len(run) - 1))
    ]
    return list(dict.fromkeys(telling or ([] if pairs else words))), list(dict.fromkeys(pairs))


def _count_terms(text):
    """How often each query term is in the text."""
    lowered = text.lower()
    counts = Counter(word for word in _WORD_RE.findall(lowered) if word in _word_set)
    for pair in _pairs:
        if pair in lowered:
            counts[pair] = lowered.count(pair)
    return counts


def _cut(doc):
    """(start, end, header) of every chunk: by headers if there are any, long ones cut by size."""
    sections = [(0, "")]
    if re.search(r"(?m)^#{1,3} ", doc):
        sections = [(each["start_pos"], each["header"]) for each in chunk_by_headers(doc)]
    chunks = []
    for i, (start, header) in enumerate(sections):
        end = sections[i + 1][0] if i + 1 < len(sections) else len(doc)
        if end - start <= _CHUNK_CHARS + _OVERLAP_CHARS:
            pieces = [doc[start:end]]
        else:
            pieces = chunk_by_size(doc[start:end], _CHUNK_CHARS, _OVERLAP_CHARS)
        for piece in pieces:
            if piece.strip():
                chunks.append((start, start + len(piece), header.lstrip("# ").strip()))
            start += _CHUNK_CHARS - _OVERLAP_CHARS
    return chunks


def _rarity(term):
    """Inverse document frequency over the chunks."""
    seen = _frequency[term]
    return math.log(1 + (len(_chunks) - seen + 0.5) / (seen + 0.5))


def _bm25(counts, length, average, b=0.75, k1=1.2):
    weight = k1 * (1 - b + b * length / max(1, average))
    return sum(_rarity(term) * n * (k1 + 1) / (n + weight) for term, n in counts.items())


def _is_soft_break(doc, line_start, at, after):
    """Whether a line break only wraps a sentence of running text."""
    line = doc[line_start:at].rstrip()
    following = doc[after : after + 1]
    return len(line) >= 45 and (following.islower() or (line[-1:] == "," and following.isalnum()))


def _sentences(start, end):
    """(start, end) of the sentences and lines of a chunk, whole where the chunk cut them."""
    begin, finish = max(0, start - _MAX_QUOTE_CHARS), min(len(_doc), end + _MAX_QUOTE_CHARS)
    spans, at, line_start = [], begin, begin
    for match in _BREAK_RE.finditer(_doc, begin, finish):
        is_line = match.group().strip(" \t") != ""
        if is_line and _is_soft_break(_doc, line_start, match.start(), match.end()):
            line_start = match.end()
            continue
        spans.append((at, match.start()))
        at = match.end()
        line_start = at if is_line else line_start
    spans.append((at, finish))
    spans = [_trim(each) for each in spans if _doc[each[0] : each[1]].strip()]
    spans = [each for each in spans if each[1] > start and each[0] < end]
    told = [each for each in spans if re.match(r"(?!#{1,6}\s)[\W_]*\w", _doc[each[0] : each[1]])]
    return told or spans


def _trim(span):
    """The span without blanks at its ends, and no longer than a quote may be."""
    start, end = span
    text = _doc[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    if end - start <= _MAX_QUOTE_CHARS:
        return start, end
    hit = _term_re.search(_doc, start, end) if _term_re else None
    if hit and hit.start() - start > _MAX_QUOTE_CHARS // 2:
        start = hit.start() - _MAX_QUOTE_CHARS // 2
        space = _doc.find(" ", start, hit.start())
        start = start if space < 0 else space + 1
    if end - start > _MAX_QUOTE_CHARS:
        end = start + _MAX_QUOTE_CHARS
        space = _doc.rfind(" ", start + _MAX_QUOTE_CHARS // 2, end)
        end = end if space < 0 else space
    return start, end


def _score(span):
    return _bm25(_count_terms(_doc[span[0] : span[1]]), span[1] - span[0], 160, b=0.4)


def _best_sentence(chunk):
    spans = _sentences(chunk[0], chunk[1])
    return max(spans, key=lambda span: (_score(span), -span[0])) if spans else None


def _widen(chunk):
    """The chunk with the sentences at its edges whole."""
    spans = _sentences(chunk[0], chunk[1]) or [chunk[:2]]
    return min(chunk[0], spans[0][0]), max(chunk[1], spans[-1][1]), chunk[2]


def _ask(chunks):
    """What the sub-model picks from each chunk; nothing where it cannot be asked."""
    prompts = [
        "Quote, word for word and alone, the sentence or line of the passage that best answers the "
        f"question.\n\nQuestion: {_query[:2000].strip()}\n\nPassage:\n{_doc[start:end]}"
        for start, end, _ in chunks
    ]
    try:
        return [str(reply) for reply in llm_query_batched(prompts)] if prompts else []
    except Exception as error:
        print(f"Sub-queries not answered ({error}); quoting by rank alone")
        return [""] * len(prompts)


def _locate(reply, chunk):
    """Where the reply, or else a line of it, stands in the chunk word for word, if it does."""
    for line in [reply, *reply.splitlines()]:
        for text in (line.strip(), line.strip(" \t\"'“”«»")):
            at = _doc.find(text, chunk[0], chunk[1]) if text else -1
            if at >= 0 and 4 <= len(text) <= _MAX_QUOTE_CHARS:
                return at, at + len(text)
    return None


def _quote(span, header):
    text = _doc[span[0] : span[1]]
    line = _doc.count(_newline, 0, span[0]) + 1
    last = line + text.count(_newline)
    place = f"line {line}" if last == line else f"lines {line}-{last}"
    return {"quote": text, "line": line, "place": place, "section": header, "score": _score(span)}


def _pick(chunks):
    """One quote a chunk, the best first, none twice, weak ones left out."""
    taken, texts, quotes = [], set(), []
    for chunk, reply in zip(chunks, _ask(chunks)):
        span = _locate(reply, chunk) or _best_sentence(chunk)
        if span is None or any(span[0] < end and start < span[1] for start, end in taken):
            continue
        quote = _quote(span, chunk[2])
        if quote["quote"] not in texts:
            taken.append(span)
            texts.add(quote["quote"])
            quotes.append(quote)
    quotes.sort(key=lambda each: (-each["score"], each["line"]))
    least = 0.25 * quotes[0]["score"] if quotes else 0
    return [each for each in quotes if each["score"] >= least]


_newline = "\n" if "\n" in _doc else "\r"
_words, _pairs = _query_terms(_query)
_word_set = set(_words)
_terms = _words + _pairs
_term_re = re.compile("|".join(re.escape(each) for each in _terms), re.IGNORECASE) if _terms else None
_chunks = _cut(_doc)
_counts = [_count_terms(_doc[start:end]) for start, end, _ in _chunks]
_frequency = Counter(term for counts in _counts for term in counts)
_average = sum(end - start for start, end, _ in _chunks) / max(1, len(_chunks))
_scores = [_bm25(n, end - start, _average) for n, (start, end, _) in zip(_counts, _chunks)]
_ranked = sorted((i for i, s in enumerate(_scores) if s > 0), key=lambda i: (-_scores[i], i))
_asked = [_widen(_chunks[i]) for i in _ranked[:_wanted]]
_is_match = bool(_asked)
if not _asked and _overview:
    _step = max(1, math.ceil(len(_chunks) / _wanted))
    _asked = [_widen(chunk) for chunk in _chunks[::_step]]
_quotes = _pick(_asked)
_read_chars = sum(end - start for start, end, _ in _asked)
_found_terms = {term for counts in _counts for term in counts}
`.trim();

/** Still the second turn: the texts that outputs are made of. Reads what the ranking set. */
export const WORDING_PYTHON: string = String.raw`
_NOTICE = "(offline, no language model)"


def _cite(each):
    section = f", {each['section']}" if each["section"] else ""
    return f"\"{each['quote']}\" ({each['place']}{section})"


def _answer_text():
    if not _quotes:
        return f"Extractive answer {_NOTICE}: no passage of the document has a word of the query"
    if not _is_match:
        return f"Extractive answer {_NOTICE}: no word of the query found; the document begins: " + _cite(_quotes[0])
    near = [each for each in _quotes if each["score"] >= 0.6 * _quotes[0]["score"]][:3]
    return f"Extractive answer {_NOTICE}: " + "; ".join(_cite(each) for each in near)


def _summary_text():
    if not _quotes:
        return f"Extractive summary {_NOTICE}: nothing to quote"
    told = sorted(_quotes[:6], key=lambda each: each["line"])
    why = "no word of the focus found; " if _has_focus else ""
    note = "" if _is_match else f" ({why}passages from all over the document)"
    return f"Extractive summary {_NOTICE}{note}: " + " ".join(each["quote"] for each in told)


_answer, _summary = _answer_text(), _summary_text()
_lead = _quotes[0]["quote"] if _quotes else ""
_findings = [f"{each['place']}: {each['quote']}" for each in _quotes]
_records = [{"line": each["line"], "section": each["section"], "quote": each["quote"]} for each in _quotes]
_by_section = {}
for _each in _quotes:
    _by_section.setdefault(_each["section"] or _each["place"], []).append(_each["quote"])
_coverage_pct = min(100, round(100 * _read_chars / max(1, len(_doc))))
_share_found = len(_found_terms) / max(1, len(_terms))
`.trim();

/** End of the second turn: shows what was made. Reads `_outputs`. */
export const SHOW_PYTHON: string = String.raw`
print(f"Ranked {len(_chunks):,} chunks with BM25 for {_terms}: {len(_ranked):,} have a word of it")
print(f"Asked about {len(_asked)} of them, quoting {len(_quotes)}")
print("Prepared outputs: " + json.dumps(_outputs, ensure_ascii=False))
`.trim();
