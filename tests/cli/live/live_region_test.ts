/** The lines at the bottom of a screen: drawn over, passed by other text, broken by a narrower screen. */

import { assertEquals } from "@std/assert";
import { LiveRegion } from "../../../src/cli/live/live_region.ts";
import { loadMeasure } from "../../../src/cli/styled/measure.ts";
import { span } from "../../../src/cli/styled/span.ts";
import { seeded } from "../../fakes/seeded_random.ts";
import { FakeScreen } from "./_screen.ts";

const measure = await loadMeasure();

function open(columns = 40, rows = 24) {
  const screen = new FakeScreen(columns, rows);
  const region = new LiveRegion({
    write: (text) => screen.write(text),
    size: () => screen.size(),
    measure,
    hasColor: true,
    redact: (text) => text.replaceAll("hunter2", "[REDACTED]"),
  });
  const draw = (...lines: readonly string[]) =>
    region.draw(lines.map((line) => [span(line, "bold")]));
  return { screen, region, draw };
}

Deno.test("LiveRegion draws over its lines and lets text pass above them, each at once", () => {
  const { draw, region, screen } = open();
  region.above("before\n");
  draw("one", "two");
  draw("1", "2", "3");
  assertEquals(screen.text, "before\n1\n2\n3");
  const { writes } = screen;
  region.above("passes\nby\n");
  assertEquals([screen.writes, screen.text], [writes + 1, "before\npasses\nby\n1\n2\n3"]);
  draw("less");
  assertEquals(screen.text, "before\npasses\nby\nless");
  region.close();
  region.close();
  region.above("after\n");
  draw("never");
  assertEquals(screen.text, "before\npasses\nby\nafter");
});

Deno.test("LiveRegion waits for the end of a line that is begun", () => {
  const { draw, region, screen } = open();
  draw("live");
  region.above("half a ");
  draw("live 2");
  assertEquals(screen.text, "half a");
  region.above("line\n");
  assertEquals(screen.text, "half a line\nlive 2");
});

Deno.test("LiveRegion cuts lines to the screen and redacts them before", () => {
  const { draw, screen } = open(12);
  draw("say hunter2 now", "日本語日本語日本語", "tab\tand\x1b[2J");
  assertEquals(screen.text, "say [REDAC…\n日本語日本…\ntab and�[2J");
});

Deno.test("LiveRegion takes no more rows than there are", () => {
  const { draw, screen } = open(40, 5);
  draw(..."abcdefgh");
  assertEquals(screen.text, "a\nb\nc");
});

Deno.test("LiveRegion leaves other text alone whatever happens to the screen", () => {
  const random = seeded(7);
  const below = (count: number) => Math.floor(random() * count);
  for (let round = 0; round < 60; round++) {
    const { draw, region, screen } = open(20 + below(60));
    const expected: string[] = [];
    for (let step = 0; step < 30; step++) {
      const choice = below(4);
      if (choice === 0) {
        const line = `line ${step} ${"x".repeat(below(70))}`.trimEnd();
        expected.push(line);
        region.above(`${line}\n`);
      } else if (choice === 1) screen.resize(15 + below(80));
      else {draw(...Array.from({ length: below(6) }, (_, at) =>
          `live ${at} ${"y".repeat(below(90))}`));}
    }
    region.close();
    screen.resize(500);
    assertEquals(screen.text, expected.join("\n"), `round ${round}`);
  }
});
