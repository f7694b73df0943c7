/**
 * The Modal backend. In this version it holds the place in the registry and says that it is not
 * there yet, so that choosing it ends with one clear error.
 *
 * @module
 */

import type { Backend, BackendSettings } from "../../src/core/backend.ts";
import { FleetError } from "../../src/core/errors.ts";

/**
 * Refuses to make the backend.
 * @throws {FleetError} `backend-unavailable`, always.
 */
export function createModalBackend(_settings: BackendSettings): Backend {
  throw new FleetError(
    "backend-unavailable",
    'Cannot use backend "modal": it is not built yet in this version',
    { hint: "Use --backend local" },
  );
}
