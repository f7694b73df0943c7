"""The guest's end of the wire: one JSON object per line on private descriptors.

Sending is atomic, between threads and against the interrupt that ends a cell at its time limit: a
torn message would desynchronise the session for ever. Receiving needs no thread of its own: of the
threads that wait for a message one reads for all, and hands over when it has its own.
"""

import _codecs
import _thread
import select

from fleet_values import dumps, loads

try:
    import posix as _os
except ImportError:  # Windows
    import nt as _os


_BLOCK = 1 << 16  # what a pipe holds; more would be new memory from the system for every message


def _escape_surrogates(error):
    text = error.object[error.start:error.end]
    return "".join("\\u%04x" % ord(char) for char in text), error.end


_codecs.register_error("fleet.escape", _escape_surrogates)


class TooLarge(ValueError):
    """A message beyond what the host takes."""


class Waiter:
    """A thread that waits for messages."""

    def __init__(self):
        self.messages = []
        self.wakeup = _thread.allocate_lock()
        self.wakeup.acquire()

    def wake(self):
        """Lets the thread look again; harmless when it is awake."""
        try:
            self.wakeup.release()
        except RuntimeError:
            pass


class Wire:
    """Whole messages in both directions."""

    def __init__(self, fd_in, fd_out):
        self._in = fd_in
        self._out = fd_out
        self._sending = _thread.allocate_lock()
        self._reading = _thread.allocate_lock()
        self._main = _thread.get_ident()
        self._blocks = []
        self._poll = select.poll()
        self._poll.register(fd_in, select.POLLIN)
        self._answers = {}
        self._commands = Waiter()
        self._calls = 0
        self._reader = None
        self.patient = False
        self.max_bytes = 1 << 20
        self.shielded = False
        self.deferred = False

    def send(self, **fields):
        """Sends a message whose fields are plain JSON."""
        self._write(dumps(fields))

    def send_payload(self, key, payload, **fields):
        """Sends a message with one field that `values.encode` made."""
        text, tagged = payload
        self._write('%s,"%s":%s%s}' % (dumps(fields)[:-1], key, text, ',"x":1' if tagged else ""))

    def ask(self, payload, **fields):
        """Sends a call with its arguments and returns the host's answer."""
        waiter = Waiter()
        self._calls += 1
        number = self._calls
        self._answers[number] = waiter
        try:
            self.send_payload("args", payload, id=number, **fields)
            return self._wait(waiter)
        finally:
            self._answers.pop(number, None)

    def command(self):
        """The next command of the host; for the main thread between cells."""
        return self._wait(self._commands)

    def _wait(self, waiter):
        while not waiter.messages:
            try:
                with Shield(self):
                    leading = self._reading.acquire(False)
                    if leading:
                        self._reader = _thread.get_ident()
                if leading:
                    while not waiter.messages:
                        self._read()
                else:
                    waiter.wakeup.acquire()
            finally:
                self.stop_reading()
        return waiter.messages.pop(0)

    def stop_reading(self):
        """Hands reading over when the calling thread has it, however it came to stop."""
        with Shield(self):
            if self._reader == _thread.get_ident():
                self._reader = None
                self._reading.release()
                self._hand_over()

    def _hand_over(self):
        for waiter in list(self._answers.values()):
            if not waiter.messages:
                waiter.wake()
                return
        self._commands.wake()

    def _read(self):
        """Reads what there is and gives each message to its waiter. Only the wait is interruptible."""
        if self.patient:
            self._poll.poll()
        with Shield(self):
            block = _os.read(self._in, _BLOCK)
            if not block:
                end_of_session()
            blocks = self._blocks
            while True:
                end = block.find(b"\n")
                if end < 0:
                    if block:
                        blocks.append(block)
                    return
                blocks.append(block[:end])
                line = b"".join(blocks)
                blocks.clear()
                block = block[end + 1:]
                self._deliver(loads(line.decode("utf-8")))

    def _deliver(self, message):
        waiter = self._commands
        if message["type"] == "answer":
            waiter = self._answers.get(message["id"])
        if waiter is not None:
            waiter.messages.append(message)
            waiter.wake()

    def _write(self, text):
        data = (text + "\n").encode("utf-8", "fleet.escape")
        if len(data) > self.max_bytes:
            raise TooLarge("%d bytes, where %d can be sent" % (len(data), self.max_bytes))
        with Shield(self), self._sending:
            done = _os.write(self._out, data)
            if done < len(data):
                rest = memoryview(data)[done:]
                while rest:
                    rest = rest[_os.write(self._out, rest):]

    def watch(self, fd, take):
        """Ends the session with the wire; calls `take` when `fd` has something. For its own thread."""
        poll = select.poll()
        poll.register(self._in, 0)
        poll.register(fd, select.POLLIN)
        while True:
            try:
                for ready, event in poll.poll():
                    if ready == fd:
                        take()
                    elif event & (select.POLLHUP | select.POLLERR):
                        end_of_session()
            except BaseException:
                continue

    def close(self):
        """Closes the private descriptors: a forked child must not speak for the session."""
        for fd in (self._in, self._out):
            try:
                _os.close(fd)
            except OSError:
                pass


class Shield:
    """Puts off the interrupt of the main thread to its end; nothing for other threads."""

    __slots__ = ("_wire", "_active")

    def __init__(self, wire):
        self._wire = wire
        self._active = False

    def __enter__(self):
        wire = self._wire
        if not wire.shielded and _thread.get_ident() == wire._main:
            wire.shielded = self._active = True

    def __exit__(self, kind, value, trace):
        if self._active:
            wire = self._wire
            wire.shielded = False
            if wire.deferred:
                wire.deferred = False
                raise KeyboardInterrupt


def end_of_session():
    """The host is gone: ends this process and all that it started."""
    import _signal

    try:
        _os.killpg(0, _signal.SIGKILL)
    finally:
        _os._exit(1)
