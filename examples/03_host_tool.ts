// A function of the host that code in the sandbox calls like any other: by position, by keyword, with
// defaults. What it throws arrives as an exception that can be caught.

import { BACKENDS, type HostTool, parseSignature, runRlm } from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

const stock = new Map([["lamp", 3], ["rope", 0]]);

const countStock: HostTool = {
  name: "count_stock",
  description: "How many of an item there are.",
  parameters: [{ name: "item", type: "str" }, { name: "unit", type: "str", default: "pieces" }],
  returns: "str",
  call: ({ item, unit }) => {
    const count = stock.get(String(item));
    if (count === undefined) throw new Error(`There is no item "${item}"`);
    return Promise.resolve(`${count} ${unit}`);
  },
};

const backend = await BACKENDS["local"]!.load({});
const { outputs } = await runRlm({
  signature: parseSignature("items: list[str] -> report: dict[str, str]"),
  variables: [{ kind: "value", name: "items", value: ["lamp", "rope", "anchor"] }],
  tools: [countStock],
  planner: scripted([
    `report = {}
for item in items:
    try:
        report[item] = count_stock(item, unit="in the store")
    except RuntimeError as error:
        report[item] = str(error)`,
    "SUBMIT(report)",
  ]),
  backend: backend.name,
  createInterpreter: (options) => backend.createInterpreter(options),
});
console.log(outputs?.["report"]);

// Prints:
// {
//   lamp: "3 in the store",
//   rope: "0 in the store",
//   anchor: 'There is no item "anchor"'
// }
