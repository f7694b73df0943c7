"""Tells what a text is, in few words. A cell for: fleet-rlm exec --input text=@FILE scout.py"""

import json
import re
from collections import Counter


def shorten(line, most=100):
    return line if len(line) <= most else line[: most - 1] + "…"


def kind_of(text):
    head = text[:200_000]
    lines = head.splitlines() or [""]
    if head.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
            return "json"
        except ValueError:
            pass
    if len(re.findall(r"^\d{4}-\d{2}-\d{2}[T ]", head, re.M)) > len(lines) / 3:
        return "log"
    if len(re.findall(r"^#{1,6} ", head, re.M)) >= 3:
        return "markdown"
    if len(re.findall(r"^(?:def|class|import|from) ", head, re.M)) >= 5:
        return "code"
    return "text"


kind = kind_of(text)
lines = text.splitlines()
print(f"{len(text):,} characters, {len(lines):,} lines, longest line {max(map(len, lines), default=0):,}")
print(f"kind: {kind}")
pages = len(re.findall(r"^--- page \d+ ---$", text, re.M))
if pages:
    print(f"pages: {pages}")

if kind == "json":
    value = json.loads(text)
    if isinstance(value, dict):
        for key, each in list(value.items())[:20]:
            print(f"  {shorten(key, 40)}: {type(each).__name__}, {len(json.dumps(each)):,} characters")
    else:
        print(f"  a list of {len(value):,}; first: {shorten(json.dumps(value[:1]))}")
elif kind == "log":
    entries = chunk_by_timestamps(text)
    print(f"  {len(entries):,} entries, {entries[0]['timestamp']} to {entries[-1]['timestamp']}")
    levels = Counter(re.findall(r"\b(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b", text))
    print("  levels:", dict(levels.most_common()))
else:
    sections = [part for part in chunk_by_headers(text) if part["header"]]
    print(f"headings: {len(sections)}")
    for part in sections[:15]:
        print(f"  {shorten(part['header'], 70)} ({len(part['content']):,})")
    if len(sections) > 15:
        print(f"  … and {len(sections) - 15} more")

print("begins:", shorten(json.dumps(peek(text, 0, 200), ensure_ascii=False), 220))
print("ends:", shorten(json.dumps(peek(text, -200), ensure_ascii=False), 220))
