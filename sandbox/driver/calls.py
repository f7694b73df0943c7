"""Calls from guest code to the host: tools and SUBMIT, from any thread, each with its own id."""

from fleet_values import ValueRefused, encode, untag
from fleet_wire import TooLarge


class Submitted(BaseException):
    """Ends the cell after an accepted SUBMIT; no Exception, so that `except Exception` lets it pass."""


class Calls:
    """What the running cell may ask of the host."""

    def __init__(self, wire):
        self._wire = wire
        self.cell = None
        self.submitted = False

    def _ask(self, args, what, **fields):
        try:
            return self._wire.ask(encode(args, what), cell=self.cell, **fields)
        except ValueRefused as refused:
            raise TypeError(str(refused)) from None
        except TooLarge as refused:
            raise TypeError("%s are too large to leave the sandbox: %s" % (what, refused)) from None

    def call(self, name, args):
        """Calls a host tool and returns its result; its failure is a RuntimeError."""
        if self.submitted:
            raise Submitted
        reply = self._ask(args, name + "() arguments", type="tool-call", name=name)
        if "message" in reply:
            raise RuntimeError(reply["message"])
        value = reply.get("value")
        return untag(value) if reply.get("x") else value

    def submit(self, values):
        """Offers final values to the host; ends the cell when they are accepted."""
        if self.submitted:
            raise Submitted
        reply = self._ask(values, "SUBMIT values", type="submit")
        if "message" in reply:
            raise TypeError(reply["message"])
        self.submitted = True
        raise Submitted


def make_tool(calls, tool):
    """A Python function with the tool's own signature, so that wrong calls fail as in Python."""
    names = [parameter["name"] for parameter in tool["parameters"]]
    defaults = {}
    heads = []
    for parameter in tool["parameters"]:
        name = parameter["name"]
        if "default" in parameter:
            value = parameter["default"]
            defaults["_default_" + name] = untag(value) if tool.get("x") else value
            heads.append("%s=_default_%s" % (name, name))
        else:
            heads.append(name)
    return _define(
        tool["name"],
        heads,
        "return _fleet_call(%r, {%s})" % (tool["name"], _pairs(names)),
        dict(defaults, _fleet_call=calls.call),
        tool["description"],
    )


def make_submit(calls, names):
    """SUBMIT for these outputs, or the free form when there are none."""
    doc = "End the run with these final values."
    if names is not None:
        body = "_fleet_submit({%s})" % _pairs(names)
        return _define("SUBMIT", list(names), body, {"_fleet_submit": calls.submit}, doc)

    def SUBMIT(*values, **named):
        if named and values:
            raise TypeError("SUBMIT() takes values by position or by name, not both")
        calls.submit(named or {"output": values[0] if len(values) == 1 else list(values)})

    SUBMIT.__doc__ = doc
    return SUBMIT


def _pairs(names):
    return ", ".join("%r: %s" % (name, name) for name in names)


def _define(name, heads, body, scope, doc):
    source = "def %s(%s):\n    %s\n" % (name, ", ".join(heads), body)
    exec(compile(source, "<fleet-driver/%s>" % name, "exec"), scope)
    function = scope[name]
    function.__doc__ = doc
    return function
