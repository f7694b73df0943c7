/**
 * Guest code that has found the private descriptors of its own session, and what it can do with them.
 *
 * @module
 */

/**
 * Python that finds the descriptor on which the driver speaks (`OUT`), the one on which it listens
 * (`IN`) and the id of the running cell (`ID`), and defines `say(...)`, which forges a message.
 */
export const FORGER: string = `
import fcntl, gc, json, os, sys
def scan():
    ends = {0: [], 1: []}
    for fd in range(3, 64):
        try:
            link = os.readlink("/proc/self/fd/%d" % fd)
            mode = fcntl.fcntl(fd, fcntl.F_GETFL) & 3
        except OSError:
            continue
        if link.startswith("pipe:") and mode in ends:
            ends[mode].append((fd, link))
    both = {link for _, link in ends[0]} & {link for _, link in ends[1]}
    return [[fd for fd, link in ends[mode] if link not in both] for mode in (0, 1)]
def find_id():
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if type(value).__name__ == "Driver": return value.calls.cell
        frame = frame.f_back
(IN, *_), (OUT, *_) = scan()
ID = find_id()
assert isinstance(ID, str) and len(ID) == 32
def write(data):
    while data: data = data[os.write(OUT, data):]
def say(**message): write((json.dumps(message) + "\\n").encode())
def forge(kind, **more): say(**{"type": kind, "cell": ID, "id": 10**6, "args": {}, **more})
def result(**more):
    say(**{"type": "result", "id": ID, "status": "ok", "output": {"head": "", "tail": "", "chars": 0},
           "changes": [], "ms": 1, **more})
`;
