"""A corpus: the texts of many files in one packed file, as a list of dicts that read when asked.

The pack holds the texts in UTF-8 back to back and an index behind them. It is opened anew for every
read, so that guest code may close descriptors, fork and use threads as it likes.
"""

from fleet_values import loads

_EDGE = 500  # code points of the manifest at either end
_KEYS = ("path", "text", "bytes", "chars")


class Pack:
    """The packed file."""

    def __init__(self, path):
        self.path = path
        self._last = (None, "")  # the place of a text, and the text

    def read(self, start, size):
        """A text by its place in the pack; the last one is kept."""
        place = (start, size)
        last = self._last
        if last[0] != place:
            self._last = last = (place, self.bytes(start, size).decode("utf-8", "replace"))
        return last[1]

    def bytes(self, start, size=-1):
        """Bytes of the pack from `start`."""
        with open(self.path, "rb") as file:
            file.seek(start)
            return file.read(size)


class Document(dict):
    """One file of a corpus: `path`, `text`, `bytes`, `chars`; `text` is read when asked for."""

    __slots__ = ("_pack", "_start")

    def __init__(self, pack, entry):
        path, self._start, size, chars = entry
        self._pack = pack
        dict.__init__(self, path=path, bytes=size, chars=chars)

    def __missing__(self, key):
        if key == "text":
            return self._pack.read(self._start, dict.__getitem__(self, "bytes"))
        raise KeyError(key)

    def __contains__(self, key):
        return key == "text" or dict.__contains__(self, key)

    def __iter__(self):
        yield from _KEYS
        for key in dict.__iter__(self):
            if key not in _KEYS:
                yield key

    def __len__(self):
        return sum(1 for _ in self)

    def get(self, key, default=None):
        """The value of a key, or `default`."""
        return self[key] if key in self else default

    def keys(self):
        """The keys, `text` included."""
        return list(self)

    def values(self):
        """The values, `text` included."""
        return [self[key] for key in self]

    def items(self):
        """Pairs of key and value, `text` included."""
        return [(key, self[key]) for key in self]

    def copy(self):
        """A plain dict with everything in it."""
        return dict(self.items())

    def __eq__(self, other):
        return isinstance(other, dict) and dict.__eq__(self.copy(), dict(other.items()))

    def __ne__(self, other):
        return not self == other

    def __repr__(self):
        return "<Document %s, %s>" % (_shown(self["path"]), _counted(self["chars"], "character"))

    path = property(lambda self: self["path"], doc="Path below the folder.")
    text = property(lambda self: self["text"], doc="The text.")
    bytes = property(lambda self: self["bytes"], doc="Length of the text in bytes of UTF-8.")
    chars = property(lambda self: self["chars"], doc="Length of the text in characters.")


class Corpus(list):
    """The files of a corpus in the order of their paths."""

    __slots__ = ("left_out",)

    def __init__(self, documents=(), left_out=""):
        list.__init__(self, documents)
        self.left_out = left_out

    @property
    def paths(self):
        """The paths in order."""
        return [document["path"] for document in self]

    def __getitem__(self, index):
        if isinstance(index, slice):
            return Corpus(list.__getitem__(self, index))
        if isinstance(index, str):
            for document in self:
                if document["path"] == index:
                    return document
            raise KeyError(index)
        return list.__getitem__(self, index)

    def join(self):
        """One text of all files, a line `===== path =====` before each."""
        parts = ['%s. Each begins with a line "===== path =====".\n' % self.summary()]
        for document in self:
            text = document["text"]
            parts += ("\n===== ", _shown(document["path"]), " =====\n", text)
            if not text.endswith("\n"):
                parts.append("\n")
        return "".join(parts)

    def total(self, key):
        """Sum of a number that every document has."""
        return sum(document[key] for document in self)

    def summary(self):
        """How many files there are, how large, and what was left out; without a period."""
        counts = (len(self), "file"), (self.total("bytes"), "byte"), (self.total("chars"), "character")
        left = "; left out: " + self.left_out if self.left_out else ""
        return ", ".join(_counted(*count) for count in counts) + left

    def manifest(self):
        """`(head, tail)`: what it is with the first paths, and the last ones unless all are there."""
        head = self.summary() + '. A list of dicts: "path", "text" (read when asked for), "bytes", "chars".'
        lines = ["%s (%s)" % (_shown(each["path"]), _counted(each["bytes"], "byte")) for each in self]
        first = _fitting(lines, _EDGE - len(head))
        head = "\n".join([head, *lines[:first]])
        last = min(_fitting(lines[::-1], _EDGE), len(lines) - first)
        return head, "\n".join(lines[len(lines) - last:])

    def __repr__(self):
        return "<Corpus: %s>" % self.summary()


def open_corpus(path, index):
    """The corpus of a pack whose index begins at byte `index`."""
    pack = Pack(path)
    table = loads(pack.bytes(index).decode("utf-8"))
    return Corpus([Document(pack, entry) for entry in table["files"]], table["leftOut"])


def _counted(number, noun):
    return "%s %s" % (format(number, ","), noun if number == 1 else noun + "s")


def _fitting(lines, room):
    """How many of the lines fit, each with a line break."""
    count = 0
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        count += 1
    return count


def _shown(path):
    """A path in one line of bounded length."""
    text = path if path.isprintable() else ascii(path)[1:-1]
    return text if len(text) <= 120 else text[:58] + "..." + text[-58:]
