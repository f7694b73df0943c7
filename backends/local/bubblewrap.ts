/**
 * The command line of bubblewrap round a guest: its own user, process, network and mount namespaces,
 * a read-only system, private folders of bounded size, and nothing else of the host.
 *
 * @module
 */

/** What the box is made of. */
export interface BubblewrapPlan {
  /** Folders of the Python that runs inside. */
  readonly prefixes: readonly string[];
  /** Folder of the host that appears, read-only, as {@linkcode INPUTS}. */
  readonly inputs: string;
  /** Files of the host and the places where they appear, read-only. */
  readonly files: ReadonlyMap<string, string>;
  /** Files and folders of the host that appear read-only at their own place. */
  readonly read: readonly string[];
  /** Files and folders of the host that appear writable at their own place. */
  readonly write: readonly string[];
  /** Folder of the host that appears, writable, as {@linkcode VOLUME}. */
  readonly volume: string | undefined;
  /** Whether the host's network stays. */
  readonly net: boolean;
}

/** Where the inputs appear inside the box. */
export const INPUTS: string = "/inputs";
/** Where the volume appears inside the box. */
export const VOLUME: string = "/data";
/** The working folder inside the box. */
export const WORK: string = "/work";
/** Bound of each private folder, bytes. */
const FOLDER_BYTES = 1 << 30;
const SYSTEM_FOLDERS: readonly string[] = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
/** Every mount takes a tenth of a millisecond and more: what can be a link is one. */
const DEVICES: readonly string[] = ["/dev/full", "/dev/null", "/dev/urandom", "/dev/zero"];
const SYSTEM_FILES: readonly string[] = [
  "/etc/alternatives",
  "/etc/ld.so.cache",
  "/etc/localtime",
  "/etc/mime.types",
];
const NETWORK_FILES: readonly string[] = [
  "/etc/ca-certificates",
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/pki",
  "/etc/resolv.conf",
  "/etc/ssl",
];

/** Arguments of `bwrap` before the command to run. */
export function bubblewrapArgs(plan: BubblewrapPlan): readonly string[] {
  const args = ["--ro-bind", "/usr", "/usr"];
  for (const folder of SYSTEM_FOLDERS) args.push(...systemPlace(folder));
  args.push("--proc", "/proc");
  for (const device of DEVICES) args.push("--dev-bind", device, device);
  args.push("--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "urandom", "/dev/random");
  for (const folder of ["/dev/shm", "/tmp", WORK]) {
    args.push("--size", String(FOLDER_BYTES), "--tmpfs", folder);
  }
  for (const path of SYSTEM_FILES) args.push(...systemPlace(path));
  if (plan.net) { for (const path of NETWORK_FILES) args.push("--ro-bind-try", path, path); }
  for (const prefix of plan.prefixes) {
    if (prefix !== "/usr" && !prefix.startsWith("/usr/")) {
      args.push("--ro-bind-try", prefix, prefix);
    }
  }
  args.push("--ro-bind", plan.inputs, INPUTS);
  if (plan.volume !== undefined) args.push("--bind", plan.volume, VOLUME);
  for (const [path, place] of plan.files) args.push("--ro-bind", path, place);
  for (const path of plan.read) args.push("--ro-bind", path, path);
  for (const path of plan.write) args.push("--bind", path, path);
  args.push("--chdir", WORK, "--remount-ro", "/");
  args.push("--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534");
  if (plan.net) args.push("--share-net");
  args.push("--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop", "ALL");
  return args;
}

/** A part of the system at its own place: a link into `/usr` as such, all else bound. */
function systemPlace(path: string): readonly string[] {
  try {
    if (!Deno.lstatSync(path).isSymlink) return ["--ro-bind", path, path];
    const target = Deno.readLinkSync(path);
    const isInUsr = /^(\.\.?\/|\/)*usr\//.test(target);
    return isInUsr ? ["--symlink", target, path] : ["--ro-bind-try", path, path];
  } catch {
    return [];
  }
}
