/**
 * JSON values in the form in which people read them: prose, a number, a list, a table, or indented
 * JSON. Numbers keep all their digits. Pure.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import type { ShownValue } from "./page_data.ts";

const MAX_COLUMNS = 8;
const MAX_CELL_CHARS = 400;

/** The value as it is shown. */
export function showValue(value: JsonValue): ShownValue {
  if (typeof value === "string") return { kind: "text", text: value };
  if (!Array.isArray(value) && !isJsonObject(value)) return { kind: "scalar", text: inline(value) };
  const text = stringifyJson(value, { indent: 2 });
  if (isJsonObject(value)) return { ...tableOfObject(value), text };
  const list: readonly JsonValue[] = value;
  if (list.length === 0) return { kind: "json", text };
  if (list.every(isFlat)) return { kind: "list", text, items: list.map(inline) };
  return { ...tableOfList(list), text };
}

function tableOfObject(value: JsonObject): Omit<ShownValue, "text"> {
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, item]) => isShort(item))) return { kind: "json" };
  return { kind: "table", columns: [], rows: entries.map(([key, item]) => [key, inline(item)]) };
}

function tableOfList(list: readonly JsonValue[]): Omit<ShownValue, "text"> {
  if (!list.every(isJsonObject)) return { kind: "json" };
  const columns = [...new Set(list.flatMap((item) => Object.keys(item)))];
  const isTable = columns.length > 0 && columns.length <= MAX_COLUMNS &&
    list.every((item) => Object.values(item).every(isShort));
  if (!isTable) return { kind: "json" };
  const cell = (item: JsonObject, key: string) =>
    Object.hasOwn(item, key) ? inline(item[key] ?? null) : "";
  return {
    kind: "table",
    columns,
    rows: list.map((item) => columns.map((key) => cell(item, key))),
  };
}

function isFlat(value: JsonValue): boolean {
  return typeof value !== "object" || value === null;
}

function isShort(value: JsonValue): boolean {
  return isFlat(value) && inline(value).length <= MAX_CELL_CHARS;
}

function inline(value: JsonValue): string {
  return typeof value === "string" ? value : stringifyJson(value);
}
