"""The keeper: the first process of a sandbox. Starts the driver, and keeps what it and the host send
one another until it has arrived, whatever connections break in between.

One thread, one `select`. The host comes through relays (relay.py) to a Unix socket. Frames are lines
of ASCII; `d` is followed by LENGTH bytes, which have an OFFSET in the stream of their direction:

    host    h KEY RECEIVED    hello: yours up to there are here
            t KEY NEXT SILENT another host takes over from one that said nothing for SILENT seconds;
                              from now on the key is NEXT
            d OFFSET LENGTH   bytes for the driver                 a OFFSET   yours up to there are here
            i NUMBER          interrupt the driver, once a number  p          answer me
            q                 end it all
    keeper  w RECEIVED        welcome: yours up to there are here  r REASON   refused, and closed
            d OFFSET LENGTH   bytes of the driver                  a OFFSET   the driver took yours
            i NUMBER          interrupted                          x REASON   nothing follows

Arguments: a folder for the socket, the seconds without a word from the host after which all ends, and
the mounts whose changes are committed when the host ends it.
"""

import _signal
import _socket
import posix as _os
import select
import sys
import time

from fleet_driver_process import BLOCK_BYTES, BUSY, LAST_OUTPUT_S, Driver

WINDOW_BYTES = 8 << 20
ACKNOWLEDGE_BYTES = 1 << 20
HEAD_BYTES = 256
KEY_BYTES = 16
MAX_STRANGERS = 16
GREETING_S = 5.0
LINGER_S = 30.0
DEAD_MAN_EXIT = 86
WORK = "work"


class Refused(Exception):
    """A connection that breaks the rules; the reason as the end of "The sandbox …"."""


class Connection:
    """A connection from a relay, or from guest code that found the socket."""

    def __init__(self, fd, deadline):
        self.fd = fd
        self.deadline = deadline  # for its greeting
        self.input = b""  # the start of a line
        self.body = 0  # bytes of a data frame to come
        self.output = memoryview(b"")
        self.welcome = b""
        self.is_asked = False
        self.position = 0  # offset of the driver's next byte to send
        self.told = 0  # offset up to which the host knows of its bytes
        self.interrupted = 0  # the last of which it knows
        self.has_ended = False

    def read(self):
        """Bytes; none when the connection is over, None when it is not ready."""
        try:
            return _os.read(self.fd, BLOCK_BYTES)
        except BUSY:
            return None
        except OSError:
            return b""

    def compose(self, driver):
        """The next bytes to send; none when there is nothing to say."""
        parts = [self.welcome] if self.welcome else []
        size = min(driver.end - self.position, BLOCK_BYTES)
        news = driver.forwarded - self.told
        if self.is_asked or news >= ACKNOWLEDGE_BYTES or (news and (size or parts)):
            self.told = driver.forwarded
            parts.append(b"a %d\n" % self.told)
        if self.interrupted != driver.interrupted:
            self.interrupted = driver.interrupted
            parts.append(b"i %d\n" % self.interrupted)
        if size:
            start = self.position - driver.base
            parts += (b"d %d %d\n" % (self.position, size), driver.outbox[start:start + size])
            self.position += size
        elif driver.reason is not None and not self.has_ended:
            parts.append(b"x %s\n" % driver.reason)
            self.has_ended = True
        self.welcome = b""
        self.is_asked = False
        return b"".join(parts)

    def close(self, last_words):
        """Says a last thing if that goes at once, and closes."""
        try:
            _os.write(self.fd, last_words)
        except OSError:
            pass
        _os.close(self.fd)
        self.fd = -1


