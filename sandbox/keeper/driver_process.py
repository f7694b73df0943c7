"""The process that runs guest code, as the keeper (keeper.py) sees it: its pipes, and the bytes under way
to and from it until they have arrived.
"""

import _signal
import posix as _os
import time

BLOCK_BYTES = 1 << 18
MAX_DESCRIPTORS = 1 << 20
OUTBOX_BYTES = 64 << 20
STDERR_BYTES = 8 << 10
LAST_OUTPUT_S = 0.5
SETTLE_S = 0.02  # for the driver to act on what it was sent
UNREAD_S = 0.2  # after which a driver that does not read is busy with a cell
BUSY = (BlockingIOError, InterruptedError)


class Driver:
    """The process that runs guest code, and the bytes under way to and from it."""

    def __init__(self, program):
        """Forks; `program` is what the child becomes, with the pipes for its standard streams."""
        (child_in, self.input), (self.output, child_out), (self.errors, child_err) = (
            _os.pipe() for _ in range(3)
        )
        self.pid = self.group = _os.fork()
        if self.pid == 0:
            try:
                _os.setsid()
                for number, end in enumerate((child_in, child_out, child_err)):
                    _os.dup2(end, number)
                most = _os.sysconf("SC_OPEN_MAX")
                _os.closerange(3, most if 0 < most < MAX_DESCRIPTORS else MAX_DESCRIPTORS)
                program()
            except BaseException as error:
                _os.write(2, b"%s: %s\n" % (type(error).__name__.encode(), str(error).encode()))
            finally:
                _os._exit(1)
        for end in (child_in, child_out, child_err):
            _os.close(end)
        for end in (self.input, self.output, self.errors):
            _os.set_blocking(end, False)
        self.received = 0  # bytes of the host
        self.pending = bytearray()  # the last of them, which the pipe has not taken
        self.fed_at = 0.0
        self.last = 10  # byte of the host
        self.interrupts = 0  # asked for
        self.interrupted = 0  # and sent
        self.asked_at = 0.0
        self.has_spoken = False
        self.base = 0  # offset of the outbox: what the host has
        self.outbox = bytearray()
        self.is_in_line = False
        self.is_muted = False  # to the end of the line
        self.complaint = bytearray()
        self.status = None
        self.ended_at = 0.0
        self.reason = None

    @property
    def forwarded(self):
        """Offset up to which the driver's pipe took the host's bytes."""
        return self.received - len(self.pending)

    @property
    def end(self):
        """Offset behind the last byte of the outbox."""
        return self.base + len(self.outbox)

    @property
    def is_cut(self):
        """Whether the host's last message is not whole."""
        return self.last != 10

    def take(self, block):
        """Takes bytes of the host."""
        self.received += len(block)
        self.last = block[-1]
        if self.input is not None:
            self.pending += block

    def feed(self):
        """Writes to the driver what its pipe takes."""
        try:
            while self.pending and self.input is not None:
                with memoryview(self.pending) as view:
                    done = _os.write(self.input, view[:BLOCK_BYTES])
                del self.pending[:done]
                self.fed_at = time.monotonic()
        except BUSY:
            pass
        except OSError:
            _os.close(self.input)
            self.input = None
            self.pending.clear()

    def read(self):
        """Takes a block of the driver's output; whether there was one."""
        try:
            block = _os.read(self.output, BLOCK_BYTES)
        except BUSY:
            return False
        except OSError:
            block = b""
        if not block:
            _os.close(self.output)
            self.output = None
            return False
        self.has_spoken = True
        self.is_in_line = block[-1] != 10
        if self.is_muted:
            _, newline, block = block.partition(b"\n")
            self.is_muted = not newline
        self.outbox += block
        return True

    def read_errors(self):
        """Keeps the tail of what the driver says on descriptor 2."""
        try:
            block = _os.read(self.errors, BLOCK_BYTES)
        except BUSY:
            return
        except OSError:
            block = b""
        if not block:
            _os.close(self.errors)
            self.errors = None
        self.complaint = (self.complaint + block)[-STDERR_BYTES:]

    @property
    def is_open(self):
        """Whether there is output to wait for and room for it."""
        return self.output is not None and len(self.outbox) < OUTBOX_BYTES

    def acknowledge(self, offset):
        """Forgets what the host has."""
        del self.outbox[:offset - self.base]
        self.base = offset

    def restart_streams(self):
        """Forgets what was under way for the former host; both streams begin anew."""
        self.outbox.clear()
        self.base = self.received = 0
        self.interrupts = self.interrupted = 0
        self.is_muted = self.is_in_line

    def interrupt(self, number):
        """Asks for an interrupt, once for each number."""
        if number > self.interrupts:
            self.interrupts = number
            self.asked_at = time.monotonic()

    def send_interrupt(self, now):
        """Sends SIGINT when it is due: what is to be interrupted should have been read by then. Gives
        the time at which to look again, None when there is no need."""
        if self.interrupted == self.interrupts:
            return None
        due = self.asked_at + UNREAD_S if self.pending else self.fed_at + SETTLE_S
        if now < due:
            return min(due, now + SETTLE_S)
        self.interrupted = self.interrupts
        if self.pid is not None:
            _os.kill(self.pid, _signal.SIGINT)
        return None

    def kill(self):
        """Kills the process and all of its group that is left."""
        for kill, pid in ((_os.killpg, self.group), (_os.kill, self.pid)):
            try:
                if pid is not None:
                    kill(pid, _signal.SIGKILL)
            except OSError:
                pass

    def reap(self):
        """Takes note of ended children: the driver, and what is left to the first of all processes."""
        try:
            pid, status = _os.waitpid(-1, _os.WNOHANG)
            while pid:
                if pid == self.pid:
                    self.pid, self.status, self.ended_at = None, status, time.monotonic()
                    self.kill()
                pid, status = _os.waitpid(-1, _os.WNOHANG)
        except OSError:
            pass

    def settle(self, now):
        """Once the driver is gone: how it ended, when its last output is read."""
        if self.status is None or self.reason is not None:
            return
        while self.is_open and self.read():
            pass
        if self.output is not None:
            if not self.is_open or now - self.ended_at < LAST_OUTPUT_S:
                return
            _os.close(self.output)  # a process that left the group holds it
            self.output = None
        if self.errors is not None:
            self.read_errors()
        self.reason = describe_end(self.status, bytes(self.complaint))


def describe_end(status, complaint):
    """How the driver ended, as the end of "The sandbox …"."""
    code = _os.waitstatus_to_exitcode(status)
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    why = "".join(char if char.isprintable() else " " for char in lines[-1][:300]) if lines else ""
    if code < 0:
        names = [name for name in dir(_signal) if name.startswith("SIG") and "_" not in name]
        names = [name for name in names if getattr(_signal, name) == -code]
        how = "was ended by %s" % (names[0] if names else "signal %d" % -code)
        if -code == _signal.SIGXCPU:
            why = "its processor time was used up"
    else:
        how = "ended with exit code %d" % code
    return ("%s (%s)" % (how, why) if why else how).encode("utf-8", "replace")
