/**
 * The driver as it travels: a few lines of Python for the command line, and the bundle of its modules
 * that those lines read from standard input before anything else; or, where files can be kept, the
 * same compiled.
 *
 * @module
 */

import { DRIVER_FILES } from "./driver.gen.ts";

/** Version of the wire; both ends must agree. */
export const PROTOCOL_VERSION: number = 1;

/**
 * Python for `python3 -c`: reads the bundle and runs it. A bundle is its length in eight hex digits, and
 * its bytes.
 */
export const BOOTSTRAP: string = `
try:
    from posix import read, _exit
except ImportError:
    from nt import read, _exit
def take(n):
    b = b""
    while len(b) < n:
        b += read(0, n - len(b)) or _exit(1)
    return b
exec(take(int(take(8), 16)), {})
`;

/** Modules of Python in compiled form that the driver loads at once, where they are files. */
const EXTENSIONS: readonly string[] = ["_json", "select", "resource"];

/**
 * Python that reads a bundle's bytes from standard input and writes a program for just the Python that
 * runs it, to be run as a file: modules as code, and where that Python has its compiled modules, since
 * looking for them takes longer than loading them. Eight bytes from the eighth on are free.
 */
export const PRECOMPILER: string = `
import importlib.util, marshal, sys
def compiled(name, text, optimize=2):
    return marshal.dumps(compile(text, "<fleet-driver/" + name + ">", "exec", optimize=optimize))
files, loader = sys.stdin.buffer.read().decode().split("\\n", 1)
scope = {}
exec(files, scope)
FILES = {
    name: compiled(name, text, 0 if name == "fleet_helpers" else 2)
    for name, text in scope["FILES"].items()
}
specs = [importlib.util.find_spec(name) for name in ${pythonLiteral(EXTENSIONS)}]
EXTENSIONS = [(spec.name, spec.origin) for spec in specs if spec and spec.has_location]
data = "FILES = %r\\nEXTENSIONS = %r\\n" % (FILES, EXTENSIONS)
head = importlib.util.MAGIC_NUMBER + bytes([1, 0, 0, 0]) + bytes(8)
sys.stdout.buffer.write(head + compiled("bundle", data + loader))
`;

/** Makes modules of `FILES` when one imports the other: they are modules to nobody else. */
const LOADER = `
import builtins, gc, sys
gc.disable()
def preload(name, path):
    from _frozen_importlib import _load
    from _frozen_importlib_external import ExtensionFileLoader, spec_from_file_location
    _load(spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path)))
for name, path in globals().get("EXTENSIONS", ()):
    try:
        preload(name, path)
    except Exception:
        pass
own = dict(vars(builtins))
bring_any = own["__import__"]
made = {}
def bring(name, *how):
    source = FILES.get(name)
    if source is None:
        return bring_any(name, *how)
    module = made.get(name)
    if module is None:
        module = made[name] = type(sys)(name)
        module.__dict__["__builtins__"] = own
        if type(source) is str:
            source = compile(source, "<fleet-driver/" + name + ">", "exec")
        else:
            from marshal import loads
            source = loads(source)
        exec(source, module.__dict__)
    return module
own["__import__"] = bring
`;

let source: Uint8Array | undefined;

/** The bundle's bytes, without their head: source that every Python that is new enough runs. */
export function driverSource(): Uint8Array {
  if (source) return source;
  return source = new TextEncoder().encode(
    bundleModules(DRIVER_FILES, {
      modules: Object.keys(DRIVER_FILES),
      entry: "main",
      call: "main()",
    }),
  );
}

/** What a bundle holds and does. */
export interface BundlePlan {
  /** Names of the modules that are in it. */
  readonly modules: readonly string[];
  /** The module that is run. */
  readonly entry: string;
  /** What is done once it has run: an expression that can name its `main`. */
  readonly call: string;
}

/**
 * Python in ASCII, of which the first line is data, that runs the entry as module `fleet_NAME`, and of
 * the others those that are imported, once they are.
 */
export function bundleModules(
  texts: Readonly<Record<string, string>>,
  { call, entry, modules }: BundlePlan,
): string {
  const files = Object.fromEntries(modules.map((name) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`Python module "${name}" is missing`);
    return [`fleet_${name}`, text];
  }));
  return `FILES = ${pythonLiteral(files)}\n${LOADER}main = bring("fleet_${entry}").main\n${call}\n`;
}

/** What a driver that is started with {@linkcode BOOTSTRAP} reads first. */
export function driverBundle(): Uint8Array {
  const bytes = driverSource();
  const head = new TextEncoder().encode(bytes.length.toString(16).padStart(8, "0"));
  const bundle = new Uint8Array(head.length + bytes.length);
  bundle.set(head);
  bundle.set(bytes, head.length);
  return bundle;
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
