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
  "corpus",
  "bindings",
  "helpers",
  "volume",
  "confine",
  "main",
];

/**
 * Python for `python3 -c`: closes the descriptors that whoever started this program left open, leaves
 * the terminal's session, reads the bundle, runs it. A bundle is its
 * kind (`s` source, `m` marshalled code), its length in eight hex digits, and its bytes.
 */
export const BOOTSTRAP: string = `
import gc
gc.disable()
try:
    import posix as o
    n = o.sysconf("SC_OPEN_MAX")
    o.closerange(3, n if 0 < n < 1 << 20 else 1 << 20)
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
k, d = r(1), r(int(r(8), 16))
if k == b"m":
    from marshal import loads
    from _frozen_importlib_external import MAGIC_NUMBER
    if d[:4] != MAGIC_NUMBER:
        raise SystemExit("the driver in the cache was compiled by another Python")
    c, f = loads(memoryview(d)[4:])
    exec(c, {"FILES": f})
else:
    exec(compile(d, "<fleet-driver/bundle>", "exec"), {})
`;

/**
 * Python that reads a source bundle's bytes from standard input and writes the marshalled form of
 * it, good for just the Python that runs it.
 */
export const PRECOMPILER: string = `
import marshal, sys
from _frozen_importlib_external import MAGIC_NUMBER
source = sys.stdin.buffer.read().decode()
files, loader = source.split("\\n", 1)
scope = {}
exec(files, scope)
FILES = [
    (name, compile(text, "<fleet-driver/" + name + ">", "exec", optimize=0 if name == "fleet_helpers" else 2))
    for name, text in scope["FILES"]
]
loader = compile(loader, "<fleet-driver/bundle>", "exec")
sys.stdout.buffer.write(MAGIC_NUMBER + marshal.dumps((loader, FILES)))
`;

const LOADER = `
import sys
kind = type(sys)
own = dict(vars(__import__("builtins")))
for name, source in FILES:
    module = kind(name)
    module.__dict__["__builtins__"] = own
    sys.modules[name] = module
    if type(source) is str:
        source = compile(source, "<fleet-driver/" + name + ">", "exec")
    exec(source, module.__dict__)
main = module.main
for name, source in FILES:
    del sys.modules[name]
`;

let source: Uint8Array | undefined;

/** The bundle's bytes in source form, without their head: every Python that is new enough runs them. */
export function driverSource(): Uint8Array {
  if (source) return source;
  return source = new TextEncoder().encode(
    bundleModules(DRIVER_FILES, { order: MODULE_ORDER, call: "main()" }),
  );
}

/**
 * Python in ASCII, of which the first line is data, that runs modules in order, each as `fleet_NAME`,
 * and then `call`, which can name `main` of the last.
 */
export function bundleModules(
  texts: Readonly<Record<string, string>>,
  { call, order }: { readonly order: readonly string[]; readonly call: string },
): string {
  const files = order.map((name) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`Python module "${name}" is missing`);
    return [`fleet_${name}`, text];
  });
  return `FILES = ${pythonLiteral(files)}\n${LOADER}${call}\n`;
}

/** What a new driver reads first: the head and the bytes of a bundle. */
export function driverBundle(form: DriverForm = { kind: "s", bytes: driverSource() }): Uint8Array {
  const { kind, bytes } = form;
  const head = new TextEncoder().encode(kind + bytes.length.toString(16).padStart(8, "0"));
  const bundle = new Uint8Array(head.length + bytes.length);
  bundle.set(head);
  bundle.set(bytes, head.length);
  return bundle;
}

/** The driver as source, or marshalled for one Python. */
export interface DriverForm {
  /** `s` source, `m` marshalled. */
  readonly kind: "s" | "m";
  /** The bytes after the head. */
  readonly bytes: Uint8Array;
}

/** Texts and lists of them as a Python literal in ASCII: JSON, but for what is beyond ASCII. */
export function pythonLiteral(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\u{10ffff}]/gu, (char) => {
    const point = char.codePointAt(0) ?? 0;
    return point > 0xffff
      ? `\\U${point.toString(16).padStart(8, "0")}`
      : `\\u${point.toString(16).padStart(4, "0")}`;
  });
}