class Keeper:
    """The loop between the driver and whoever connects."""

    def __init__(self, driver, dead_man_s, mounts):
        self.driver = driver
        self.dead_man_s = dead_man_s
        self.mounts = mounts
        self.heard = time.monotonic()
        self.leave_at = None
        self.key = None
        self.host = None
        self.strangers = []
        self.wakeup, alarm = _os.pipe()
        for end in (self.wakeup, alarm):
            _os.set_blocking(end, False)
        _signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        _signal.signal(_signal.SIGCHLD, lambda *_: None)
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
        _signal.signal(_signal.SIGTERM, lambda *_: self.leave(128 + _signal.SIGTERM))
        self.listener = listen()

    def run(self):
        """Serves until the end; never returns."""
        driver = self.driver
        while True:
            driver.reap()
            driver.feed()
            timeout = self.pass_time(time.monotonic())
            if self.host:
                self.flush(self.host)
            readers = [self.wakeup, self.listener.fileno()]
            readers += (each.fd for each in self.connections())
            if driver.is_open:
                readers.append(driver.output)
            if driver.errors is not None:
                readers.append(driver.errors)
            writers = [driver.input] if driver.pending else []
            if self.host and self.host.output:
                writers.append(self.host.fd)
            ready = select.select(readers, writers, [], timeout)[0]
            if self.wakeup in ready:
                _os.read(self.wakeup, BLOCK_BYTES)
            if driver.output in ready:
                driver.read()
            if driver.errors in ready:
                driver.read_errors()
            for connection in self.connections():
                if connection.fd in ready:
                    self.receive(connection)
            if self.listener.fileno() in ready:
                self.accept()

    def connections(self):
        """All that are open."""
        return [*self.strangers, self.host] if self.host else list(self.strangers)

    def pass_time(self, now):
        """Does what is due; seconds until more is."""
        driver = self.driver
        if now - self.heard >= self.dead_man_s:
            self.leave(DEAD_MAN_EXIT)
        if self.leave_at is not None and now >= self.leave_at:
            self.leave(0)
        for stranger in list(self.strangers):
            if now >= stranger.deadline:
                self.drop(stranger)
        driver.settle(now)
        dues = [self.heard + self.dead_man_s, *(each.deadline for each in self.strangers)]
        dues += [due for due in (self.leave_at, driver.send_interrupt(now)) if due is not None]
        if driver.status is not None and driver.reason is None:
            dues.append(driver.ended_at + LAST_OUTPUT_S)
        return max(0.0, min(dues) - now) + 0.001

    def accept(self):
        """Takes a connection in; of too many that have not greeted the oldest makes room."""
        if len(self.strangers) >= MAX_STRANGERS:
            self.drop(self.strangers[0])
        try:
            fd = self.listener._accept()[0]
        except OSError:
            if self.strangers:
                self.drop(self.strangers[0])
            return
        _os.set_blocking(fd, False)
        self.strangers.append(Connection(fd, time.monotonic() + GREETING_S))

    def drop(self, connection, last_words=b""):
        """Closes a connection; what it left undone is done by the next."""
        if connection is self.host:
            self.host = None
        elif connection in self.strangers:
            self.strangers.remove(connection)
        else:
            return
        connection.close(last_words)

    def receive(self, connection):
        """Takes what a connection has to say."""
        block = connection.read() if connection.fd >= 0 else None
        if block is None:
            return
        if not block:
            self.drop(connection)
            return
        if connection is self.host:
            self.heard = time.monotonic()
        try:
            self.parse(connection, connection.input + block)
        except Refused as refusal:
            self.drop(connection, b"r %s\n" % str(refusal).encode())
        except (ValueError, IndexError):
            self.drop(connection, b"r was sent a malformed frame\n")

    def parse(self, connection, data):
        """Cuts bytes into frames."""
        at = 0
        while at < len(data):
            if connection.body:
                part = data[at:at + connection.body]
                connection.body -= len(part)
                at += len(part)
                self.driver.take(part)
                continue
            end = data.find(b"\n", at, at + HEAD_BYTES)
            if end < 0:
                if len(data) - at >= HEAD_BYTES:
                    raise Refused("was sent a frame without end")
                break
            self.handle(connection, data[at:end].split(b" "))
            at = end + 1
        connection.input = data[at:]

    def handle(self, connection, fields):
        """Acts on the head of a frame."""
        driver = self.driver
        kind = fields[0]
        if connection is not self.host:
            self.greet(connection, kind, fields)
        elif kind == b"d":
            offset, length = number(fields[1]), number(fields[2])
            if offset != driver.received or len(driver.pending) + length > 2 * WINDOW_BYTES:
                raise Refused("was sent bytes that it did not ask for")
            connection.body = length
        elif kind == b"a":
            offset = number(fields[1])
            if not driver.base <= offset <= connection.position:
                raise Refused("was told of bytes that it did not send")
            driver.acknowledge(offset)
        elif kind == b"i":
            driver.interrupt(number(fields[1]))
        elif kind == b"p":
            connection.is_asked = True
        elif kind == b"q":
            self.leave(0, b"x was ended by its host\n")
        else:
            raise ValueError

    def greet(self, connection, kind, fields):
        """Makes a connection the host's when it has the key; the first ever brings it."""
        driver = self.driver
        if kind not in (b"h", b"t") or len(fields[1]) < KEY_BYTES:
            raise ValueError
        if kind == b"h" and self.key is None:
            self.key = fields[1]
        if fields[1] != self.key:
            raise Refused("belongs to another session")
        if kind == b"t":
            self.hand_over(fields[2], number(fields[3]))
        position = number(fields[2]) if kind == b"h" else 0
        if not driver.base <= position <= driver.end:
            raise Refused("was asked for output that it does not have")
        driver.acknowledge(position)
        self.strangers.remove(connection)
        if self.host:
            self.drop(self.host)
        self.host = connection
        self.heard = time.monotonic()
        self.leave_at = None
        connection.position = position
        connection.interrupted = 0
        connection.welcome = b"w %d\n" % driver.received

    def hand_over(self, key, silent_s):
        """Readies the driver for another host, which knows nothing of what was under way."""
        if len(key) < KEY_BYTES:
            raise ValueError
        if time.monotonic() - self.heard < silent_s:
            raise Refused("still has its host")
        if not self.driver.has_spoken:
            raise Refused("had not begun when its host was lost")
        if self.driver.is_cut:
            raise Refused("has half a message of its former host")
        self.key = key
        self.driver.restart_streams()

    def flush(self, connection):
        """Sends what the connection takes."""
        try:
            while True:
                if not connection.output:
                    connection.output = memoryview(connection.compose(self.driver))
                    if not connection.output:
                        break
                done = _os.write(connection.fd, connection.output)
                connection.output = connection.output[done:]
        except BUSY:
            return
        except OSError:
            self.drop(connection)
            return
        if connection.has_ended and self.leave_at is None:
            self.leave_at = time.monotonic() + LINGER_S

    def leave(self, code, last_words=b""):
        """Ends the driver with all of its group, and this process."""
        self.driver.kill()
        if last_words:
            for mount in self.mounts:
                commit(mount)
            self.drop(self.host, last_words)
        _os._exit(code)


