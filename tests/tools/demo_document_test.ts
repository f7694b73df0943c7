import { assert, assertEquals } from "@std/assert";
import { makeDemoDocument } from "../../tools/demo_document.ts";
import { createSeededRandom } from "../../tools/demo_random.ts";

const { text, question, answers } = makeDemoDocument();
const HEADERS = [...text.matchAll(/^## (\d{4}-\d{2}-\d{2}) (.+)$/gm)];

async function sha256(content: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  return new Uint8Array(digest).toHex();
}

Deno.test("makeDemoDocument() writes the same bytes everywhere", async () => {
  assertEquals(
    await sha256(text),
    "de81090b0483ef2f5865457b42b87768ea2e04733eb6dceb18b42ab777cf1012",
  );
});

Deno.test("makeDemoDocument() writes more than 1 MB in some thousand dated sections", () => {
  const bytes = new TextEncoder().encode(text).length;
  assert(bytes >= 1_200_000 && bytes < 1_202_000, `${bytes}`);
  assert(HEADERS.length > 3000, `${HEADERS.length}`);
  const dates = HEADERS.map((match) => match[1]!);
  assertEquals(dates, dates.toSorted());
});

Deno.test("makeDemoDocument() hides the answers once each, deep inside", () => {
  assertEquals(answers.length, 3);
  for (const { date, title } of answers) {
    const header = `\n## ${date} ${title}\n`;
    const index = text.indexOf(header);
    assert(index > 300_000 && index < 900_000, `${title} at ${index}`);
    assertEquals(text.indexOf(header, index + 1), -1);
  }
});

Deno.test("makeDemoDocument() keeps what answers the question out of every other section", () => {
  const sections = text.split(/^## /m).filter((section) =>
    /eelgrass|bronze grid|mussels/.test(section)
  );
  assertEquals(sections.length, 2);
  assert(question.includes("37 centimetres"));
});

Deno.test("makeDemoDocument() fills every gap and keeps its lines short", () => {
  const odd = text.split("\n").filter((line) =>
    /[{}|]|undefined|NaN| {2}/.test(line) || (line.length > 100 && !line.startsWith("## "))
  );
  assertEquals(odd, []);
});

Deno.test("makeDemoDocument() refers back to entries that exist", () => {
  const headers = new Set(HEADERS.map((match) => match[1]));
  const prose = text.replaceAll(/^## .+$/gm, "");
  const references = [...prose.matchAll(/\d{4}-\d{2}-\d{2}/g)];
  assert(references.length > 300, `${references.length}`);
  for (const [date] of references) assert(headers.has(date), date);
});

Deno.test("makeDemoDocument() takes size and seed", () => {
  const small = makeDemoDocument({ bytes: 20_000 });
  assert(small.text.length > 19_000 && small.text.length < 24_000);
  for (const { title } of small.answers) assert(small.text.includes(title));
  const other = makeDemoDocument({ bytes: 20_000, seed: 2 });
  assert(other.text !== small.text);
  assertEquals(makeDemoDocument({ bytes: 20_000, seed: 2 }), other);
});

Deno.test("createSeededRandom() keeps to its bounds and to its seed", () => {
  const random = createSeededRandom(7);
  const numbers = Array.from({ length: 2000 }, () => random.integer(-2, 3));
  assertEquals([...new Set(numbers)].toSorted((a, b) => a - b), [-2, -1, 0, 1, 2, 3]);
  const again = createSeededRandom(7);
  assertEquals(numbers, Array.from({ length: 2000 }, () => again.integer(-2, 3)));
});
