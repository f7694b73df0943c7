"""Cuts a text into ranked parts and writes them to the volume.

A cell for: fleet-rlm exec --input text=@FILE --input query=TEXT --volume FOLDER cut_parts.py
With --input size:json=N for the most characters of a part, --input top:json=N for the best N alone.
"""

import json
import re

most = globals().get("size", 60_000)
best = globals().get("top")
common = set(
    "the and for are was were with that this from have has had not but what which who when where why how "
    "does did can could will would should about into over than then them they their there its all any each "
    "you your our out use used per also only such must may more most other some these those been being".split()
)


def natural_pieces(text):
    """The text at its own seams: entries of a log, sections, else lines."""
    entries = chunk_by_timestamps(text)
    if len(entries) > 20:
        return [entry["content"] for entry in entries]
    sections = chunk_by_headers(text)
    if len(sections) > 3:
        return [section["content"] for section in sections]
    return text.splitlines(keepends=True)


def cut(pieces, most):
    """Pieces joined to parts of up to `most` characters; what is longer is cut hard."""
    part = ""
    for piece in pieces:
        if part and len(part) + len(piece) + 1 > most:
            yield part
            part = ""
        part = f"{part}\n{piece}" if part and not part.endswith("\n") else part + piece
        while len(part) > most:
            yield part[:most]
            part = part[most:]
    if part:
        yield part


words = [word for word in dict.fromkeys(re.findall(r"\w{3,}", query.lower())) if word not in common]
# A word of the question counts by its beginning, so that "signing" also finds "signed".
stems = [word[: max(4, len(word) - 3)] for word in words]
parts = list(cut(natural_pieces(text), most))
ranked = []
for number, part in enumerate(parts):
    low = part.lower()
    hits = {word: low.count(stem) for word, stem in zip(words, stems)}
    distinct = sum(1 for count in hits.values() if count)
    score = distinct + 1000 * sum(hits.values()) / max(len(part), 1)
    ranked.append({"id": f"part_{number:04}", "score": round(score, 2), "chars": len(part), "hits": hits})
ranked.sort(key=lambda each: -each["score"])
kept = ranked[:best] if best else ranked
for each in kept:
    save_to_volume(f"{each['id']}.txt", parts[int(each["id"][5:])])
save_to_volume("index.json", json.dumps({"query": query, "parts": kept}, indent=2, ensure_ascii=False))

print(f"{len(parts)} parts of up to {most:,} characters, {len(kept)} written; words: {', '.join(words)}")
for each in kept[:20]:
    found = ", ".join(f"{word} {count}" for word, count in each["hits"].items() if count)
    print(f"  {each['id']}  {each['score']:>8}  {each['chars']:>7,}  {found or '-'}")
if len(kept) > 20:
    print(f"  … and {len(kept) - 20} more in index.json")
