/** What settings become, and which are refused before anything is asked of Modal. */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { imageRecipe } from "../../../backends/modal/image_recipe.ts";
import { planSandbox, sandboxLifeMs } from "../../../backends/modal/sandbox_plan.ts";
import type { BackendSettings } from "../../../src/core/backend.ts";
import { UsageError } from "../../../src/core/errors.ts";
import { seeded } from "../../fakes/seeded_random.ts";

const GOOD_PACKAGES: readonly string[] = [
  ...["pandas", "Pillow", "scikit-learn==1.5.0", "pandas>=2,<3", "uvicorn[standard]~=0.30"],
  ...["a", "ruamel.yaml", "x[a,b]===1.0+local.1", "numpy!=1.*"],
];
const BAD_PACKAGES: readonly string[] = [
  ...["", " ", "-r requirements.txt", "--index-url=http://evil", "a b", "a;b", "a'b", 'a"b'],
  ...["a$(id)", "a`id`", "a|b", "a&&b", "a\nRUN id", "a>", "a>=", "./local", "git+https://x/y"],
  ...["a @ https://evil/a.whl", "a==1 --hash=sha256:0", "\\", "é"],
];

Deno.test("imageRecipe takes packages as pip does, quoted", () => {
  const { commands } = imageRecipe({ packages: GOOD_PACKAGES });
  assertEquals(commands.length, 1);
  for (const each of GOOD_PACKAGES) assertStringIncludes(commands[0] ?? "", ` '${each}'`);
});

for (const text of BAD_PACKAGES) {
  Deno.test(`imageRecipe refuses the package ${JSON.stringify(text)}`, () => {
    assertThrows(() => imageRecipe({ packages: [text] }), UsageError, "as a Python package");
  });
}

Deno.test("imageRecipe lets nothing through that could end a quote or a line", () => {
  const random = seeded(11);
  const chars = "ab1.-_[],=<>!~*+ '\"\\$`;&|\n\t(){}#@/:";
  for (let round = 0; round < 20_000; round++) {
    const length = 1 + Math.floor(random() * 12);
    const text = Array.from({ length }, () => chars[Math.floor(random() * chars.length)]).join("");
    try {
      imageRecipe({ packages: [text] });
    } catch (thrown) {
      assert(thrown instanceof UsageError);
      continue;
    }
    assert(/^[\w.\-[\],=<>!~*+]+$/.test(text), JSON.stringify(text));
  }
});

Deno.test("imageRecipe refuses images and commands that are none", () => {
  for (const image of ["", "a b", "python:3.12\nRUN id", "-x", "a:b:c d", "http://x"]) {
    assertThrows(() => imageRecipe({ image }), UsageError, "as an image");
  }
  for (const image of ["python:3.13", "ghcr.io/a/b:1.2", "localhost:5000/a", "a/b_c.d-e"]) {
    assertEquals(imageRecipe({ image }).base, image);
  }
  for (const command of ["apt-get install jq", "", "rm -rf /", "COPY a /b", "FROM x"]) {
    assertThrows(() => imageRecipe({ imageCommands: [command] }), UsageError, "in an image");
  }
  assertEquals(imageRecipe({ imageCommands: ["COPY --from=a:1 /x /y"] }).commands.length, 1);
});

const REFUSED: readonly [settings: BackendSettings, message: string][] = [
  [{ allowNet: true, cloud: { allowDomains: ["a.b"] } }, "--allow-domain with --allow-net"],
  [{ cloud: { volumeName: "a/b" } }, "the name of a Modal volume"],
  [{ cloud: { volumeName: "v".repeat(58) } }, "the name of a Modal volume"],
  [{ cloud: { secretNames: ["a b"] } }, "the name of a Modal secret"],
  [{ cloud: { app: "" } }, "the name of a Modal app"],
];

for (const [settings, message] of REFUSED) {
  Deno.test(`planSandbox refuses ${JSON.stringify(settings)}`, () => {
    assertThrows(() => planSandbox(settings), UsageError, message);
  });
}

Deno.test("planSandbox shuts the network unless it is asked for", () => {
  const network = (settings: BackendSettings) => {
    const { network, params } = planSandbox(settings);
    return [network, params.blockNetwork, params.outboundDomainAllowlist];
  };
  assertEquals(network({}), [false, true, undefined]);
  assertEquals(network({ allowNet: true }), [true, undefined, undefined]);
  assertEquals(network({ cloud: { allowDomains: ["pypi.org"] } }), [true, undefined, ["pypi.org"]]);
});

Deno.test("sandboxLifeMs is longer than the session's, in whole seconds, and at most a day", () => {
  const plan = planSandbox({});
  assertEquals(sandboxLifeMs(plan, 0), 86_400_000);
  assertEquals(sandboxLifeMs(plan, 1), 301_000);
  assertEquals(sandboxLifeMs(plan, 1e12), 86_400_000);
  assertEquals(sandboxLifeMs(planSandbox({ cloud: { timeoutMs: 20_500 } }), 600_000), 21_000);
});

Deno.test("plans that allow something else have another fingerprint", () => {
  const plans: readonly BackendSettings[] = [
    {},
    { allowNet: true },
    { cloud: { allowDomains: ["a.org"] } },
    { cloud: { volumeName: "v" } },
    { cloud: { secretNames: ["S"] } },
    { cloud: { packages: ["pandas"] } },
    { cloud: { cores: 4 } },
  ];
  assertEquals(new Set(plans.map((each) => planSandbox(each).fingerprint)).size, plans.length);
  assertEquals(planSandbox({}).fingerprint, planSandbox({ cloud: {} }).fingerprint);
});
