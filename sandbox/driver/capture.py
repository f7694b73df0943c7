"""Where everything goes that guest code prints.

`sys.stdout` and `sys.stderr` are objects of this module; descriptors 1 and 2 lead into a pipe that a
thread empties, so that C code and child processes print to the same place. Memory is bounded: the
head of a cell's output is sent to the host as it comes, of the rest only the tail is kept.
"""

import _thread
import codecs
import io

try:
    import posix as _os
except ImportError:  # Windows
    import nt as _os

_EAGER_SENDS = 16
_BLOCK = 1 << 16  # what a pipe holds


class Sink:
    """Bounded output of one cell at a time."""

    def __init__(self, limit, emit):
        self._lock = _thread.allocate_lock()
        self._emit = emit
        self._pipe = None
        self.limit(limit)
        self.begin()

    def limit(self, limit):
        """Sets how many code points of a cell are kept."""
        self._tail_limit = limit - limit // 2
        self._head_limit = limit // 2

    def begin(self):
        """Starts a cell: nothing printed yet."""
        with self._lock:
            self._chars = 0
            self._room = self._head_limit
            self._unsent = []
            self._sends = 0
            self._tail = []
            self._tail_chars = 0

    def attach(self, pipe):
        """Joins the pipe of the descriptors, emptied before each Python write to keep the order."""
        self._pipe = pipe

    def add(self, text, is_last=False):
        """Takes printed text; the last of a cell travels with its result."""
        pipe = self._pipe
        if pipe is not None:
            pipe.drain()
        self.add_only(text, is_last)

    def write_through(self):
        """In a forked child: from now on prints go straight to descriptor 1."""
        self.add = lambda text, is_last=False: _os.write(1, text.encode("utf-8", "backslashreplace"))

    def add_only(self, text, is_last=False):
        """Takes text without a look into the pipe."""
        eager = None
        with self._lock:
            count = len(text)
            self._chars += count
            if self._room:
                taken = text if count <= self._room else text[:self._room]
                self._room -= len(taken)
                self._unsent.append(taken)
                is_whole = taken.endswith("\n") or not self._room
                if is_whole and not is_last and self._sends < _EAGER_SENDS:
                    self._sends += 1
                    eager = "".join(self._unsent)
                    self._unsent.clear()
                if len(taken) == count:
                    text = ""
                else:
                    text = text[len(taken):]
            if text:
                if len(text) > self._tail_limit:
                    text = text[len(text) - self._tail_limit:]
                self._tail.append(text)
                self._tail_chars += len(text)
                if self._tail_chars > 4 * self._tail_limit + 4096:
                    self._trim()
        if eager:
            self._emit(eager)

    def _trim(self):
        joined = "".join(self._tail)
        joined = joined[max(0, len(joined) - self._tail_limit):]
        self._tail[:] = [joined]
        self._tail_chars = len(joined)

    def snapshot(self):
        """`{head, tail, chars}`: head still unsent, tail kept, all code points printed."""
        with self._lock:
            self._trim()
            return {"head": "".join(self._unsent), "tail": "".join(self._tail), "chars": self._chars}


class DescriptorPipe:
    """The pipe behind descriptors 1 and 2."""

    def __init__(self, sink):
        self._sink = sink
        self._lock = _thread.allocate_lock()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.read_fd, self.write_fd = _os.pipe()
        _os.set_blocking(self.read_fd, False)

    def drain(self):
        """Takes what is in the pipe now, without waiting."""
        while self._take():
            pass

    def _take(self):
        with self._lock:
            try:
                block = _os.read(self.read_fd, _BLOCK)
            except (BlockingIOError, OSError):
                return False
            if not block:
                return False
            text = self._decoder.decode(block)
            if text:
                self._sink.add_only(text)
        return True


class GuestStream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of guest code."""

    encoding = "utf-8"
    errors = "backslashreplace"
    line_buffering = True

    def __init__(self, sink, fd, name):
        self._sink = sink
        self._fd = fd
        self.name = name
        self.mode = "w"

    def __getattr__(self, name):
        if name != "buffer":
            raise AttributeError("'GuestStream' object has no attribute %r" % name)
        from fleet_binary_stream import BinaryStream

        self.buffer = BinaryStream(self)
        return self.buffer

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self._fd

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        if text:
            self._sink.add(str(text))
        return len(text)

    def close(self):
        """Closing the session's output is not a thing that guest code can do."""
