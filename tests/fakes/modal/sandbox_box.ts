/**
 * The box that a sandbox's commands run in: a root folder of its own, its volumes and the system's
 * programs by bubblewrap, or just the host in "plain" mode. Also says where a path inside leads on the
 * host, for the filesystem tools, which run in this process.
 *
 * @module
 */

import { join, posix } from "node:path";
import type { PythonInstall } from "../../../backends/local/find_python.ts";

/** What a box is made of. */
export interface BoxPlan {
  readonly isolation: "bubblewrap" | "plain";
  /** Folder that becomes the root. */
  readonly folder: string;
  /** What `python3` means inside. */
  readonly python: PythonInstall;
  /** Folders of the host by the paths where they appear. */
  readonly volumes: readonly BoxVolume[];
  /** Folders that are there from the start. */
  readonly folders: readonly string[];
  /** Whether the host's network is there. */
  readonly network: boolean;
  /** Whether commands lead groups of their own, although bubblewrap ends all that they start. */
  readonly leadsGroup: boolean;
}

/** A volume in a box. */
export interface BoxVolume {
  readonly path: string;
  readonly folder: string;
  readonly readOnly: boolean;
}

/** A command as the host starts it. */
export interface HostCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Whether it must lead a group of its own: to end with all that it starts, or to miss a Ctrl-C. */
  readonly leadsGroup: boolean;
}

/** Where a path inside leads. */
export interface Place {
  /** Path on the host. */
  readonly host: string;
  /** Whether nothing may be written there. */
  readonly readOnly: boolean;
}

const PROGRAMS = "/__modal/bin";
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const HOME = "/root";
const SYSTEM_FOLDERS: readonly string[] = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
const SYSTEM_FILES: readonly string[] = [
  "/etc/alternatives",
  "/etc/ca-certificates",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/localtime",
  "/etc/mime.types",
  "/etc/nsswitch.conf",
  "/etc/ssl",
];
const MAX_LINKS = 40;

/** A box. */
export class SandboxBox {
  #plan: BoxPlan;
  /** Places of the host that appear inside, but for the root. */
  #mounts: readonly BoxVolume[];

  /** Makes the folders that the box needs. */
  constructor(plan: BoxPlan) {
    this.#plan = plan;
    const { isolation, folder, python, volumes, folders } = plan;
    const bin = isolation === "plain" ? `${folder}/bin` : folder + PROGRAMS;
    Deno.mkdirSync(bin, { recursive: true });
    for (const name of ["python", "python3"]) {
      Deno.symlinkSync(python.executable, `${bin}/${name}`);
    }
    if (isolation === "plain") {
      this.#mounts = [];
      return;
    }
    const system = ["/usr", ...SYSTEM_FOLDERS.filter((path) => linkTarget(path) === undefined)];
    this.#mounts = [
      ...volumes,
      ...[...system, ...python.prefixes].filter(isThere)
        .map((path) => ({ path, folder: path, readOnly: true })),
    ].sort((a, b) => b.path.length - a.path.length);
    const mountPoints = volumes.map(({ path }) => path);
    for (const path of ["/etc", "/tmp", HOME, ...folders, ...mountPoints]) {
      Deno.mkdirSync(folder + path, { recursive: true });
    }
    for (const path of SYSTEM_FOLDERS) {
      const target = linkTarget(path);
      if (target !== undefined) Deno.symlinkSync(target, folder + path);
    }
    Deno.writeTextFileSync(`${folder}/etc/passwd`, `root:x:0:0:root:${HOME}:/bin/sh\n`);
    Deno.writeTextFileSync(`${folder}/etc/group`, "root:x:0:\n");
    Deno.writeTextFileSync(`${folder}/etc/hosts`, "127.0.0.1 localhost\n");
  }

  /** Folder of the host that is the root inside. */
  get root(): string {
    return this.#plan.isolation === "plain" ? "/" : this.#plan.folder;
  }

  /** Folder that a command starts in when nothing else was said. */
  get home(): string {
    return this.#plan.isolation === "plain" ? this.#plan.folder : HOME;
  }

  /** Variables that every command has. */
  get env(): Readonly<Record<string, string>> {
    const { isolation, folder } = this.#plan;
    return isolation === "plain"
      ? { PATH: `${folder}/bin:${Deno.env.get("PATH") ?? SYSTEM_PATH}`, HOME: folder }
      : { PATH: `${PROGRAMS}:${SYSTEM_PATH}`, HOME };
  }

  /** A command inside, as the host starts it. */
  command(
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    workdir: string,
  ): HostCommand {
    const { isolation, network, folder } = this.#plan;
    const [program = "", ...args] = argv;
    if (isolation === "plain") return { program, args, env, cwd: workdir, leadsGroup: true };
    const box = ["--bind", folder, "/"];
    for (const mount of this.#mounts.toReversed()) {
      box.push(mount.readOnly ? "--ro-bind" : "--bind", mount.folder, mount.path);
    }
    for (const path of SYSTEM_FILES) box.push("--ro-bind-try", path, path);
    if (network) box.push("--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf");
    box.push("--proc", "/proc", "--dev", "/dev", "--chdir", workdir);
    box.push("--unshare-all", "--unshare-user", "--uid", "0", "--gid", "0");
    if (network) box.push("--share-net");
    box.push("--hostname", "modal", "--die-with-parent", "--new-session", "--");
    const { leadsGroup } = this.#plan;
    return { program: "bwrap", args: [...box, ...argv], env, cwd: "/", leadsGroup };
  }

  /** Removes its folder; volumes stay. */
  remove(): void {
    Deno.removeSync(this.#plan.folder, { recursive: true });
  }

  /** Whether a command's program is there. */
  hasProgram(program: string, path: string): boolean {
    const candidates = program.includes("/")
      ? [program]
      : path.split(":").map((folder) => `${folder}/${program}`);
    return candidates.some((candidate) => isThere(this.locate(candidate).host));
  }

  /**
   * Where an absolute path inside leads. Links are followed as a process inside would follow them, the
   * last one only on demand.
   *
   * @throws {Error} with `code` `"ELOOP"`
   */
  locate(path: string, { followLast = true }: { readonly followLast?: boolean } = {}): Place {
    if (this.#plan.isolation === "plain") return { host: path, readOnly: false };
    let rest = path.split("/").filter(Boolean);
    let at = "/";
    for (let links = 0; rest.length > 0;) {
      const [name = "", ...after] = rest;
      const next = posix.join(at, name);
      const isLast = after.length === 0;
      const target = isLast && !followLast ? undefined : linkTarget(this.#place(next).host);
      if (target === undefined) {
        at = next;
        rest = after;
        continue;
      }
      if (++links > MAX_LINKS) {
        throw Object.assign(new Error("Too many levels of symbolic links"), { code: "ELOOP" });
      }
      if (target.startsWith("/")) at = "/";
      rest = [...target.split("/").filter(Boolean), ...after];
    }
    return this.#place(at);
  }

  /** Where a path without links leads. */
  #place(path: string): Place {
    const mount = this.#mounts.find((mount) =>
      path === mount.path || path.startsWith(`${mount.path}/`)
    );
    if (!mount) return { host: join(this.#plan.folder, path), readOnly: false };
    return { host: mount.folder + path.slice(mount.path.length), readOnly: mount.readOnly };
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
