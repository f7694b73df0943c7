/**
 * The text of a PDF, page by page. Loads its library when the first PDF is opened and not before.
 *
 * @module
 */

import type * as Unpdf from "unpdf";
import { messageOf, throwIfAborted } from "../core/errors.ts";
import { unusable } from "./file_errors.ts";

/** A PDF as the library gives it. */
type PdfDocument = Awaited<ReturnType<typeof Unpdf.getDocumentProxy>>;

/** Options of {@linkcode pdfPages}. */
export interface PdfPagesOptions {
  /** What the file is called in errors. */
  readonly label: string;
  /** Told, at the end, when text is missing since a character map is. */
  readonly onWarn?: ((message: string) => void) | undefined;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** What the library asks for besides the document. */
interface DataRequest {
  readonly kind: string;
  readonly filename: string;
}

/**
 * The text of each page in order, empty where a page has none. One page at a time is in memory, and
 * the file's bytes.
 * @throws {FleetError} `input-invalid` when it is locked or damaged, or `interrupted`.
 */
export async function* pdfPages(
  bytes: Uint8Array,
  { label, signal, onWarn }: PdfPagesOptions,
): AsyncGenerator<string, void, void> {
  const missing = new Set<string>();
  const pdf = await openPdf(bytes, { label, missing });
  try {
    for (let number = 1; number <= pdf.numPages; number++) {
      throwIfAborted(signal);
      yield await readPage(pdf, { number, label });
    }
    if (missing.size > 0) {
      const names = [...missing].map((name) => `"${name}"`).join(", ");
      onWarn?.(`Of ${label}, text is missing: it needs the character maps ${names}, unknown here`);
    }
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function openPdf(
  bytes: Uint8Array,
  { label, missing }: { readonly label: string; readonly missing: Set<string> },
): Promise<PdfDocument> {
  const { getDocumentProxy } = await import("unpdf");
  /** Has nothing: maps for East Asian fonts would be twice the size of the library. */
  class DataFactory {
    fetch({ kind, filename }: DataRequest): Promise<never> {
      if (kind === "cMapUrl") missing.add(filename.replace(/\.bcmap$/, ""));
      return Promise.reject(new Error(`${filename} is not there`));
    }
  }
  try {
    return await getDocumentProxy(bytes, {
      verbosity: 0,
      useSystemFonts: false,
      disableFontFace: true,
      useWorkerFetch: false,
      BinaryDataFactory: DataFactory,
    });
  } catch (cause) {
    if (cause instanceof Error && cause.name === "PasswordException") {
      throw unusable(label, "it is locked with a password", {
        hint: "Save a copy without it, for instance with qpdf --decrypt --password=…",
        cause,
      });
    }
    throw damaged(label, cause);
  }
}

async function readPage(
  pdf: PdfDocument,
  { number, label }: { readonly number: number; readonly label: string },
): Promise<string> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    return items.map((item) => "str" in item ? item.str + (item.hasEOL ? "\n" : "") : "").join("");
  } catch (cause) {
    throw damaged(label, cause, ` on page ${number}`);
  }
}

function damaged(label: string, cause: unknown, where = "") {
  const reason = messageOf(cause).replace(/\.+$/, "");
  return unusable(label, `it is a damaged PDF (${reason}${where})`, {
    hint: "Open it in a viewer and save it anew, or give its text",
    cause,
  });
}
