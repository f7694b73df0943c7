import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { type NamedInputsOptions, readNamedInputs } from "../../src/inputs/named_inputs.ts";

const options: NamedInputsOptions = {
  locate: (path: string) => Promise.resolve(`/here/${path}`),
  formatOf: () => "auto",
};

Deno.test("readNamedInputs gives files first, then texts and values as they are", async () => {
  const specs = await readNamedInputs(
    { paths: { doc: "a.md" }, values: { query: "What?", limit: 3 } },
    options,
  );
  assertEquals(specs, [
    { kind: "file", name: "doc", path: "/here/a.md", format: "auto" },
    { kind: "text", name: "query", text: "What?" },
    { kind: "value", name: "limit", value: 3 },
  ]);
});

Deno.test("readNamedInputs refuses names before it looks for a file", async () => {
  const never = () => Promise.reject(new Error("A file was looked for"));
  const cases = [
    [{ paths: { a: "x" }, values: { a: 1 } }, 'Cannot use input "a": it is in paths and in values'],
    [{ paths: { "2a": "x" } }, 'Cannot use input name "2a"'],
    [{ paths: { a: "x" }, values: { SUBMIT: 1 } }, 'Cannot use input name "SUBMIT"'],
  ] as const;
  for (const [inputs, words] of cases) {
    await assertRejects(
      () => readNamedInputs(inputs, { ...options, locate: never }),
      UsageError,
      words,
    );
  }
});
