"""Functions given to guest code for looking at, searching and cutting long texts.

Owns the Python half of `src/text/`: both halves keep to one table of cases. Knows nothing of the
wire, the host or SUBMIT. Sizes and offsets are Unicode code points. Nothing is imported or computed
when this module loads, because it loads with every sandbox; `__all__` names what guest code gets,
and the driver adds `SHOW_VARS` by `make_show_vars`.
"""

__all__ = (
    "peek", "grep", "chunk_by_size", "chunk_by_headers", "chunk_by_timestamps", "chunk_by_json_keys",
    "add_buffer", "get_buffer", "clear_buffer",
)

# The characters at which str.splitlines() ends a line.
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

_buffers = {}


def peek(text: str, start: int = 0, length: int = 2000) -> str:
    """Return `length` characters of `text` from `start`; a negative start counts from the end."""
    _check_str(text, "text")
    start = _integer(start, "start", None, "peek at text")
    length = _integer(length, "length", 0, "peek at text")
    if start < 0:
        start = max(0, start + len(text))
    return text[start : start + length]


def grep(
    text: str,
    pattern: str,
    *,
    context: int = 0,
    regex: bool = False,
    ignore_case: bool = True,
    limit: int | None = None,
) -> list[str]:
    """Return the lines of `text` that contain `pattern`, in order.

    The pattern is plain text unless `regex`. Each item is one matching line with `context` lines
    before and after it, joined by newlines; items of neighbouring matches may overlap. At most
    `limit` items.
    """
    _check_str(text, "text")
    _check_str(pattern, "pattern")
    context = _integer(context, "context", 0, "search text")
    if limit is not None:
        limit = _integer(limit, "limit", 0, "search text")
    if not pattern:
        raise ValueError("Cannot search text: pattern must not be empty")
    if regex:
        hits = _regex_lines(text, _compile(pattern, 2 if ignore_case else 0).search)
    else:
        if pattern.splitlines()[0] != pattern:
            raise ValueError("Cannot search text: pattern must not contain a line break")
        hits = _literal_lines(text, pattern, ignore_case)
    found = []
    if limit == 0:
        return found
    for start, end in hits:
        found.append(_with_context(text, start, end, context))
        if len(found) == limit:
            break
    return found


def chunk_by_size(text: str, size: int = 200_000, overlap: int = 0) -> list[str]:
    """Cut `text` into pieces of `size` characters; each repeats the last `overlap` of the former."""
    _check_str(text, "text")
    size = _integer(size, "size", 1, "chunk text")
    overlap = _integer(overlap, "overlap", 0, "chunk text")
    if overlap >= size:
        raise ValueError(
            f"Cannot chunk text: overlap must be less than size, not {overlap} with size {size}"
        )
    if not text:
        return []
    last = max(1, len(text) - overlap)
    return [text[start : start + size] for start in range(0, last, size - overlap)]


def chunk_by_headers(text: str, pattern: str = r"^#{1,3} ", flags: int = 8) -> list[dict]:
    """Cut `text` at headers into dicts with `header`, `content` and `start_pos`.

    A header is the line where `pattern` matches (`flags` as in `re`; 8 is MULTILINE). Text before
    the first one becomes an item with an empty header. A match that begins with `#` inside a fenced
    code block is a comment, not a header.
    """
    starts = [match.start() for match in _matches(text, pattern, flags)]
    if any(text[start] == "#" for start in starts if start < len(text)):
        starts = _outside_fences(text, starts)
    chunks = []
    for start, end, is_match in _spans(text, starts):
        body = text[start:end].strip()
        header, content = "", body
        if is_match:
            header, _, content = body.partition("\n")
        chunks.append(
            {"header": header.rstrip(), "content": content.strip(), "start_pos": start}
        )
    return chunks


def chunk_by_timestamps(
    text: str, pattern: str = r"^\d{4}-\d{2}-\d{2}[T ]", flags: int = 8
) -> list[dict]:
    """Cut `text`, such as a log, into dicts with `timestamp`, `content` and `start_pos`.

    An entry begins where `pattern` matches (`flags` as in `re`; 8 is MULTILINE) and keeps its
    timestamp in `content`. Text before the first one becomes an item with an empty timestamp.
    """
    stamps = {match.start(): match.group() for match in _matches(text, pattern, flags)}
    chunks = []
    for start, end, is_match in _spans(text, list(stamps)):
        stamp = stamps[start].strip() if is_match else ""
        if stamp.endswith("T") and stamp[:-1][-1:].isdecimal():
            stamp = stamp[:-1]
        chunks.append(
            {"timestamp": stamp, "content": text[start:end].strip(), "start_pos": start}
        )
    return chunks


