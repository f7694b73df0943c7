"""The driver: one long-lived Python session that runs cells for the host.

The main thread runs cells, so that SIGINT can interrupt them; a second one waits for the end of the
wire and empties the pipe behind descriptors 1 and 2. When the wire ends, the host is gone: the whole
process group is killed at once. What a start does not need is imported where it is used.
"""

import _signal
import _thread
import builtins
import gc
import sys
import time

import fleet_helpers
from fleet_calls import Calls, make_submit, make_tool
from fleet_capture import DescriptorPipe, GuestStream, Sink
from fleet_cells import changes, compile_cell, describe_error, settle_stdio, show
from fleet_limits import limit_resources
from fleet_values import ValueRefused, encode
from fleet_volume import make_volume_helpers
from fleet_wire import TooLarge, Wire

try:
    import posix as _os
except ImportError:  # Windows
    import nt as _os

VERSION = 1


class Driver:
    """The session's state and its message loop."""

    def __init__(self, wire, hello, confined):
        self.wire = wire
        self.confined = confined
        self.calls = Calls(wire)
        self.limit = hello["maxOutputChars"]
        self.volume = hello["volume"]
        self.sink = Sink(self.limit, self._emit)
        self.pipe = DescriptorPipe(self.sink)
        self.sink.attach(self.pipe)
        self.null = _os.open("/dev/null", _os.O_RDWR)
        self.stdin = open(0, closefd=False)
        self.stdout = GuestStream(self.sink, 1, "<stdout>")
        self.stderr = GuestStream(self.sink, 2, "<stderr>")
        self.session = {"__name__": "__main__", "__builtins__": builtins, "__doc__": None}
        self.given = {}
        self.hidden = set()
        self._give_helpers()
        self.tools = set()
        self.equip(hello)
        self.builtins = dict(vars(builtins))
        self.sources = {}
        self.number = 0
        self.armed = False
        self.pid = _os.getpid()

    def _give_helpers(self):
        for name in fleet_helpers.__all__:
            self.given[name] = getattr(fleet_helpers, name)
        self.given.update(make_volume_helpers(self.volume))
        self.given["SHOW_VARS"] = fleet_helpers.make_show_vars(self.session, self.hidden)
        self.hidden.update(self.given)

    def equip(self, message):
        """Gives guest code these host tools and this SUBMIT in place of the former ones."""
        for name in self.tools:
            self.given.pop(name, None)
            self.session.pop(name, None)
        tools = {tool["name"]: make_tool(self.calls, tool) for tool in message["tools"]}
        tools["SUBMIT"] = make_submit(self.calls, message["submit"])
        self.given.update(tools)
        self.tools = set(tools)
        self.hidden.update(tools)

    def _emit(self, text):
        if self.calls.cell is not None:
            self.wire.send(type="output", id=self.calls.cell, text=text)

    def on_signal(self, _number, _frame):
        """SIGINT: ends the running cell; ignored between cells, put off while a message is sent."""
        if not self.armed:
            return
        if self.wire.shielded:
            self.wire.deferred = True
            return
        raise KeyboardInterrupt

    def leave_to_parent(self):
        """In a forked child: the wire is the parent's alone, prints go to the descriptors."""
        self.wire.close()
        self.sink.write_through()

    def run(self):
        """The main thread's loop; never returns."""
        while True:
            message = self.wire.command()
            if message["type"] == "execute":
                self.execute(message)
            elif message["type"] == "attach":
                self.attach(message)
            elif message["type"] == "equip":
                self.equip(message)
                self.wire.send(type="equipped", id=message["id"])
            else:
                self.bind(message)

    def attach(self, message):
        """Goes on for another host."""
        if not agree(self.wire, message):
            return
        self.limit = message["maxOutputChars"]
        self.sink.limit(self.limit)
        self.equip(message)
        self.say_ready()

    def say_ready(self):
        """Tells the host that it may begin."""
        self.wire.send(
            type="ready",
            version=VERSION,
            python="%d.%d.%d" % sys.version_info[:3],
            confined=self.confined,
            cells=self.number,
        )

    def bind(self, message):
        """Binds variables and answers with their measures."""
        from fleet_bindings import load, measure

        bound = []
        for variable in message["variables"]:
            name = variable["name"]
            try:
                value = load(variable, message.get("x"))
                self.session[name] = value
                bound.append(measure(name, value))
            except BaseException as error:
                text = "%s: %s" % (type(error).__name__, error)
                self.wire.send(type="bind-error", id=message["id"], name=name, message=text)
                return
        self.wire.send(type="bound", id=message["id"], variables=bound)

    def restore(self):
        """Makes the given names, streams, descriptors and the interrupt ours again."""
        self.session.update(self.given)
        if vars(builtins) != self.builtins:
            vars(builtins).update(self.builtins)
        if self.stdin.closed:
            self.stdin = open(0, closefd=False)
        settle_stdio(self.stdin, self.stdout, self.stderr)
        _os.dup2(self.null, 0)
        _os.dup2(self.pipe.write_fd, 1)
        _os.dup2(self.pipe.write_fd, 2)
        _signal.signal(_signal.SIGINT, self.on_signal)

    def execute(self, message):
        """Runs a cell and sends its result."""
        started = time.perf_counter()
        calls = self.calls
        self.restore()
        self.sink.begin()
        self.wire.deferred = False
        calls.submitted = False
        calls.cell = message["id"]
        self.number += 1
        filename = "<cell %d>" % self.number
        self.sources[filename] = message["code"]
        if len(self.sources) > 500:
            del self.sources[next(iter(self.sources))]
        before = dict(self.session)
        result = {"status": "ok"}
        payload = None
        error = None
        try:
            try:
                body, trailing = compile_cell(message["code"], filename)
                self.wire.patient = self.armed = True
                if body is not None:
                    exec(body, self.session)
                if trailing is not None:
                    value = eval(trailing, self.session)
                    if value is not None:
                        text, _ = show(value, self.limit)
                        self.sink.add(text + "\n", True)
                        if message.get("value"):
                            payload = self._payload_of(value)
            finally:
                self.wire.patient = self.armed = False
                try:
                    sys.settrace(None)
                    sys.setprofile(None)
                except BaseException:
                    pass
        except BaseException as caught:
            error = caught
        if _os.getpid() != self.pid:
            _os._exit(0)
        self.wire.stop_reading()
        if calls.submitted:
            result["status"] = "submitted"
            payload = None
        elif error is not None:
            result["status"] = "error"
            try:
                result["error"] = describe_error(error, filename, self.sources)
            except BaseException:
                result["error"] = {"type": type(error).__name__, "message": "", "traceback": ""}
        error = None
        self.pipe.drain()
        cell, calls.cell = calls.cell, None
        output = self.sink.snapshot()
        result.update(
            output=output,
            changes=changes(before, self.session, self.hidden),
            ms=(time.perf_counter() - started) * 1000,
        )
        if payload is not None:
            try:
                self.wire.send_payload("value", payload, type="result", id=cell, **result)
                return
            except TooLarge:
                pass  # its printed form is in the output
        self.wire.send(type="result", id=cell, **result)

    def _payload_of(self, value):
        try:
            return encode(value, "value")
        except ValueRefused:
            return None


