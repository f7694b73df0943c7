/**
 * What `CHANGELOG.md` says about a version.
 *
 * @module
 */

/**
 * The text below the heading of a version, `## 0.1.0 (2026-12-01)`, or below `## Unreleased`;
 * `undefined` when there is none or nothing is in it.
 */
export function sectionOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const found = sections.find((section) => /^\S+/.exec(section)?.[0] === version);
  const text = found?.slice(found.indexOf("\n") + 1).trim();
  return text === "" ? undefined : text;
}
