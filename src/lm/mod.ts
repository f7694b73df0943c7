/**
 * Language models: clients, the models that are none, and the wrappers round them.
 *
 * ```ts
 * import { createModels } from "./mod.ts";
 *
 * const { planner } = await createModels({ planner: "offline", settings: {} });
 * const { text } = await planner.generate([
 *   { role: "user", content: "Question: When does it open?\n\nPassage:\nIt opens at nine. It is big." },
 * ]);
 * if (text !== "It opens at nine.") throw new Error(text);
 * ```
 *
 * @module
 */

export * from "./adaptive_limiter.ts";
export * from "./create_models.ts";
export * from "./endpoint.ts";
export * from "./limiter.ts";
export * from "./model_not_configured.ts";
export * from "./model_settings.ts";
export * from "./offline/offline_model.ts";
export * from "./openai_model.ts";
export * from "./parse_price.ts";
export * from "./price.ts";
export * from "./price_table.ts";
export * from "./providers.ts";
export * from "./reply_cache.ts";
export * from "./reply_database.ts";
export * from "./retry.ts";
export * from "./retryable_error.ts";
export * from "./scripted.ts";
export * from "./timeout.ts";
export * from "./with_cache.ts";
export * from "./with_cost.ts";
