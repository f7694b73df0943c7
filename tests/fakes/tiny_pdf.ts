/** Small PDFs, made by hand: a line of text is an operator, a page an object. */

/** What may be wrong with one. */
export interface TinyPdfOptions {
  /** Whether it claims to be encrypted, with a password that nobody has. */
  readonly locked?: boolean;
  /** Whether its font needs a character map that is not in the file. */
  readonly unmapped?: boolean;
}

const HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const HEISEI = "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H " +
  "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 " +
  "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>] >>";

/** A PDF with these lines on its pages, in Latin letters. */
export function tinyPdf(
  pages: readonly (readonly string[])[],
  options: TinyPdfOptions = {},
): Uint8Array<ArrayBuffer> {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${pages.map((_, i) => `${4 + i * 2} 0 R`).join(" ")}] ` +
    `/Count ${pages.length} >>`,
    options.unmapped ? HEISEI : HELVETICA,
    ...pages.flatMap((lines, i) => {
      const shown = lines.map((line) => `(${line.replace(/[()\\]/g, "\\$&")}) Tj T*`).join(" ");
      const stream = `BT /F1 12 Tf 14 TL 72 720 Td ${shown} ET`;
      return [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] " +
        `/Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + i * 2} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const key = (hex: string) => `<${hex.repeat(32)}>`;
  const encryption = options.locked
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${key("28")} /U ${key("29")} /P -4 >> ` +
      "/ID [<00> <00>] "
    : "";
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R ${encryption}>>`;
  return new TextEncoder().encode(`${text}${table}${trailer}\nstartxref\n${text.length}\n%%EOF\n`);
}
