/**
 * JSON as Python's `json` reads and writes it: keys keep their order (JavaScript objects move `"1"`
 * to the front), `1` is an int and `1.0` a float, integers have any size, NaN and the infinities are
 * allowed. Not exported from the folder. Pure.
 *
 * @module
 */

/** A value as Python would hold it; `text` of a number is what Python would print. */
export type PythonValue =
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "int" | "float" | "bool" | "NoneType"; readonly text: string }
  | { readonly type: "list"; readonly items: readonly PythonValue[] }
  | { readonly type: "dict"; readonly entries: ReadonlyMap<string, PythonValue> };

const CONSTANTS: Readonly<Record<string, PythonValue>> = {
  true: { type: "bool", text: "true" },
  false: { type: "bool", text: "false" },
  null: { type: "NoneType", text: "null" },
  NaN: { type: "float", text: "NaN" },
  Infinity: { type: "float", text: "Infinity" },
  "-Infinity": { type: "float", text: "-Infinity" },
};

/** Most digits of an integer that Python reads. */
const MAX_DIGITS = 4300;

/**
 * Parses JSON text.
 * @throws {SyntaxError} When it is not valid, or nested too deeply.
 */
export function parsePythonJson(text: string): PythonValue {
  try {
    return new Parser(text).parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SyntaxError("Invalid JSON: nested too deeply", { cause: error });
  }
}

/** JSON of a value with two spaces per level, as `json.dumps(value, indent=2)` but for non-ASCII. */
export function formatPythonJson(value: PythonValue, margin = ""): string {
  if (value.type === "str") return JSON.stringify(value.value);
  if (value.type !== "list" && value.type !== "dict") return value.text;
  const inner = margin + "  ";
  const isList = value.type === "list";
  const parts = isList ? value.items.map((item) => formatPythonJson(item, inner)) : Array.from(
    value.entries,
    ([key, item]) => `${JSON.stringify(key)}: ${formatPythonJson(item, inner)}`,
  );
  const [open, close] = isList ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}

class Parser {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): PythonValue {
    const value = this.#value();
    if (this.#position < this.#text.length) this.#fail("extra data");
    return value;
  }

  #value(): PythonValue {
    this.#space();
    const value = this.#bare();
    this.#space();
    return value;
  }

  #bare(): PythonValue {
    if (this.#skip("{")) return { type: "dict", entries: this.#entries() };
    if (this.#skip("[")) return { type: "list", items: this.#items() };
    if (this.#text[this.#position] === '"') return { type: "str", value: this.#string() };
    const constant = this.#take(/true|false|null|NaN|-?Infinity/y);
    if (constant) return CONSTANTS[constant[0]] ?? this.#fail("expected a value");
    const number = this.#take(/(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y);
    if (!number) this.#fail("expected a value");
    if (number[2] === undefined && number[3] === undefined) {
      if (number[0].replace("-", "").length > MAX_DIGITS) {
        this.#fail("integer with too many digits");
      }
      return { type: "int", text: number[0] === "-0" ? "0" : number[0] };
    }
    return { type: "float", text: formatFloat(Number(number[0])) };
  }

  #items(): PythonValue[] {
    const items: PythonValue[] = [];
    this.#space();
    if (this.#skip("]")) return items;
    do items.push(this.#value()); while (this.#skip(","));
    if (!this.#skip("]")) this.#fail('expected "," or "]"');
    return items;
  }

  #entries(): Map<string, PythonValue> {
    const entries = new Map<string, PythonValue>();
    this.#space();
    if (this.#skip("}")) return entries;
    do {
      this.#space();
      const key = this.#string();
      this.#space();
      if (!this.#skip(":")) this.#fail('expected ":"');
      entries.set(key, this.#value());
    } while (this.#skip(","));
    if (!this.#skip("}")) this.#fail('expected "," or "}"');
    return entries;
  }

  #string(): string {
    const start = this.#position;
    let end = start + 1;
    if (this.#text[start] !== '"') this.#fail("expected a string");
    for (; end < this.#text.length && this.#text[end] !== '"'; end++) {
      if (this.#text[end] === "\\") end++;
    }
    const token = this.#text.slice(start, end + 1);
    try {
      const value: string = JSON.parse(token);
      this.#position = end + 1;
      return value;
    } catch {
      return this.#fail("bad string");
    }
  }

  #space(): void {
    this.#take(/[ \t\n\r]+/y);
  }

  #skip(char: string): boolean {
    if (this.#text[this.#position] !== char) return false;
    this.#position++;
    return true;
  }

  #take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#position;
    const match = sticky.exec(this.#text);
    if (match) this.#position = sticky.lastIndex;
    return match;
  }

  #fail(reason: string): never {
    const line = this.#text.slice(0, this.#position).split("\n").length;
    throw new SyntaxError(`Invalid JSON: ${reason} on line ${line}`);
  }
}

/** Shortest digits that give the number back, laid out as Python's `repr` does. */
function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? "-Infinity" : "Infinity";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa = "", power = ""] = Math.abs(value).toExponential().split("e");
  const exponent = Number(power);
  const digits = mantissa.replace(".", "");
  if (exponent < -4 || exponent >= 16) {
    const width = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${width}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
