/**
 * The installer of the assets of this version.
 *
 * @module
 */

import type { Installer } from "../src/core/installer.ts";
import { createInstaller } from "./install/installer.ts";
import { SHIPMENT } from "./shipment.ts";

/** The installer. */
export const INSTALLER: Installer = createInstaller(SHIPMENT);
