"""Bringing inputs into the session and measuring them."""

_PREVIEW = 500


def load(variable, tagged, untag):
    """The Python value of a variable message."""
    if variable["kind"] == "value":
        return untag(variable["value"]) if tagged else variable["value"]
    with open(variable["path"], "rb", buffering=0) as file:
        return file.readall().decode(variable["encoding"])


def measure(name, value):
    """`{name, type, chars, head, tail}`, lengths in code points."""
    text = value if isinstance(value, str) else _shown(value)
    if len(text) <= 2 * _PREVIEW:
        head, tail = text, ""
    else:
        head, tail = text[:_PREVIEW], text[-_PREVIEW:]
    return {"name": name, "type": type(value).__name__, "chars": len(text), "head": head, "tail": tail}


def _shown(value):
    if isinstance(value, (list, dict)):
        import json

        return json.dumps(value, indent=2, ensure_ascii=False)
    return str(value)
