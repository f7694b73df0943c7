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

export * from "./create_models.ts";
export * from "./endpoint.ts";
export * from "./limiter.ts";
export * from "./model_not_configured.ts";
export * from "./model_settings.ts";
export * from "./offline/offline_model.ts";
export * from "./openai_model.ts";
export * from "./providers.ts";
export * from "./retry.ts";
export * from "./retryable_error.ts";
export * from "./scripted.ts";
export * from "./timeout.ts";
