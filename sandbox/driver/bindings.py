"""Bringing inputs into the session and measuring them."""

from fleet_corpus import Corpus, open_corpus
from fleet_values import untag, with_all_digits

_PREVIEW = 500
_LARGE = 1 << 22
_BLOCK = 1 << 16


def load(variable, tagged):
    """The Python value of a variable message."""
    kind = variable["kind"]
    if kind == "value":
        return untag(variable["value"]) if tagged else variable["value"]
    if kind == "corpus":
        corpus = open_corpus(variable["path"], variable["index"])
        return corpus.join() if variable["form"] == "text" else corpus
    if variable.get("compression") == "gzip":
        return _read_gzip(variable["path"], variable["encoding"])
    return _read(variable["path"], variable["encoding"], variable["bytes"])


def _read(path, encoding, size):
    """The text in the first `size` bytes: those that the host checked, should the file have grown."""
    with open(path, "rb", buffering=0) as file:
        huge = _huge_pages(size)
        if huge is None:
            data = file.read(size)
            if len(data) < size:
                raise _shorter()
            return data.decode(encoding)
        with huge, memoryview(huge) as view:
            count = 0
            while count < size:
                read = file.readinto(view[count:])
                if not read:
                    raise _shorter()
                count += read
            if encoding != "utf-8-sig":
                return str(view, encoding)
            with view[3:] as text:  # the codec of that name would copy the whole
                return str(text, "utf-8")


def _shorter():
    return EOFError("the file is shorter than when it was opened")


def _huge_pages(size):
    """Memory for a large file, or None: faults of small pages cost as much as reading does."""
    if size < _LARGE:
        return None
    try:
        import mmap

        buffer = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        buffer.madvise(mmap.MADV_HUGEPAGE)
        return buffer
    except (OSError, ValueError, ImportError, AttributeError):
        return None


def _read_gzip(path, encoding):
    """The text in a gzip file, of all its members; in blocks, so that only the text is held."""
    import codecs
    import zlib

    decoder = codecs.getincrementaldecoder(encoding)()
    parts = []
    with open(path, "rb", buffering=0) as file:
        member = zlib.decompressobj(31)
        block = file.read(_BLOCK)
        while block:
            parts.append(decoder.decode(member.decompress(block)))
            block = member.unused_data if member.eof else b""
            if not block:
                block = file.read(_BLOCK)
            if member.eof and block:
                if not block.strip(b"\0"):
                    break
                member = zlib.decompressobj(31)
    if not member.eof:
        raise EOFError("the gzip file ends too early")
    parts.append(decoder.decode(b"", True))
    return "".join(parts)


def measure(name, value):
    """`{name, type, chars, head, tail}`, lengths in code points; of a text also `lines`."""
    if isinstance(value, Corpus):
        head, tail = value.manifest()
        chars = value.total("chars")
        return {"name": name, "type": "Corpus", "chars": chars, "head": head, "tail": tail}
    text = value if isinstance(value, str) else with_all_digits(_shown, value)
    if len(text) <= 2 * _PREVIEW:
        head, tail = text, ""
    else:
        head, tail = text[:_PREVIEW], text[-_PREVIEW:]
    lines = {"lines": _lines(value)} if isinstance(value, str) else {}
    return {
        "name": name, "type": type(value).__name__, "chars": len(text), **lines,
        "head": head, "tail": tail,
    }


def _lines(text):
    """Lines of a text that end as files have them, counted without a copy of it."""
    ends = text.count("\n")
    if "\r" in text:  # looking for one takes a tenth of counting them
        ends += text.count("\r") - text.count("\r\n")
    return ends if text[-1:] in ("", "\n", "\r") else ends + 1


def _shown(value):
    if isinstance(value, (list, dict)):
        import json

        return json.dumps(value, indent=2, ensure_ascii=False)
    return str(value)
