/**
 * Configuration: flags, environment and `.env` to one typed value that knows where each part came
 * from.
 *
 * @module
 */

export * from "./cache_folder.ts";
export * from "./cache_mode.ts";
export * from "./config.ts";
export * from "./config_file.ts";
export * from "./config_folder.ts";
export * from "./env_file.ts";
export * from "./setting.ts";
export * from "./state_folder.ts";
export * from "./user_places.ts";
