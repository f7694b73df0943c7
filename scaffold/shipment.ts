/**
 * The assets of this version, as the installer takes them.
 *
 * @module
 */

import type { AssetLayout } from "../src/core/asset.ts";
import { VERSION } from "../src/core/version.gen.ts";
import { ASSET_FILES } from "./asset_files.gen.ts";
import { isInLayout, kindOf, rootOf, textIn } from "./asset_layout.ts";
import type { Shipment, ShippedFile } from "./install/shipment.ts";

/** All that is shipped. */
export const SHIPMENT: Shipment = { version: VERSION, rootOf, filesOf, kindOf };

function filesOf(layout: AssetLayout): readonly ShippedFile[] {
  return Object.entries(ASSET_FILES)
    .filter(([path]) => isInLayout(path, layout))
    .map(([path, text]): ShippedFile => {
      const kind = kindOf(path);
      return {
        path,
        text: textIn(layout, text),
        mode: text.startsWith("#!") ? 0o755 : 0o644,
        ...(kind === undefined ? {} : { kind }),
      };
    });
}
