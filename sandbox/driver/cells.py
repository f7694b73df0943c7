"""Running one cell: compile, execute, the trailing value, what changed, what went wrong."""

import sys

_ONLY_AST = 0x400
_MAX_MESSAGE = 10_000
_MAX_TRACEBACK = 8_000


def compile_cell(code, filename):
    """`(body, trailing)` code objects; `trailing` is the last expression's, or None."""
    tree = compile(code, filename, "exec", _ONLY_AST, True)
    statements = tree.body
    trailing = None
    if statements and type(statements[-1]).__name__ == "Expr":
        import _ast

        expression = _ast.Expression(body=statements.pop().value)
        trailing = compile(expression, filename, "eval", 0, True)
    body = compile(tree, filename, "exec", 0, True) if statements else None
    return body, trailing


def show(value, limit):
    """`repr` of a value as a REPL prints it; of a long str only its ends, for speed."""
    if type(value) is str and len(value) > 4 * limit + 64:
        return repr(value[: 2 * limit])[:-1] + repr(value[-2 * limit:])[1:], len(value) + 2
    text = repr(value)
    return text, len(text)


def changes(before, after, hidden):
    """`[name, kind, type]` of every global that differs by identity."""
    result = []
    for name, value in after.items():
        if name in hidden or name.startswith("__"):
            continue
        if name not in before:
            result.append([name, "added", type(value).__name__])
        elif before[name] is not value:
            result.append([name, "changed", type(value).__name__])
    if len(before) + len(result) != len(after) or any(name not in after for name in before):
        for name in before:
            if name not in after and name not in hidden and not name.startswith("__"):
                result.append([name, "removed", ""])
    return result[:200]


def describe_error(error, filename, sources):
    """`{type, message, line?, source?, traceback}` of an exception, without the driver's frames."""
    kind = type(error).__name__
    message = _message(error)
    line = _line_of(error, filename)
    described = {"type": kind, "message": message}
    if line is not None:
        described["line"] = line
        lines = _lines_of(sources.get(filename, ""))
        if 0 < line <= len(lines):
            described["source"] = lines[line - 1].strip()[:500]
    try:
        text = _format(error, sources)
    except BaseException:
        text = "%s: %s\n" % (kind, message)
    described["traceback"] = _cut(text, _MAX_TRACEBACK)
    return described


def _message(error):
    try:
        return _cut(str(error), _MAX_MESSAGE)
    except BaseException:
        return "<the exception's message cannot be shown>"


def _line_of(error, filename):
    if isinstance(error, SyntaxError) and error.filename == filename:
        return error.lineno
    line = None
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == filename:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _lines_of(source):
    """The lines that Python counts; each has its end, since marks below a line stand askew without."""
    plain = source.replace("\r\n", "\n").replace("\r", "\n")
    return [line + "\n" for line in plain.split("\n")]


def _format(error, sources):
    import linecache
    import traceback

    for name, source in sources.items():
        if name not in linecache.cache:
            linecache.cache[name] = (len(source), None, _lines_of(source), name)
    report = traceback.TracebackException.from_exception(error, compact=True)
    _strip(report, traceback.StackSummary, set())
    return "".join(report.format())


def _strip(report, summary, seen):
    if report is None or id(report) in seen:
        return
    seen.add(id(report))
    report.stack = summary.from_list(
        [frame for frame in report.stack if not frame.filename.startswith("<fleet-driver")]
    )
    _strip(report.__cause__, summary, seen)
    _strip(report.__context__, summary, seen)
    for inner in getattr(report, "exceptions", None) or ():
        _strip(inner, summary, seen)


def _cut(text, limit):
    if len(text) <= limit:
        return text
    half = limit // 2
    return "%s\n... (%d characters omitted) ...\n%s" % (text[:half], len(text) - 2 * half, text[-half:])


def settle_stdio(stdin, stdout, stderr):
    """Makes the session's streams those of `sys` again, whatever the last cell did to them."""
    sys.stdin = sys.__stdin__ = stdin
    sys.stdout = sys.__stdout__ = stdout
    sys.stderr = sys.__stderr__ = stderr
