/**
 * The type part of a signature: Python annotations to {@linkcode FieldType}. Accepts Python's own
 * names (those of `typing` too) and suggests them for near misses.
 *
 * @module
 */

import type { FieldType } from "../../core/field.ts";
import { quoteToken, type SignatureCursor, type SignatureToken } from "./signature_cursor.ts";

const MAX_DEPTH = 32;
const TYPE_NAMES = ["str", "int", "float", "bool", "list", "dict", "Literal", "Optional", "Any"];
const ALSO_CALLED: Readonly<Record<string, string>> = {
  string: "str",
  text: "str",
  integer: "int",
  long: "int",
  number: "float",
  double: "float",
  boolean: "bool",
  array: "list",
  tuple: "list",
  set: "list",
  object: "dict",
  map: "dict",
  enum: "Literal",
  union: "Optional",
  none: "Optional",
};
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const WORD_OPTIONS = new Map<string, boolean | null>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

/** Reads one type at the cursor, a trailing `| None` included. */
export function parseFieldType(cursor: SignatureCursor, depth = 0): FieldType {
  if (depth > MAX_DEPTH) cursor.fail(`types are nested more than ${MAX_DEPTH} deep`);
  const start = cursor.token;
  let type = isNone(start) && cursor.next() ? undefined : parseOne(cursor, depth);
  let optional = type === undefined;
  while (cursor.isAt("|")) {
    const bar = cursor.next();
    if (isNone(cursor.token)) {
      cursor.next();
      optional = true;
    } else if (type === undefined) {
      type = parseOne(cursor, depth);
    } else {
      cursor.fail("of unions only T | None is known", {
        at: bar.at,
        hint: "Use one type, Optional[T], Literal[...] or Any",
      });
    }
  }
  if (type === undefined) cursor.fail('"None" alone is not a type', { at: start.at });
  return optional ? makeOptional(type) : type;
}

function parseOne(cursor: SignatureCursor, depth: number): FieldType {
  const token = cursor.token;
  if (token.kind !== "word") cursor.fail(`expected a type, found ${quoteToken(token)}`);
  cursor.next();
  const name = token.text.replace(/^typing\./, "");
  switch (name) {
    case "str":
    case "int":
    case "float":
    case "bool":
      return refuseBrackets(cursor, { kind: name });
    case "Any":
      return refuseBrackets(cursor, { kind: "any" });
    case "list":
    case "List":
      return parseList(cursor, depth);
    case "dict":
    case "Dict":
      return parseDict(cursor, depth);
    case "Literal":
      return parseLiteral(cursor);
    case "Optional":
      return parseOptional(cursor, depth);
    default:
      return failUnknown(cursor, token, name);
  }
}

function parseList(cursor: SignatureCursor, depth: number): FieldType {
  if (!cursor.take("[")) return { kind: "list" };
  const items = parseFieldType(cursor, depth + 1);
  if (cursor.isAt(",")) cursor.fail("list takes one item type", { hint: "Write list[T]" });
  close(cursor);
  return { kind: "list", items };
}

function parseDict(cursor: SignatureCursor, depth: number): FieldType {
  if (!cursor.take("[")) return { kind: "dict" };
  const key = cursor.token;
  if (key.kind !== "word" || key.text !== "str") {
    cursor.fail(`keys of a dict are str, found ${quoteToken(key)}`, { hint: "Write dict[str, T]" });
  }
  cursor.next();
  if (!cursor.take(",")) cursor.fail("dict takes two types", { hint: "Write dict[str, T]" });
  const values = parseFieldType(cursor, depth + 1);
  close(cursor);
  return { kind: "dict", values };
}

function parseOptional(cursor: SignatureCursor, depth: number): FieldType {
  if (!cursor.take("[")) cursor.fail("Optional needs a type", { hint: "Write Optional[T]" });
  const inner = parseFieldType(cursor, depth + 1);
  close(cursor);
  return makeOptional(inner);
}

function parseLiteral(cursor: SignatureCursor): FieldType {
  const hint = "Write Literal['a', 'b', 3]";
  if (!cursor.take("[")) cursor.fail("Literal needs its values", { hint });
  const options: (string | number | boolean | null)[] = [];
  do {
    if (cursor.isAt("]") && options.length > 0) break;
    const token = cursor.token;
    const option = readOption(token);
    if (option === undefined) {
      cursor.fail(
        `expected a quoted text, a number, True, False or None in Literal, found ${
          quoteToken(token)
        }`,
        {
          hint: token.kind === "word" ? `Put quotes round it: '${token.text}'` : hint,
        },
      );
    }
    cursor.next();
    if (!options.includes(option)) options.push(option);
  } while (cursor.take(","));
  close(cursor);
  return { kind: "literal", options };
}

function readOption(token: SignatureToken): string | number | boolean | null | undefined {
  if (token.kind === "string") return token.text;
  if (token.kind !== "word") return undefined;
  return NUMBER.test(token.text) ? Number(token.text) : WORD_OPTIONS.get(token.text);
}

function close(cursor: SignatureCursor): void {
  if (!cursor.take("]")) cursor.fail(`expected "]", found ${quoteToken(cursor.token)}`);
}

function refuseBrackets(cursor: SignatureCursor, type: FieldType): FieldType {
  if (cursor.isAt("[")) cursor.fail(`"${type.kind}" takes no type in brackets`);
  return type;
}

function isNone(token: SignatureToken): boolean {
  return token.kind === "word" && token.text === "None";
}

function makeOptional(inner: FieldType): FieldType {
  return inner.kind === "optional" ? inner : { kind: "optional", inner };
}

function failUnknown(cursor: SignatureCursor, token: SignatureToken, name: string): never {
  const near = ALSO_CALLED[name.toLowerCase()] ?? TYPE_NAMES.find((known) => isNear(name, known));
  cursor.fail(`unknown type "${name}"`, {
    at: token.at,
    hint: near ? `Did you mean "${near}"?` : `Known types: ${TYPE_NAMES.join(", ")}`,
  });
}

/** The same three first letters; or one letter missing, added, wrong, or two swapped; case aside. */
function isNear(given: string, known: string): boolean {
  const a = given.toLowerCase();
  const b = known.toLowerCase();
  if (a === b || (a.length >= 3 && a.slice(0, 3) === b.slice(0, 3))) return true;
  if (Math.abs(a.length - b.length) > 1 || a.length < 3) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
}
