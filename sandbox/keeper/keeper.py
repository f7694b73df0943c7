"""The keeper: the first process of a sandbox. Starts the driver, and keeps what it and the host send
one another until it has arrived, whatever connections break in between.

One thread, one `select`. The host comes through relays (relay.py) to a Unix socket. Frames are lines
of ASCII; `d` is followed by LENGTH bytes, which have an OFFSET in the stream of their direction:

    host    h KEY RECEIVED    hello: yours up to there are here    t KEY   another host takes over
            d OFFSET LENGTH   bytes for the driver                 a OFFSET   yours up to there are here
            i NUMBER          interrupts the driver, once a number p   answer me       q   end it all
    keeper  w RECEIVED        welcome: yours up to there are here  r REASON   refused, and closed
            d OFFSET LENGTH   bytes of the driver                  a OFFSET   the driver took yours
            x REASON          the driver is gone and nothing follows

Arguments: a folder for the socket, the seconds without a word from the host after which all ends, the
Python that becomes the driver, and its environment as NAME=VALUE.
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
MAX_STRANGERS = 16
GREETING_S = 5.0
LINGER_S = 30.0
DEAD_MAN_EXIT = 86
ENVIRONMENT = (b"PATH", b"HOME", b"LANG", b"TMPDIR", b"TZ", b"LD_LIBRARY_PATH")


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


class Keeper:
    """The loop between the driver and whoever connects."""

    def __init__(self, folder, dead_man_s, bootstrap, environment):
        self.driver = Driver(bootstrap, environment)
        self.dead_man_s = dead_man_s
        self.heard = time.monotonic()
        self.leave_at = None
        self.key = None
        self.interrupts = 0
        self.host = None
        self.strangers = []
        self.wakeup, alarm = _os.pipe()
        for end in (self.wakeup, alarm):
            _os.set_blocking(end, False)
        _signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        _signal.signal(_signal.SIGCHLD, lambda *_: None)
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
        _signal.signal(_signal.SIGTERM, lambda *_: self.leave(128 + _signal.SIGTERM))
        self.listener = listen(folder)

    def run(self):
        """Serves until the end; never returns."""
        driver = self.driver
        while True:
            driver.reap()
            timeout = self.pass_time(time.monotonic())
            driver.feed()
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
        if now - self.heard >= self.dead_man_s:
            self.leave(DEAD_MAN_EXIT)
        if self.leave_at is not None and now >= self.leave_at:
            self.leave(0)
        for stranger in list(self.strangers):
            if now >= stranger.deadline:
                self.drop(stranger)
        self.driver.settle(now)
        dues = [self.heard + self.dead_man_s, *(each.deadline for each in self.strangers)]
        if self.leave_at is not None:
            dues.append(self.leave_at)
        if self.driver.status is not None and self.driver.reason is None:
            dues.append(self.driver.ended_at + LAST_OUTPUT_S)
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

    def drop(self, connection):
        """Closes a connection; what it left undone is done by the next."""
        if connection is self.host:
            self.host = None
        elif connection in self.strangers:
            self.strangers.remove(connection)
        else:
            return
        _os.close(connection.fd)
        connection.fd = -1

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
        except (Refused, ValueError, IndexError) as error:
            reason = str(error) if isinstance(error, Refused) else "was sent a malformed frame"
            try:
                _os.write(connection.fd, b"r %s\n" % reason.encode())
            except OSError:
                pass
            self.drop(connection)

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
            if number(fields[1]) > self.interrupts:
                self.interrupts = number(fields[1])
                driver.interrupt()
        elif kind == b"p":
            connection.is_asked = True
        elif kind == b"q":
            self.leave(0)
        else:
            raise ValueError

    def greet(self, connection, kind, fields):
        """Makes a connection the host's when it has the key; the first ever brings it."""
        driver = self.driver
        if kind == b"h":
            position = number(fields[2])
            if self.key is None and len(fields[1]) >= 16:
                self.key = fields[1]
        elif kind == b"t":
            position = 0
        else:
            raise ValueError
        if fields[1] != self.key:
            raise Refused("belongs to another session")
        if kind == b"t":
            if not driver.end:
                raise Refused("had not begun when its host was lost")
            if self.is_cut():
                raise Refused("has half a message of its former host")
            driver.restart_streams()
            self.interrupts = 0
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
        connection.welcome = b"w %d\n" % driver.received

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

    def leave(self, code):
        """Ends the driver with all of its group, and this process."""
        self.driver.kill()
        _os._exit(code)


def number(field):
    """A count in a frame."""
    if not field.isdigit() or len(field) > 15:
        raise ValueError
    return int(field)


def listen(folder):
    """A socket that nobody else can reach; the folder becomes the current one, which spares the
    limit of a hundred characters on its path."""
    try:
        _os.mkdir(folder, 0o700)
    except FileExistsError:
        _os.chmod(folder, 0o700)
    _os.chdir(folder)
    try:
        _os.unlink("keeper")
    except FileNotFoundError:
        pass
    listener = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    listener.bind("keeper")
    listener.listen(MAX_STRANGERS)
    listener.setblocking(False)
    return listener


def main():
    """Reads the arguments and serves."""
    spare = _os.open("/dev/null", _os.O_RDWR)
    while spare < 3:  # whoever started this may have closed the first three
        spare = _os.dup(spare)
    _os.close(spare)
    folder, dead_man_s, bootstrap, *given = sys.argv[1:]
    environment = {name: _os.environ[name] for name in ENVIRONMENT if name in _os.environ}
    environment.update(pair.encode("utf-8", "surrogateescape").split(b"=", 1) for pair in given)
    keeper = Keeper(folder, float(dead_man_s), bootstrap, environment)
    try:
        keeper.run()
    finally:
        keeper.driver.kill()


main()
