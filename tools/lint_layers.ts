/**
 * The project's own lint rules; `deno lint` loads them through `deno.json`.
 *
 * - `fleet/layers`: a folder imports only from where the arrows of CONTRIBUTING.md lead, in whatever
 *   way it imports: static, re-exported, dynamic, or types alone.
 * - `fleet/packages`: each heavy package is loaded lazily, by one folder only.
 * - `fleet/process`: only `program.ts` exits, only `src/cli/terminal.ts` touches the process streams.
 *
 * Folders that are not named below (tools, tests, examples, third_party) may do as they like.
 *
 * @module
 */

/** What a folder may import; the longest matching key counts. `src/core/` takes no package either. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["program.ts", "src/cli/"],
  "hook.ts": ["src/cli/", "scaffold/hook/mod.ts"],
  "program.ts": ["lib.ts", "src/", "backends/mod.ts", "scaffold/mod.ts"],
  "lib.ts": ["src/", "backends/mod.ts"],
  "src/": ["src/"],
  "src/core/": ["src/core/"],
  "sandbox/": ["sandbox/", "src/core/"],
  "backends/": ["backends/", "sandbox/", "src/core/"],
  "scaffold/": ["scaffold/", "src/core/"],
};

/** The folder that may load a package, with `await import()`; its types may be imported there. */
const LAZY_PACKAGES: Readonly<Record<string, string>> = {
  "@grpc/grpc-js": "backends/modal/",
  "@modelcontextprotocol/sdk": "src/mcp/",
  diff: "scaffold/",
  fflate: "src/inputs/",
  marked: "src/cli/",
  modal: "backends/modal/",
  openai: "src/lm/",
  "playwright-core": "tests/view/",
  "smol-toml": "backends/modal/",
  "string-width": "src/cli/",
  sucrase: "src/toolbox/",
  unpdf: "src/inputs/",
  "js-yaml": "scaffold/",
  zod: "src/",
};

/** The one file whose import is no literal, so that nothing is read ahead of it. */
const LAUNCHER = "main.ts";
/** The one file that loads modules which only the run can tell: those that the user names. */
const USER_MODULE_FILE = "src/toolbox/import_module.ts";
const EXIT_FILE = "program.ts";
const STREAM_FILES: readonly string[] = ["program.ts", "src/cli/terminal.ts"];
const STREAMS: readonly string[] = ["stdin", "stdout", "stderr"];

const HOUSES: readonly string[] = Object.keys(ARROWS).sort((a, b) => b.length - a.length);
const ROOT: string = new URL("../", import.meta.url).pathname;

/** Any node that names another module. */
interface ImportingNode {
  readonly type: string;
  readonly range: Deno.lint.Range;
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly argument?: unknown;
  readonly importKind?: string;
  readonly exportKind?: string;
}

/** One import as the rules see it. */
interface FoundImport {
  /** Where it leads; `undefined` when only the run can tell. */
  readonly specifier: string | undefined;
  readonly dynamic: boolean;
  readonly typeOnly: boolean;
  readonly range: Deno.lint.Range;
}

/** Path of a file below the project's root, or `undefined` outside of it. */
function projectPath(filename: string): string | undefined {
  const path = new URL(filename, "file:///").pathname;
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : undefined;
}

/** The key of {@linkcode ARROWS} that a path falls under. */
function houseOf(path: string): string | undefined {
  return HOUSES.find((house) => house.endsWith("/") ? path.startsWith(house) : path === house);
}

/** The text of a literal, whether it stands alone or in a literal type. */
function literalText(node: unknown): string | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  if ("value" in node && typeof node.value === "string") return node.value;
  return "literal" in node ? literalText(node.literal) : undefined;
}

/** A visitor that calls `found` with every import of a file. */
function importVisitor(found: (node: FoundImport) => void): Deno.lint.LintVisitor {
  const visit = (node: ImportingNode): void => {
    const typeNode = node.type === "TSImportType";
    const source = typeNode ? node.argument : node.source;
    if (source === null || source === undefined) return;
    found({
      specifier: literalText(source),
      dynamic: node.type === "ImportExpression",
      typeOnly: typeNode || node.importKind === "type" || node.exportKind === "type",
      range: node.range,
    });
  };
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
    TSImportType: visit,
  };
}

