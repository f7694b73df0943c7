/**
 * The profile that `sandbox-exec` of macOS shuts a guest in with: what is not named is refused, to its
 * children as well. Pure.
 *
 * Whether a Mac really holds to it is not taken on trust: `seatbelt_trial.ts` tries it.
 *
 * @module
 */

/** What a guest keeps. Paths are absolute and without links, since that is how they are compared. */
export interface SeatbeltPlan {
  /** Files and folders that can be read and run, with all below them. */
  readonly read: readonly string[];
  /** Files and folders that can be read and written, with all below them. */
  readonly write: readonly string[];
  /** Whether the network stays. */
  readonly net: boolean;
}

/** The system, and where package managers put programs for all users. */
const SYSTEM: readonly string[] = [
  "/bin",
  "/sbin",
  "/usr",
  "/System",
  "/Library/Apple",
  "/Library/Frameworks",
  "/Library/Developer/CommandLineTools",
  "/opt/homebrew",
  "/private/etc/localtime",
  "/private/var/db/dyld",
  "/private/var/db/timezone",
];
const DEVICES: readonly string[] = ["/dev/null", "/dev/zero"];
const SOURCES: readonly string[] = ["/dev/random", "/dev/urandom", "/dev/fd"];
const NETWORK: readonly string[] = [
  "/private/etc/hosts",
  "/private/etc/resolv.conf",
  "/private/etc/services",
  "/private/etc/ssl",
];
/** Addresses of every kind, and of the sockets on this machine that which finds names alone. */
const NETWORK_RULES: readonly string[] = [
  "(allow system-socket)",
  '(allow network-outbound (remote ip "*:*") (literal "/private/var/run/mDNSResponder"))',
  '(allow network-inbound network-bind (local ip "*:*"))',
];
/** Services that the C library asks for names of users, time zones and logs. */
const SERVICES: readonly string[] = [
  "com.apple.system.logger",
  "com.apple.system.notification_center",
  "com.apple.system.opendirectoryd.libinfo",
];

/** The profile as text for `sandbox-exec -p`. */
export function seatbeltProfile({ net, read, write }: SeatbeltPlan): string {
  const readable = [...SYSTEM, ...(net ? NETWORK : []), ...read];
  return [
    "(version 1)",
    "(deny default)",
    "(allow process-fork)",
    rule("allow process-exec", [...readable, ...write]),
    "(allow signal process-info* (target same-sandbox))",
    "(allow sysctl-read)",
    // The arguments and environments of other processes of the user: keys are there.
    '(deny sysctl-read (sysctl-name-prefix "kern.proc"))',
    "(allow ipc-posix-sem)",
    `(allow mach-lookup ${SERVICES.map((name) => `(global-name ${quote(name)})`).join(" ")})`,
    "(allow file-read-metadata)",
    '(allow file-read* (literal "/"))',
    rule("allow file-read*", [...readable, ...DEVICES, ...SOURCES, ...write]),
    rule("allow file-map-executable", readable),
    rule("allow file-write*", [...DEVICES, ...write]),
    // A second name in a writable folder would make a file writable that is only to be read.
    "(deny file-link file-clone)",
    ...(net ? NETWORK_RULES : []),
    "",
  ].join("\n");
}

/** A rule on paths: each as a file, and as a folder with all below it. */
function rule(what: string, paths: readonly string[]): string {
  const filters = paths.map((path) => `(literal ${quote(path)}) (subpath ${quote(path)})`);
  return `(${what} ${filters.join(" ")})`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