def number(field):
    """A count in a frame."""
    if not field.isdigit() or len(field) > 15:
        raise ValueError
    return int(field)


def commit(mount):
    """Has what was written to a mounted volume kept."""
    try:
        folder = _os.open(mount, _os.O_RDONLY)
        _os.fsync(folder)
        _os.close(folder)
    except OSError:
        pass


def listen():
    """A socket in the current folder, where nobody else can reach it; so its path is short enough."""
    try:
        _os.unlink("keeper")
    except FileNotFoundError:
        pass
    listener = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    listener.bind("keeper")
    listener.listen(MAX_STRANGERS)
    listener.setblocking(False)
    return listener


def make_folder(path):
    """A folder of ours alone."""
    try:
        _os.mkdir(path, 0o700)
    except FileExistsError:
        _os.chmod(path, 0o700)


def become_driver(source):
    """Runs the driver in a process that was forked off: its Python is there already, and where it is
    slow to start that is what a session waits for."""
    import gc
    import os

    gc.disable()
    home = _os.getcwd() + "/" + WORK
    _os.chdir(home)
    for name in [name for name in os.environ if name.startswith("MODAL_")]:
        del os.environ[name]  # what the cloud tells of itself
    os.environ.update(HOME=home, TMPDIR=home, PWD=home)
    sys.argv[:] = ["-c"]
    sys.path += package_paths()
    vars(sys.modules["__main__"]).clear()
    exec(compile(source, "<fleet-driver/bundle>", "exec"), {})


def package_paths():
    """Where the image's Python packages are. Without what `site` does besides: it would run what some
    of them ask for at every start, and let a guest call `exit`."""
    import site

    home = sys.executable.rpartition("/bin/")[0]
    try:
        _os.stat(home + "/pyvenv.cfg")
    except OSError:
        return site.getsitepackages()
    return site.getsitepackages([home])


def main(source):
    """Reads the arguments and serves."""
    spare = _os.open("/dev/null", _os.O_RDWR)
    while spare < 3:  # whoever started this may have closed the first three
        spare = _os.dup(spare)
    _os.close(spare)
    folder, dead_man_s, *mounts = sys.argv[1:]
    make_folder(folder)
    _os.chdir(folder)
    make_folder(WORK)
    driver = Driver(lambda: become_driver(source))
    try:
        Keeper(driver, float(dead_man_s), mounts).run()
    finally:
        driver.kill()
