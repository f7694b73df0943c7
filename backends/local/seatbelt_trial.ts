/**
 * Whether `sandbox-exec` of macOS can shut a guest in here: found out by trying. A Python starts under the
 * profile that guests get, does what they must be able to do, and tries to do what they must not. What
 * the outcome depends on is remembered with it.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { PythonInstall } from "./find_python.ts";
import { seatbeltProfile } from "./seatbelt_profile.ts";

/** The program that comes with macOS. */
export const SANDBOX_EXEC = "/usr/bin/sandbox-exec";

/** What is tried, and with what. */
export interface SeatbeltTrialOptions {
  /** The Python that guests run on. */
  readonly python: PythonInstall;
  /** Folder in which to remember the outcome. */
  readonly cacheFolder?: string | undefined;
  /**
   * The program that takes `-p PROFILE` and a command.
   * @default {SANDBOX_EXEC}
   */
  readonly program?: string;
}

/** Python that prints one line for everything that goes otherwise than it must. */
const CHECKS = `
import os, socket, subprocess, sys, tempfile, threading
work, secret, other, port, host = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
def must(name, action):
    try:
        if action() is not False:
            return
        print("cannot", name)
    except BaseException as error:
        print("cannot", name, repr(error))
def must_not(name, action):
    try:
        if action() is False:
            return
    except (OSError, subprocess.SubprocessError):
        return
    print("can", name)
def connect():
    socket.create_connection(("127.0.0.1", port), 60).close()
def connect_to_socket():
    with socket.socket(socket.AF_UNIX) as it:
        it.connect(other + "/s")
`;

/** What a guest must be able to do and what it must not, without the network. */
const TRIAL = `${CHECKS}
def write(path):
    with open(path, "w") as file:
        file.write("words")
def read(path):
    with open(path) as file:
        return file.read()
def child(*command):
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
def thread():
    done = threading.Event()
    threading.Thread(target=done.set).start()
    return done.wait(60)
def write_to_python():
    path = os.path.dirname(os.__file__) + "/fleet_trial"
    write(path)
    os.remove(path)
def link():
    os.link(os.__file__, work + "/linked")
def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as it:
        it.sendto(b"x", ("192.0.2.1", 53))
def arguments_of_host():
    import ctypes
    buffer, size = ctypes.create_string_buffer(1 << 16), ctypes.c_size_t(1 << 16)
    name = (ctypes.c_int * 3)(1, 49, host)  # CTL_KERN, KERN_PROCARGS2
    return ctypes.CDLL(None).sysctl(name, 3, buffer, ctypes.byref(size), None, 0) == 0
must("write in its folder", lambda: write(work + "/a"))
must("read in its folder", lambda: read(work + "/a") == "words")
must("rename in its folder", lambda: os.rename(work + "/a", work + "/b"))
must("list its folder", lambda: os.listdir(work) == ["b"])
must("make temporary files", lambda: tempfile.TemporaryFile().close())
must("use devices", lambda: write(os.devnull))
must("start a child", lambda: child(sys.executable, "-I", "-c", "print(1)") == b"1\\n")
must("start a thread", thread)
must("make a pipe", lambda: os.pipe())
must_not("read a file of the user", lambda: read(secret))
must_not("list a folder of the user", lambda: os.listdir(other))
must_not("write beside a file of the user", lambda: write(other + "/new"))
must_not("replace a file of the user", lambda: os.replace(work + "/b", secret))
must_not("write to its Python", write_to_python)
must_not("give its Python a second name", link)
must_not("read a file of the user from a child", lambda: child("/bin/cat", secret))
must_not("connect to the host", connect)
must_not("connect to a socket of the host", connect_to_socket)
must_not("send a datagram", datagram)
must_not("signal the host", lambda: os.kill(host, 0))
if sys.platform == "darwin":
    must_not("read the arguments of the host", arguments_of_host)
print("tried")
`;

/** The same with the network. */
const OPEN_TRIAL = `${CHECKS}
must("connect to the host", connect)
must_not("connect to a socket of the host", connect_to_socket)
print("tried")
`;

/** Whether it can. Never throws. */
export async function trySeatbelt(options: SeatbeltTrialOptions): Promise<boolean> {
  const { cacheFolder } = options;
  const file = cacheFolder === undefined ? undefined : `${cacheFolder}/sandbox-exec.json`;
  try {
    const key = keyOf(options);
    if (file !== undefined && await recall(file) === key) return true;
    if ((await seatbeltComplaints(options)).length > 0) return false;
    if (file !== undefined) await remember(file, key);
    return true;
  } catch {
    return false; // There is no such program here.
  }
}

/** What went otherwise than it must; nothing when a guest can be shut in. */
export async function seatbeltComplaints(
  options: SeatbeltTrialOptions,
): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const trial of [{ code: TRIAL, net: false }, { code: OPEN_TRIAL, net: true }]) {
    complaints.push(...await runTrial(options, trial));
  }
  return complaints;
}

async function runTrial(
  { program = SANDBOX_EXEC, python }: SeatbeltTrialOptions,
  { code, net }: { readonly code: string; readonly net: boolean },
): Promise<readonly string[]> {
  const [work, other] = [await makeFolder(), await makeFolder()];
  // Nobody accepts: a connection that succeeds got as far as the host.
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using _ = Deno.listen({ transport: "unix", path: `${other}/s` });
  try {
    const secret = `${other}/secret.txt`;
    await Deno.writeTextFile(secret, "hidden words");
    const read = [...python.prefixes, ...python.packagePaths];
    const { stdout, stderr } = await new Deno.Command(program, {
      args: [
        ...["-p", seatbeltProfile({ read, write: [work], net })],
        ...[python.executable, "-I", "-S", "-B", "-c", code],
        ...[work, secret, other, String(listener.addr.port), String(Deno.pid)],
      ],
      cwd: work,
      clearEnv: true,
      env: { PATH: "/usr/bin:/bin", HOME: work, TMPDIR: work },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    if (lines.pop() === "tried") return lines;
    return [`The trial did not end: ${new TextDecoder().decode(stderr).trim()}`];
  } finally {
    for (const folder of [work, other]) {
      await Deno.remove(folder, { recursive: true }).catch(() => {});
    }
  }
}

async function makeFolder(): Promise<string> {
  return await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-rlm-" }));
}

function keyOf({ program, python }: SeatbeltTrialOptions): string {
  const hash = createHash("sha256");
  const profile = seatbeltProfile({ read: [], write: [], net: true });
  for (
    const part of [TRIAL, OPEN_TRIAL, profile, program ?? "", python.fingerprint, Deno.osRelease()]
  ) {
    hash.update(`${part}\0`);
  }
  return hash.digest("hex");
}

async function recall(file: string): Promise<string | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(file)).key;
  } catch {
    return undefined;
  }
}

async function remember(file: string, key: string): Promise<void> {
  try {
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(file, JSON.stringify({ key }), { mode: 0o600 });
  } catch {
    // Tried again next time.
  }
}
