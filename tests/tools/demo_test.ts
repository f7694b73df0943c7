import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { makeDemoDocument } from "../../tools/demo_document.ts";

Deno.test("the demo answers from the document and quotes its lines rightly", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-rlm-test-" });
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", fileURLToPath(new URL("../../tools/demo.ts", import.meta.url))],
      env: { TMPDIR: folder, XDG_STATE_HOME: folder },
      stdin: "null",
    }).output();
    const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertEquals(code, 0, told);
    assertStringIncludes(told!, "run-long-context --docs-path ");
    for (const fact of ["blue mussels", "bronze"]) assertStringIncludes(printed!, fact);

    const lines = makeDemoDocument().text.split("\n");
    const findings: string[] = JSON.parse(/^findings: (.+)$/m.exec(printed!)?.[1] ?? "[]");
    assert(findings.length > 2);
    for (const finding of findings) {
      const [, first, last, quote] = /^lines? (\d+)(?:-(\d+))?: (.+)$/s.exec(finding) ?? [];
      const place = lines.slice(Number(first) - 1, Number(last ?? first)).join("\n");
      assertStringIncludes(place, quote!);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