def agree(wire, message):
    """Whether the host speaks as this driver does; it is told when not."""
    if message["version"] != VERSION:
        wire.send(type="refused", message="driver %d, host %d" % (VERSION, message["version"]))
    return message["version"] == VERSION


def leave_starter():
    """Closes the descriptors that whoever started this program left open, and leaves its session."""
    try:
        limit = _os.sysconf("SC_OPEN_MAX")
        _os.closerange(3, limit if 0 < limit < 1 << 20 else 1 << 20)
        _os.setsid()
    except (AttributeError, OSError):
        pass


def main():
    """Takes the private descriptors, shakes hands and serves until the host is gone."""
    leave_starter()
    sys.argv[:] = [""]
    wire = Wire(_os.dup(0), _os.dup(1))
    hello = wire.command()
    if not agree(wire, hello):
        _os._exit(1)
    wire.max_bytes = hello["maxLineBytes"]
    limit_resources(hello["limits"])
    confined = False
    if hello["confine"] is not None:
        from fleet_confine import confine

        confined = confine(hello["confine"])
    sys.path.extend(path for path in hello["paths"] if path not in sys.path)
    driver = Driver(wire, hello, confined)
    driver.restore()
    if hasattr(_os, "register_at_fork"):
        _os.register_at_fork(after_in_child=driver.leave_to_parent)
    _thread.start_new_thread(wire.watch, (driver.pipe.read_fd, driver.pipe.drain))
    driver.say_ready()
    gc.freeze()
    gc.enable()
    compile("", "", "exec")  # The first one takes long: while the host reads that we are ready.
    driver.run()
