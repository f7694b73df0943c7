/**
 * Fields of a signature: the names and types of what goes into a task and what comes out of it.
 *
 * @module
 */

/**
 * Type of a field, in the words of Python's annotations. `object` is a dict with these keys. The
 * bounds of a type are those of values inside of others; a field's own are in the field.
 */
export type FieldType =
  | {
    readonly kind: "str" | "int" | "float" | "bool" | "any";
    readonly constraints?: FieldConstraints;
  }
  | { readonly kind: "list"; readonly items?: FieldType; readonly constraints?: FieldConstraints }
  | { readonly kind: "dict"; readonly values?: FieldType; readonly constraints?: FieldConstraints }
  | { readonly kind: "object"; readonly fields: readonly Field[] }
  | { readonly kind: "literal"; readonly options: readonly (string | number | boolean | null)[] }
  | { readonly kind: "optional"; readonly inner: FieldType };

/** Bounds that a value must keep; shown to the planner and enforced at SUBMIT. */
export interface FieldConstraints {
  /** Least number allowed. */
  readonly minimum?: number;
  /** Greatest number allowed. */
  readonly maximum?: number;
  /** A number must be greater than this. */
  readonly above?: number;
  /** A number must be less than this. */
  readonly below?: number;
  /** Regular expression (JavaScript's, in its `u` mode) that a str must match somewhere. */
  readonly pattern?: string;
  /** Fewest characters of a str, or items of a list or dict. */
  readonly minLength?: number;
  /** Most characters of a str, or items of a list or dict. */
  readonly maxLength?: number;
}

/** One named, typed field. */
export interface Field {
  /** A Python identifier. */
  readonly name: string;
  /** Its type. */
  readonly type: FieldType;
  /** What it holds, for the planner. */
  readonly description?: string;
  /** Bounds on its value. */
  readonly constraints?: FieldConstraints;
}

/** What a task takes and gives, with the instruction that joins them. */
export interface Signature {
  /** What the planner is asked to do, in prose; may be empty. */
  readonly instructions: string;
  /** Variables bound in the sandbox. */
  readonly inputs: readonly Field[];
  /** Values that SUBMIT must deliver, in order. */
  readonly outputs: readonly Field[];
}
