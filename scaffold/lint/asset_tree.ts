/**
 * The files under check, read and sorted by what they are. Pure: where the bytes come from is for
 * others to say.
 *
 * @module
 */

import type { AssetLayout } from "../../src/core/asset.ts";
import { type FrontMatter, type ReadFrontMatter, readFrontMatter } from "./front_matter.ts";

/** A file, as bytes. */
export interface AssetBytes {
  /** Path below the folder, with forward slashes. */
  readonly path: string;
  /** What is in it. */
  readonly bytes: Uint8Array;
}

/** A file whose text could be read. */
export interface AssetText extends AssetBytes {
  /** Its text; none when it is not UTF-8. */
  readonly text: string | undefined;
}

/** A Markdown file with front matter. */
export interface AssetPage extends AssetText {
  /** Its name: the folder of a skill, the file of an agent or rule. */
  readonly name: string;
  /** What it begins with. */
  readonly front: FrontMatter;
}

/** A JSON file. */
export interface AssetJson extends AssetText {
  /** Its value; none when it is no JSON. */
  readonly value: unknown;
}

/** The files of a folder, by what they are. */
export interface AssetTree {
  /** How they are meant to be loaded. */
  readonly layout: AssetLayout;
  /** All of them. */
  readonly files: readonly AssetText[];
  /** `skills/NAME/SKILL.md`. */
  readonly skills: readonly AssetPage[];
  /** Every `.md` below `agents/`. */
  readonly agents: readonly AssetPage[];
  /** Prompt rules: `rules/*.md`, and hookify's `hookify.*.local.md` anywhere. */
  readonly rules: readonly AssetPage[];
  /** `hooks/hooks.json`. */
  readonly hooks: AssetJson | undefined;
  /** `.claude-plugin/plugin.json`. */
  readonly plugin: AssetJson | undefined;
  /** `.mcp.json`. */
  readonly servers: AssetJson | undefined;
}

const SKILL = /^skills\/([^/]+)\/SKILL\.md$/;
const AGENT = /^agents\/(?:.*\/)?([^/]+)\.md$/;
const RULE = /^rules\/([^/]+)\.md$/;
const HOOKIFY = /(?:^|\/)hookify\.([^/]+)\.local\.md$/;

/** Sorts files. */
export async function createAssetTree(
  bytes: readonly AssetBytes[],
  layout: AssetLayout,
): Promise<AssetTree> {
  const files = bytes.map((file): AssetText => ({ ...file, text: decode(file.bytes) }))
    .sort((a, b) => a.path < b.path ? -1 : 1);
  const pages = (pattern: RegExp) => collectPages(files, pattern);
  const json = (path: string) => {
    const file = files.find((each) => each.path === path);
    return file === undefined ? undefined : { ...file, value: parseJson(file.text) };
  };
  return {
    layout,
    files,
    skills: await pages(SKILL),
    agents: await pages(AGENT),
    rules: [...await pages(RULE), ...await pages(HOOKIFY)],
    hooks: json("hooks/hooks.json"),
    plugin: json(".claude-plugin/plugin.json"),
    servers: json(".mcp.json"),
  };
}

/** The front matter of a page, when it could be read. */
export function frontOf(page: AssetPage): ReadFrontMatter | undefined {
  return page.front.kind === "read" ? page.front : undefined;
}

/** The body of a page, and the line on which it begins. */
export function bodyOf({ front }: AssetPage): { readonly text: string; readonly line: number } {
  if (front.kind === "none") return { text: front.body, line: 1 };
  return front.kind === "read" ? { text: front.body, line: front.bodyLine } : { text: "", line: 1 };
}

async function collectPages(
  files: readonly AssetText[],
  pattern: RegExp,
): Promise<readonly AssetPage[]> {
  const pages: AssetPage[] = [];
  for (const file of files) {
    const name = pattern.exec(file.path)?.[1];
    if (name === undefined) continue;
    const text = (file.text ?? "").replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
    pages.push({ ...file, name, front: await readFrontMatter(text) });
  }
  return pages;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse((text ?? "").replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}
