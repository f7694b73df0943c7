/**
 * A Modal that runs on this machine, for tests and for trying out.
 *
 * @module
 */

export { startFakeModal } from "./fake_modal.ts";
export type * from "./contract.ts";