def chunk_by_json_keys(text: str) -> list[dict]:
    """Cut a JSON object into dicts with `key`, `content` (indented JSON) and `value_type`."""
    import json
    import re

    _check_str(text, "text")
    if not text.strip():
        return []
    try:
        data = json.loads(text)
    except RecursionError:
        raise ValueError("Invalid JSON: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"Invalid JSON: {error}") from None
    if not isinstance(data, dict):
        kind = type(data).__name__
        raise ValueError(f"Cannot chunk JSON by keys: top level must be an object, not {kind}")
    lone = re.compile("[\ud800-\udfff]")
    chunks = []
    for key, value in data.items():
        content = json.dumps(value, indent=2, ensure_ascii=False)
        content = lone.sub(lambda match: f"\\u{ord(match.group()):04x}", content)
        chunks.append({"key": key, "content": content, "value_type": type(value).__name__})
    return chunks


def add_buffer(name: str, value: object) -> None:
    """Append `value` to the list kept under `name`; it stays for the whole session."""
    _check_str(name, "name")
    _buffers.setdefault(name, []).append(value)


def get_buffer(name: str) -> list:
    """Return a copy of the list kept under `name`; empty when there is none."""
    _check_str(name, "name")
    return list(_buffers.get(name, ()))


def clear_buffer(name: str | None = None) -> None:
    """Forget the list kept under `name`, or all of them without a name."""
    if name is None:
        _buffers.clear()
    else:
        _check_str(name, "name")
        _buffers.pop(name, None)


def make_show_vars(namespace, hidden):
    """Make SHOW_VARS for the session's globals; names in `hidden` are not the user's."""

    def SHOW_VARS() -> dict[str, str]:
        """Return the session's variables and what each one is, such as `list of 12`."""
        found = {}
        for name, value in list(namespace.items()):
            is_name = isinstance(name, str) and not name.startswith("_")
            if is_name and name not in hidden and type(value).__name__ != "module":
                found[name] = _summary(value)
        return found

    return SHOW_VARS


def _summary(value):
    """Say what a value is, without running any code of its own but `shape`."""
    kind = type(value)
    if kind is str:
        return f"str of {len(value)} characters"
    if kind in (bytes, bytearray):
        return f"{kind.__name__} of {len(value)} bytes"
    if kind in (list, tuple, dict, set, frozenset, range):
        return f"{kind.__name__} of {len(value)}"
    try:
        shape = value.shape
    except Exception:
        return kind.__name__
    return f"{kind.__name__} of shape {shape}" if type(shape) is tuple else kind.__name__


def _check_str(value, name):
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")


def _integer(value, name, low, purpose):
    """Return `value` as an int that is at least `low`."""
    try:
        number = value.__index__()
    except (AttributeError, TypeError):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}") from None
    if low is not None and number < low:
        raise ValueError(f"Cannot {purpose}: {name} must be at least {low}, not {number}")
    return number


def _compile(pattern, flags):
    import re

    try:
        return re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        raise ValueError(f'Cannot compile pattern "{pattern}": {error}') from None


def _matches(text, pattern, flags):
    _check_str(text, "text")
    _check_str(pattern, "pattern")
    return _compile(pattern, _integer(flags, "flags", 0, "chunk text")).finditer(text)


def _spans(text, starts):
    """Yield (start, end, is_match) for the text before the first start and for each start."""
    first = starts[0] if starts else len(text)
    if text[:first].strip():
        yield 0, first, False
    for index, start in enumerate(starts):
        yield start, starts[index + 1] if index + 1 < len(starts) else len(text), True


def _outside_fences(text, starts):
    """Leave out the starts of `#` comments inside fenced code blocks; an open fence is none."""
    if "```" not in text and "~~~" not in text:
        return starts
    import re

    fences = [
        (match.start(), match.group(1), match.group(2).strip())
        for match in re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)", 8).finditer(text)
    ]
    longest = {"`": 0, "~": 0}  # of the closing fences after the one in hand
    closable = [False] * len(fences)
    for index in range(len(fences) - 1, -1, -1):
        _, mark, rest = fences[index]
        closable[index] = len(mark) <= longest[mark[0]] and not (mark[0] == "`" and "`" in rest)
        if not rest:
            longest[mark[0]] = max(longest[mark[0]], len(mark))
    kept, cursor, opened, opener = [], 0, -1, ""
    for (position, mark, rest), can_close in zip(fences, closable):
        if opened < 0:
            if can_close:
                opened, opener = position, mark
        elif not rest and mark[0] == opener[0] and len(mark) >= len(opener):
            while cursor < len(starts) and starts[cursor] < position:
                start = starts[cursor]
                if start < opened or text[start] != "#":
                    kept.append(start)
                cursor += 1
            opened = -1
    return kept + starts[cursor:]


def _literal_lines(text, pattern, ignore_case):
    """Yield (start, end) of each line that contains the plain text `pattern`."""
    position = 0
    if ignore_case:
        import re

        search = re.compile(re.escape(pattern), 2).search
    while True:
        if ignore_case:
            match = search(text, position)
            hit = match.start() if match else -1
        else:
            hit = text.find(pattern, position)
        if hit < 0:
            return
        position = _line_end(text, hit)
        yield _line_start(text, hit), position


def _regex_lines(text, search):
    """Yield (start, end) of each line in which `search` finds something."""
    start = 0
    while start < len(text):
        end = _line_end(text, min(start + 65536, len(text)))
        block = text[start : _after_break(text, end)]
        for line, whole in zip(block.splitlines(), block.splitlines(True)):
            if search(line):
                yield start, start + len(line)
            start += len(whole)


def _with_context(text, start, end, context):
    lines = [text[start:end]]
    for _ in range(context):
        if start == 0:
            break
        last = start - 2 if text[start - 2 : start] == "\r\n" else start - 1
        start = _line_start(text, last)
        lines.insert(0, text[start:last])
    for _ in range(context):
        following = _after_break(text, end)
        if following == len(text):
            break
        end = _line_end(text, following)
        lines.append(text[following:end])
    return "\n".join(lines)


def _line_start(text, position):
    """Return where the line that holds `position` begins, looking back in growing windows."""
    size = 256
    while True:
        low = max(0, position - size)
        parts = text[low:position].splitlines(True)
        if not parts or parts[-1][-1] in _BREAKS:
            return position
        if len(parts) > 1 or low == 0:
            return position - len(parts[-1])
        size *= 8


def _line_end(text, position):
    """Return where the line that holds `position` ends, its line break not included."""
    size = 256
    while True:
        high = min(len(text), position + size)
        parts = text[position:high].splitlines()
        end = position + len(parts[0]) if parts else position
        if end < high or high == len(text):
            return end
        size *= 8


def _after_break(text, end):
    return min(len(text), end + (2 if text[end : end + 2] == "\r\n" else 1))
