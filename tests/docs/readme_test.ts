/** The pages at the root: what they show is what happens. */

import { testPage } from "./_test_page.ts";

for (
  const path of [
    "README.md",
    "CONTRIBUTING.md",
    "RELEASING.md",
    "SECURITY.md",
    "examples/README.md",
  ]
) testPage(path);
