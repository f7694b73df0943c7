"""The official runtime with its local environment as one of the runtimes that are compared.

That environment runs the code inside the runtime's own process: nothing is started and nothing is shut
in.
"""

import os
import time

from peer_program import serve, version

from rlm import RLM
from rlm.environments.local_repl import LocalREPL


def ms_since(started):
    return (time.perf_counter() - started) * 1000


def printed(session, code):
    result = session.execute_code(code)
    assert not result.stderr, result.stderr
    return result.stdout


def start():
    started = time.perf_counter()
    with LocalREPL() as session:
        printed(session, "print(1 + 1)")
        return ms_since(started)


def cells(count, batches):
    with LocalREPL() as session:
        printed(session, "x = 1")
        samples = []
        for _ in range(batches):
            started = time.perf_counter()
            for _ in range(count):
                printed(session, "x = x + 1")
            samples.append(ms_since(started) / count)
        return samples


def tools(count, batches):
    with LocalREPL(custom_tools={"ping": lambda x: x}) as session:
        code = f"""import time
start = time.perf_counter()
for _ in range({count}): ping(x="a")
print((time.perf_counter() - start) * 1000 / {count})"""
        return [float(printed(session, code)) for _ in range(batches)]


def context(path):
    started = time.perf_counter()
    with open(path, encoding="utf-8") as file:
        document = file.read()
    with LocalREPL(context_payload=document) as session:
        length = printed(session, "print(len(context))")
        ms = ms_since(started)
    assert int(length) == os.path.getsize(path), length
    return ms


def run(url, path, turns):
    started = time.perf_counter()
    model = lambda name: {"model_name": name, "base_url": url, "api_key": "none"}
    with open(path, encoding="utf-8") as file:
        document = file.read()
    rlm = RLM(
        backend="openai",
        backend_kwargs=model("planner-rlms"),
        other_backends=["openai"],
        other_backend_kwargs=[model("sub")],
        environment="local",
        max_iterations=turns,
    )
    answer = rlm.completion(document, root_prompt="How many beacons are there?").response
    return {"ms": ms_since(started), "answer": answer}


serve(
    {
        "version": lambda: version("rlms"),
        "start": start,
        "cells": cells,
        "tools": tools,
        "context": context,
        "run": run,
    }
)
