/** Small Word documents: the XML of their parts in a zip archive. */

import { zipSync } from "fflate";

/** Word's XML of a body. */
export function wordXml(body: string): string {
  const namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n` +
    `<w:document xmlns:w="${namespace}"><w:body>${body}</w:body></w:document>`;
}

/** A paragraph with a style, in runs. */
export function paragraph(text: string, style = ""): string {
  const properties = style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A zip archive of these texts by name. */
export function zipOf(parts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const files = Object.entries(parts).map(([name, text]) => [name, encoder.encode(text)]);
  return new Uint8Array(zipSync(Object.fromEntries(files)));
}

/** A document with this body. */
export function tinyDocx(body: string): Uint8Array<ArrayBuffer> {
  return zipOf({ "[Content_Types].xml": "<Types/>", "word/document.xml": wordXml(body) });
}
