/**
 * Fields of an event that may come from a newer program or a damaged file: what is missing or of
 * another kind reads as empty. So a page shows of a record what can be shown. Pure.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";

/** A text; empty when there is none. */
export function textOf(object: JsonObject, key: string): string {
  const value = own(object, key);
  return typeof value === "string" ? value : "";
}

/** A finite number; `undefined` when there is none. */
export function numberOf(object: JsonObject, key: string): number | undefined {
  const value = own(object, key);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Most of anything that is believed; beyond, sums would not be exact either. */
const MOST = Number.MAX_SAFE_INTEGER;

/** A number of things; 0 when there is none that can be believed. */
export function countOf(object: JsonObject, key: string): number {
  const value = numberOf(object, key) ?? 0;
  return value >= 0 && value <= MOST ? value : 0;
}

/** An object; an empty one when there is none. */
export function objectOf(object: JsonObject, key: string): JsonObject {
  const value = own(object, key);
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; what is none is left out. */
export function objectsOf(object: JsonObject, key: string): readonly JsonObject[] {
  const value = own(object, key);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Any value; `undefined` when there is none. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** `{ [key]: value }`, or nothing when there is no value. */
export function optional<K extends string, T>(
  key: K,
  value: T | undefined,
): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
