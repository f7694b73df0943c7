"""dspy.RLM and its PythonInterpreter (Deno and Pyodide) as one of the runtimes that are compared.

`PEERS_IMPORT_MAP` names an import map for the interpreter's Deno, where it cannot reach what it imports.
"""

import os
import time

from peer_program import serve, version

import dspy
from dspy.primitives.python_interpreter import PythonInterpreter

MAP = os.environ.get("PEERS_IMPORT_MAP")


def interpreter(**options):
    if not MAP:
        return PythonInterpreter(**options)
    command = PythonInterpreter(**options).deno_command
    at = command.index("run") + 1
    return PythonInterpreter(
        deno_command=[*command[:at], f"--import-map={MAP}", *command[at:]], **options
    )


interpreter.execution_instructions = PythonInterpreter.execution_instructions


def ms_since(started):
    return (time.perf_counter() - started) * 1000


def start():
    started = time.perf_counter()
    session = interpreter()
    session.execute("print(1 + 1)")
    ms = ms_since(started)
    session.shutdown()
    return ms


def cells(count, batches):
    with interpreter() as session:
        session.execute("x = 1")
        samples = []
        for _ in range(batches):
            started = time.perf_counter()
            for _ in range(count):
                session.execute("x = x + 1")
            samples.append(ms_since(started) / count)
        return samples


def tools(count, batches):
    with interpreter(tools={"ping": lambda x: x}) as session:
        code = f"""import time
start = time.perf_counter()
for _ in range({count}): ping(x="a")
print((time.perf_counter() - start) * 1000 / {count})"""
        return [float(session.execute(code)) for _ in range(batches)]


def context(path):
    with interpreter() as session:
        session.execute("x = 1")
        started = time.perf_counter()
        with open(path, encoding="utf-8") as file:
            document = file.read()
        length = session.execute("print(len(document))", variables={"document": document})
        ms = ms_since(started)
        assert int(length) == os.path.getsize(path), length
        return ms


def run(url, path, turns):
    started = time.perf_counter()
    model = lambda name: dspy.LM(f"openai/{name}", api_base=url, api_key="none", cache=False)
    with open(path, encoding="utf-8") as file:
        document = file.read()
    with dspy.context(lm=model("planner-dspy"), adapter=dspy.ChatAdapter()):
        rlm = dspy.RLM(
            "document, query -> answer",
            max_iters=turns,
            max_llm_calls=100,
            sub_lm=model("sub"),
            interpreter_factory=interpreter,
        )
        answer = rlm(document=document, query="How many beacons are there?").answer
    return {"ms": ms_since(started), "answer": answer}


serve(
    {
        "version": lambda: version("dspy"),
        "start": start,
        "cells": cells,
        "tools": tools,
        "context": context,
        "run": run,
    }
)