/** Name of the package that a specifier leads to: `npm:modal@0.11.1/x` and `modal/x` are `modal`. */
function packageOf(specifier: string): string {
  return /^(?:npm:\/?|jsr:\/?)?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier)?.[1] ?? specifier;
}

const layers: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    const house = path === undefined ? undefined : houseOf(path);
    if (path === undefined || house === undefined) return {};
    const allowed = ARROWS[house] ?? [];
    return importVisitor(({ specifier, range }) => {
      const hint = `${house} may import from: ${allowed.join(", ")}`;
      if (specifier === undefined) {
        if (path === USER_MODULE_FILE) return;
        if (path === LAUNCHER) return;
        const message = "Cannot follow this import: its specifier is not a literal";
        return context.report({ range, message, hint: 'Write await import("./literal.ts")' });
      }
      if (/^\.{1,2}\//.test(specifier)) {
        const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
        if (allowed.some((prefix) => target.startsWith(prefix))) return;
        return context.report({ range, message: `"${path}" must not import "${target}"`, hint });
      }
      const outside = /^(?:\/|file:|https?:|data:)/.test(specifier);
      if (!outside && packageOf(specifier) !== "@fleet/rlm" && house !== "src/core/") return;
      context.report({ range, message: `"${path}" must not import "${specifier}"`, hint });
    });
  },
};

const packages: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (path === undefined || houseOf(path) === undefined) return {};
    return importVisitor(({ specifier, dynamic, typeOnly, range }) => {
      const name = packageOf(specifier ?? "");
      const home = Object.hasOwn(LAZY_PACKAGES, name) ? LAZY_PACKAGES[name] : undefined;
      if (home === undefined) return;
      const hint =
        `Only ${home} may load it, with await import("${name}"); import type is free there`;
      if (!path.startsWith(home)) {
        context.report({ range, message: `"${path}" must not import package "${name}"`, hint });
      } else if (!dynamic && !typeOnly) {
        context.report({ range, message: `Package "${name}" must be imported lazily`, hint });
      }
    });
  },
};

/** `Deno` for both `Deno` and `globalThis.Deno`; the empty string for anything else. */
function globalName(node: Deno.lint.Node): string {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return "";
  return globalName(node.object) === "globalThis" ? propertyName(node) : "";
}

/** Name of the property that a member expression reads, if it is written out. */
function propertyName(node: Deno.lint.MemberExpression): string {
  if (node.property.type === "Identifier" && !node.computed) return node.property.name;
  return literalText(node.property) ?? "";
}

const process: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (path === undefined || houseOf(path) === undefined) return {};
    const check = (object: string, property: string, range: Deno.lint.Range): void => {
      if (object === "Deno" && property === "exit" && path !== EXIT_FILE) {
        const hint = "Throw an error, or return the exit code";
        context.report({ range, message: `Only ${EXIT_FILE} may exit`, hint });
      }
      const stream = object === "console" || (object === "Deno" && STREAMS.includes(property));
      if (stream && !STREAM_FILES.includes(path)) {
        const message = `"${path}" must not touch the process streams`;
        context.report({ range, message, hint: "Emit a RunEvent, or take a Terminal" });
      }
    };
    return {
      MemberExpression(node) {
        check(globalName(node.object), propertyName(node), node.range);
      },
      VariableDeclarator(node) {
        if (node.init?.type !== "Identifier" || node.id.type !== "ObjectPattern") return;
        for (const property of node.id.properties) {
          if (property.type !== "Property" || property.key.type !== "Identifier") continue;
          check(node.init.name, property.key.name, property.range);
        }
      },
    };
  },
};

/** The rules, as `deno lint` wants them. */
const plugin: Deno.lint.Plugin = { name: "fleet", rules: { layers, packages, process } };

export default plugin;
