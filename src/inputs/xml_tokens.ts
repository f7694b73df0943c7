/**
 * Tags and text of well-formed XML, in order. No tree, no namespaces, no entities of its own making:
 * enough for the parts of an Office document, in one pass over them.
 *
 * @module
 */

/** A piece of XML. An empty element comes as an `open` and a `close`. */
export type XmlToken =
  | {
    readonly type: "open";
    /** Name with its prefix, such as `w:p`. */
    readonly name: string;
    /** The text of its attributes; see {@linkcode attributeOf}. */
    readonly attributes: string;
  }
  | { readonly type: "close"; readonly name: string }
  | { readonly type: "text"; readonly text: string };

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<(\/?)([^\s<>\/]+)((?:[^<>"'\/]|"[^"]*"|'[^']*'|\/(?!>))*)(\/?)>|([^<]+)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** The tokens of a document. */
export function* xmlTokens(xml: string): Generator<XmlToken, void, void> {
  for (const [, data, slash, name, attributes = "", empty, text] of xml.matchAll(TOKEN)) {
    if (text !== undefined) yield { type: "text", text: decodeEntities(text) };
    else if (data !== undefined) yield { type: "text", text: data };
    else if (name !== undefined) {
      if (slash === "") yield { type: "open", name, attributes };
      if (slash === "/" || empty === "/") yield { type: "close", name };
    }
  }
}

/** The value of an attribute, by its name with prefix. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (
    const [, key, double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  ) {
    if (key === name) return decodeEntities(double ?? single ?? "");
  }
  return undefined;
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
