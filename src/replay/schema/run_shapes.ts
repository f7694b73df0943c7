/**
 * The shapes of what a run has, as schemas: messages, replies, results, fields, limits. Those of
 * `src/core/`, as JSON has them: big integers are integers, NaN and the infinities strings.
 *
 * @module
 */

import type { z } from "zod";
import type { Zod } from "./zod.ts";

/** Schemas by name. */
export interface RunShapes {
  /** A whole number of at least 0. */
  readonly count: z.ZodType;
  /** A whole number of at least 1. */
  readonly step: z.ZodType;
  /** Milliseconds. */
  readonly ms: z.ZodType;
  /** SHA-256, hex. */
  readonly sha256: z.ZodType;
  /** Any JSON. */
  readonly json: z.ZodType;
  /** A JSON object. */
  readonly object: z.ZodType;
  /** One message of a conversation. */
  readonly messages: z.ZodType;
  /** Tokens and cost. */
  readonly usage: z.ZodType;
  /** A model's reply. */
  readonly completion: z.ZodType;
  /** What a sandbox is. */
  readonly capabilities: z.ZodType;
  /** What was measured of variables. */
  readonly variables: z.ZodType;
  /** What came of a cell. */
  readonly result: z.ZodType;
  /** Inputs, outputs and instructions. */
  readonly signature: z.ZodType;
  /** The limits of a run. */
  readonly limits: z.ZodType;
}

/** Makes the shapes. */
export function createRunShapes(z: Zod): RunShapes {
  const count = z.int().min(0);
  const ms = z.number().min(0);
  const text = z.string();
  const json = z.unknown();
  const object = z.record(text, json);
  const usage = z.strictObject({
    inputTokens: count,
    outputTokens: count,
    cachedTokens: count,
    costUsd: z.number().min(0).optional(),
    unpricedCalls: count.optional(),
    estimatedCalls: count.optional(),
  });
  const messages = z.array(z.strictObject({
    role: z.enum(["system", "user", "assistant"]),
    content: text,
  }));
  return {
    count,
    step: z.int().min(1),
    ms,
    sha256: text.regex(/^[0-9a-f]{64}$/),
    json,
    object,
    messages,
    usage,
    completion: z.strictObject({
      text,
      usage,
      finishReason: z.enum(["stop", "length", "filter", "other"]),
      isCached: z.boolean().optional(),
    }),
    capabilities: z.strictObject({
      backend: text,
      isolation: text,
      network: z.boolean(),
      filesystem: text,
      warning: text.optional(),
      pythonVersion: text,
      persistent: z.boolean(),
      volume: text.optional(),
      handle: z.strictObject({ sandbox: text, link: text }).optional(),
      cellsRun: count.optional(),
    }),
    variables: z.array(z.strictObject({
      name: text,
      type: text,
      chars: count,
      lines: count.optional(),
      head: text,
      tail: text,
    })),
    result: createResult(z),
    signature: createSignature(z),
    limits: z.strictObject({
      maxIterations: count,
      maxLlmCalls: count,
      maxInputTokens: count.optional(),
      maxOutputTokens: count.optional(),
      maxCostUsd: z.number().min(0).optional(),
      maxDepth: count,
      maxOutputChars: count,
      maxErrors: count,
    }),
  };
}

function createResult(z: Zod): z.ZodType {
  const count = z.int().min(0);
  const text = z.string();
  const base = {
    output: z.strictObject({ text, chars: count, omittedChars: count }),
    durationMs: z.number().min(0),
    changes: z.array(z.strictObject({
      name: text,
      kind: z.enum(["added", "changed", "removed"]),
      type: text,
    })),
  };
  const error = z.strictObject({
    type: text,
    message: text,
    line: count.optional(),
    source: text.optional(),
    traceback: text,
  });
  return z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("ok"), ...base, value: z.unknown().optional() }),
    z.strictObject({ status: z.literal("error"), ...base, error }),
    z.strictObject({ status: z.literal("submitted"), ...base, value: z.unknown() }),
    z.strictObject({
      status: z.literal("timeout"),
      ...base,
      timeoutMs: z.number().min(0),
      stateKept: z.boolean(),
    }),
    z.strictObject({ status: z.literal("crashed"), ...base, reason: text }),
  ]);
}

function createSignature(z: Zod): z.ZodType {
  const text = z.string();
  const bound = z.number().optional();
  const type: z.ZodType = z.lazy(() =>
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.enum(["str", "int", "float", "bool", "any"]) }),
      z.strictObject({ kind: z.literal("list"), items: type.optional() }),
      z.strictObject({ kind: z.literal("dict"), values: type.optional() }),
      z.strictObject({
        kind: z.literal("literal"),
        options: z.array(z.union([text, z.number(), z.boolean(), z.null()])),
      }),
      z.strictObject({ kind: z.literal("optional"), inner: type }),
    ])
  ).meta({ id: "FieldType" });
  const field = z.strictObject({
    name: text,
    type,
    description: text.optional(),
    constraints: z.strictObject({
      minimum: bound,
      maximum: bound,
      minLength: bound,
      maxLength: bound,
    }).optional(),
  });
  return z.strictObject({ instructions: text, inputs: z.array(field), outputs: z.array(field) });
}
