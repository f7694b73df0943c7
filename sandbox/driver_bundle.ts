/**
 * The driver as it travels: a few lines of Python for the command line, and the bundle of its modules
 * that those lines read from standard input before anything else.
 *
 * @module
 */

import { DRIVER_FILES } from "./driver.gen.ts";

/** Version of the wire; both ends must agree. */
export const PROTOCOL_VERSION: number = 1;

/** The driver's modules in the order in which they need one another. */
const MODULE_ORDER: readonly string[] = [
  "values",
  "wire",
  "capture",
  "calls",
  "cells",
  "bindings",
  "helpers",
  "main",
];

/** Python for `python3 -c`: leaves the terminal's session, reads the bundle, runs it. */
export const BOOTSTRAP: string = `
try:
    import posix as o
except ImportError:
    import nt as o
def r(n):
    b = b""
    while len(b) < n:
        c = o.read(0, n - len(b))
        if not c:
            o._exit(1)
        b += c
    return b
try:
    o.setsid()
except (AttributeError, OSError):
    pass
exec(compile(r(int(r(8), 16)), "<fleet-driver/bundle>", "exec"), {})
`;

const LOADER = `
import sys
kind = type(sys)
own = dict(vars(__import__("builtins")))
for name, source in FILES:
    module = kind(name)
    module.__dict__["__builtins__"] = own
    sys.modules[name] = module
    exec(compile(source, "<fleet-driver/" + name + ">", "exec"), module.__dict__)
main = module.main
for name, source in FILES:
    del sys.modules[name]
main()
`;

let bundle: Uint8Array | undefined;

/** The bytes that a new driver reads first: length in hex, then the modules and their loader. */
export function driverBundle(): Uint8Array {
  if (bundle) return bundle;
  const files = MODULE_ORDER.map((name) => {
    const source = DRIVER_FILES[name];
    if (source === undefined) throw new Error(`Driver module "${name}" is missing`);
    return [`fleet_${name}`, source];
  });
  const text = `FILES = ${asciiJson(files)}\n${LOADER}`;
  const body = new TextEncoder().encode(text);
  const head = new TextEncoder().encode(body.length.toString(16).padStart(8, "0"));
  bundle = new Uint8Array(head.length + body.length);
  bundle.set(head);
  bundle.set(body, head.length);
  return bundle;
}

/** JSON whose strings are Python literals as well: everything beyond ASCII below U+10000 escaped. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
