"""JSON values as they cross the wire.

Uses CPython's C accelerator for JSON directly instead of the `json` package: that costs no import of
`re`, and guest code that tampers with `json` cannot reach it. What JSON lacks (NaN, infinities,
integers beyond 2^53) travels as tagged objects, `{"$f": "nan"}` and `{"$i": "digits"}`, in messages
that carry `"x": 1`; in those an object whose only key begins with `$` is wrapped as `{"$o": ...}`.
"""

import sys

_SAFE_INT = 2**53 - 1
_MAX_BITS = 3_321_928  # a million digits
_PLAIN = {str, bool, type(None)}
_ADVICE = {
    "set": "convert it to a list, e.g. sorted(value)",
    "frozenset": "convert it to a list, e.g. sorted(value)",
    "bytes": "decode it to a str",
    "bytearray": "decode it to a str",
    "datetime": "use value.isoformat()",
    "date": "use value.isoformat()",
    "Decimal": "convert it to a float or a str",
    "complex": "convert it to a str or a list of two floats",
    "ndarray": "use value.tolist()",
    "DataFrame": "use value.to_dict('records')",
    "Series": "use value.tolist()",
    "generator": "convert it to a list",
    "dict_keys": "convert it to a list",
    "dict_values": "convert it to a list",
    "dict_items": "convert it to a list",
}


class ValueRefused(TypeError):
    """A value that cannot cross the wire; the message says where it is and what to do."""


def _refuse(value):
    raise ValueRefused(type(value).__name__)


def _accelerated():
    from _json import encode_basestring, make_encoder, make_scanner

    class Context:
        strict = False
        object_hook = None
        object_pairs_hook = None
        parse_float = float
        parse_int = int

        @staticmethod
        def parse_constant(name):
            raise ValueError("unexpected constant " + name)

    scan = make_scanner(Context)

    def dumps(value):
        return "".join(
            make_encoder({}, _refuse, encode_basestring, None, ":", ",", False, False, False)(value, 0)
        )

    def loads(text):
        return scan(text, 0)[0]

    loads(dumps({"a": [1, 2.5, "\u00e9", None, True]}))
    return dumps, loads


def _portable():
    import json

    def dumps(value):
        return json.dumps(
            value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_refuse
        )

    return dumps, json.loads


try:
    dumps, loads = _accelerated()
except Exception:  # another Python implementation, or a CPython whose accelerator changed
    dumps, loads = _portable()


def encode(value, path):
    """`(text, tagged)` of a value. Raises ValueRefused, naming the place below `path`."""
    try:
        text = dumps(value)
        if '{"$' not in text and not _has_unsafe_int(value):
            return text, False
    except (ValueError, TypeError, RecursionError):
        pass
    try:
        return dumps(_tagged(value, path, 0)), True
    except RecursionError:
        raise ValueRefused(path + " is nested too deeply or contains itself") from None


def _has_unsafe_int(value):
    """Whether an acyclic value holds an integer that a double cannot."""
    stack = [value]
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is str or kind is float:
            continue
        if kind is list or kind is tuple:
            if not set(map(type, item)) <= _PLAIN:
                stack.extend(item)
        elif kind is dict:
            stack.extend(item.values())
        elif isinstance(item, int):
            if not -_SAFE_INT <= item <= _SAFE_INT:
                return True
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, (list, tuple)):
            stack.extend(item)
    return False


def _tagged(value, path, depth):
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, int):
        number = int(value)
        if -_SAFE_INT <= number <= _SAFE_INT:
            return number
        if number.bit_length() > _MAX_BITS:
            raise ValueRefused(path + " holds an integer of more than a million digits")
        return {"$i": with_all_digits(str, number)}
    if isinstance(value, float):
        number = float(value)
        if number != number:
            return {"$f": "nan"}
        if number in (float("inf"), float("-inf")):
            return {"$f": "inf" if number > 0 else "-inf"}
        return number
    if isinstance(value, str):
        return str(value)
    if depth >= 900:
        raise ValueRefused(path.split("[", 1)[0] + " is nested deeper than 900 levels or contains itself")
    if isinstance(value, (list, tuple)):
        return [_tagged(item, "%s[%d]" % (path, i), depth + 1) for i, item in enumerate(value)]
    if isinstance(value, dict):
        result = {}
        for key, item in value.items():
            if not isinstance(key, str):
                if not (key is None or isinstance(key, (bool, int, float))):
                    raise ValueRefused(
                        "%s has a key of type %s; JSON keys are strings" % (path, type(key).__name__)
                    )
                key = {None: "null", True: "true", False: "false"}.get(key) or str(key)
            result[key] = _tagged(item, "%s[%r]" % (path, key), depth + 1)
        if len(result) == 1 and next(iter(result)).startswith("$"):
            return {"$o": result}
        return result
    name = type(value).__name__
    advice = _ADVICE.get(name)
    raise ValueRefused(
        "%s holds a value of type %s, which JSON cannot carry%s" % (path, name, "; " + advice if advice else "")
    )


def with_all_digits(convert, value):
    """`convert(value)` between int and str past Python's limit on the number of digits."""
    limit = getattr(sys, "get_int_max_str_digits", None)
    if limit is None:
        return convert(value)
    kept = limit()
    sys.set_int_max_str_digits(0)
    try:
        return convert(value)
    finally:
        sys.set_int_max_str_digits(kept)


def untag(value):
    """The Python value of one that came tagged."""
    if isinstance(value, list):
        return [untag(item) for item in value]
    if isinstance(value, dict):
        if len(value) == 1:
            ((key, item),) = value.items()
            if key == "$i":
                return with_all_digits(int, item)
            if key == "$f":
                return float(item)
            if key == "$o":
                return {name: untag(inner) for name, inner in item.items()}
        return {key: untag(item) for key, item in value.items()}
    return value
