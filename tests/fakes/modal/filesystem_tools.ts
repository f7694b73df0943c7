/**
 * The filesystem tools of a sandbox, `modal-sandbox-fs-tools`, which the SDK starts like any program:
 * an operation as JSON in the argument, file bytes through the standard streams, errors as JSON on
 * standard error. They run in this process. `Watch` is not there.
 *
 * @module
 */

import { basename, dirname, posix } from "node:path";
import { ByteLog } from "./byte_log.ts";
import type { ExecStatus, ExecTask } from "./exec_task.ts";
import type { Place, SandboxBox } from "./sandbox_box.ts";

/** Where the tools are in every sandbox. */
export const FILESYSTEM_TOOLS = "/__modal/.bin/modal-sandbox-fs-tools";

/** What the SDK calls the errors of the system. */
const ERROR_KINDS: Readonly<Record<string, string>> = {
  EACCES: "PermissionDenied",
  EEXIST: "PathAlreadyExists",
  EISDIR: "IsDirectory",
  ENOENT: "NotFound",
  ENOTDIR: "NotDirectory",
  ENOTEMPTY: "DirectoryNotEmpty",
  EPERM: "PermissionDenied",
};
const READ_BLOCK_BYTES = 1 << 20;
/** Largest file that is read. */
const MAX_READ_BYTES = 200 * 2 ** 20;

/** An operation: its name and what it is about. */
interface Operation {
  readonly name: string;
  readonly path: string;
  readonly recursive: boolean;
  readonly parents: boolean;
}

/** A call of the tools, which begins at once. */
export class FilesystemTool implements ExecTask {
  readonly stdout: ByteLog = new ByteLog();
  readonly stderr: ByteLog = new ByteLog();
  readonly ended: Promise<void>;
  #box: SandboxBox;
  #status: ExecStatus | undefined;
  #end = Promise.withResolvers<void>();
  /** File that is being written, under the name it has until it is complete. */
  #writing:
    | { readonly file: Deno.FsFile; readonly draft: string; readonly host: string }
    | undefined;

  constructor(box: SandboxBox, argument: string) {
    this.#box = box;
    this.ended = this.#end.promise;
    const operation = parseOperation(argument);
    const isWrite = operation.name === "WriteFile";
    this.#attempt(
      () => isWrite ? this.#beginWrite(operation.path) : this.#run(operation),
      !isWrite,
    );
  }

  get status(): ExecStatus | undefined {
    return this.#status;
  }

  async write(data: Uint8Array): Promise<void> {
    for (let rest = data; rest.length > 0 && this.#writing;) {
      rest = rest.subarray(await this.#writing.file.write(rest));
    }
  }

  closeStdin(): Promise<void> {
    this.#attempt(() => {
      const { file, draft, host } = this.#writing ?? {};
      if (!file || draft === undefined || host === undefined) return;
      this.#writing = undefined;
      file.close();
      Deno.renameSync(draft, host);
    }, true);
    return Promise.resolve();
  }

  kill(): void {
    if (this.#status) return;
    this.#drop();
    this.#finish({ signal: 9 });
  }

  #drop(): void {
    this.#writing?.file.close();
    if (this.#writing) Deno.removeSync(this.#writing.draft);
    this.#writing = undefined;
  }

  /** Does a part of the work and, if it is the last or fails, ends. */
  #attempt(work: () => void, isLast: boolean): void {
    if (this.#status) return;
    try {
      work();
      if (isLast) this.#finish({ code: 0 });
    } catch (thrown) {
      this.#drop();
      this.stderr.push(new TextEncoder().encode(JSON.stringify(describeError(thrown))));
      this.#finish({ code: 1 });
    }
  }

  #finish(status: ExecStatus): void {
    this.#status = status;
    this.stdout.end();
    this.stderr.end();
    this.#end.resolve();
  }

  #beginWrite(path: string): void {
    const { host } = this.#writable(path);
    if (isDirectory(host)) throw systemError("EISDIR", "Is a directory");
    try {
      Deno.mkdirSync(dirname(host), { recursive: true });
    } catch (thrown) {
      if (Object(thrown).code !== "EEXIST") throw thrown;
      throw systemError("ENOTDIR", "Not a directory");
    }
    const draft = `${host}.${crypto.randomUUID()}.part`;
    this.#writing = { file: Deno.openSync(draft, { create: true, write: true }), draft, host };
  }

  #run({ name, path, recursive, parents }: Operation): void {
    const box = this.#box;
    if (name === "ReadFile") this.#read(box.locate(path).host);
    else if (name === "Stat") this.#print(entryOf(box, path));
    else if (name === "ListFiles") {
      const names = Array.from(Deno.readDirSync(box.locate(path).host), (entry) => entry.name);
      this.#print(names.sort().map((name) => entryOf(box, posix.join(path, name))));
    } else if (name === "MakeDirectory") {
      Deno.mkdirSync(this.#writable(path).host, { recursive: parents });
    } else if (name === "Remove") {
      Deno.removeSync(this.#writable(path, false).host, { recursive });
    } else {
      throw Object.assign(new Error(`Unsupported operation: ${name}`), { kind: "NotSupported" });
    }
  }

  #read(host: string): void {
    if (isDirectory(host)) throw systemError("EISDIR", "Is a directory");
    if (Deno.statSync(host).size > MAX_READ_BYTES) {
      throw Object.assign(new Error("File is too large to be read"), { kind: "FileTooLarge" });
    }
    const data = Deno.readFileSync(host);
    for (let start = 0; start < data.length; start += READ_BLOCK_BYTES) {
      this.stdout.push(data.subarray(start, start + READ_BLOCK_BYTES));
    }
  }

  #print(value: unknown): void {
    this.stdout.push(new TextEncoder().encode(JSON.stringify(value)));
  }

  #writable(path: string, followLast = true): Place {
    const place = this.#box.locate(path, { followLast });
    if (place.readOnly) throw systemError("EROFS", "Read-only file system");
    return place;
  }
}

/** `{"WriteFile":{"path":"/a"}}` */
function parseOperation(argument: string): Operation {
  const [name, about] = Object.entries(JSON.parse(argument))[0] ?? [];
  const { path, recursive, parents } = Object(about);
  return {
    name: String(name),
    path: String(path),
    recursive: recursive === true,
    parents: parents === true,
  };
}

function entryOf(box: SandboxBox, path: string) {
  const { host } = box.locate(path, { followLast: false });
  const info = Deno.lstatSync(host);
  const mode = info.mode ?? 0;
  return {
    name: basename(path),
    path,
    type: info.isDirectory ? "directory" : info.isSymlink ? "symlink" : "file",
    size: info.size,
    mode,
    permissions: (mode & 0o777).toString(8),
    owner: "root",
    group: "root",
    modified_time: (info.mtime?.getTime() ?? 0) / 1_000,
    symlink_target: info.isSymlink ? Deno.readLinkSync(host) : null,
  };
}

function isDirectory(host: string): boolean {
  try {
    return Deno.statSync(host).isDirectory;
  } catch {
    return false;
  }
}

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function describeError(thrown: unknown): Readonly<Record<string, string>> {
  const { code, kind, message } = Object(thrown);
  // What Deno adds names a path of the host.
  const [text = ""] = String(message).split(/ \(os error|: \w+ '/);
  return { error_kind: kind ?? ERROR_KINDS[code] ?? "Other", message: text, detail: "" };
}
