"""What the driver gives up before guest code runs, where bubblewrap does not shut it in (Linux).

Nothing is claimed that the kernel refused. Landlock takes files and TCP away, seccomp the sockets and
system calls that Landlock does not cover. Loaded when it is wanted.
"""

# Landlock system calls have the same numbers everywhere (Linux 5.13).
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ = 1 << 0 | 1 << 2 | 1 << 3  # execute, read file, read folder
_FILE_ONLY = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_DENY_FAMILY = 1  # AF_UNIX: its sockets lead to services of the host
# Per machine: audit architecture, socket, and what is always refused: ptrace, process_vm_*, the
# mount, keyctl, unshare and io_uring families, bpf, perf_event_open, userfaultfd, kexec, modules,
# reboot, swap, clocks; and setsid and setpgid, so that no child leaves the group that is killed.
_MACHINES = {
    "x86_64": (
        0xC000003E,
        41,
        (101, 310, 311, 165, 166, 155, 428, 429, 430, 431, 432, 433, 442, 321, 248, 249, 250, 272)
        + (308, 425, 426, 427, 298, 323, 246, 320, 175, 313, 176, 169, 167, 168, 227, 159, 161)
        + (112, 109),
    ),
    "aarch64": (
        0xC00000B7,
        198,
        (117, 270, 271, 40, 39, 41, 428, 429, 430, 431, 432, 433, 442, 280, 217, 218, 219, 97)
        + (268, 425, 426, 427, 241, 282, 104, 294, 105, 273, 106, 142, 224, 225, 112, 171, 51)
        + (157, 154),
    ),
}


def confine(plan):
    """Landlock and seccomp as planned; returns True when both are in force."""
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        machine = _MACHINES.get(__import__("posix").uname().machine)
        if machine is None:
            return False
        ruleset = _landlock(ctypes, libc, plan)
        if ruleset is None:
            return False
        if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        if libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
            return False
        __import__("posix").close(ruleset)
        return _seccomp(ctypes, libc, machine, plan["net"])
    except (OSError, ImportError, AttributeError):
        return False


def _landlock(ctypes, libc, plan):
    import posix

    abi = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if abi < 1:
        return None
    handled = (1 << 13) - 1
    for since, bit in ((2, 13), (3, 14), (5, 15)):
        if abi >= since:
            handled |= 1 << bit
    network = 3 if abi >= 4 and not plan["net"] else 0
    scoped = 3 if abi >= 6 else 0
    attributes = (ctypes.c_uint64 * 3)(handled, network, scoped)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return None
    for paths, rights in ((plan["read"], _READ), (plan["write"], handled)):
        for path in paths:
            _allow(ctypes, libc, posix, ruleset, path, rights & handled)
    return ruleset


def _allow(ctypes, libc, posix, ruleset, path, rights):
    try:
        fd = posix.open(path, 0o10000000 | 0o2000000)  # O_PATH | O_CLOEXEC
    except OSError:
        return
    try:
        if (posix.fstat(fd).st_mode & 0o170000) != 0o040000:
            rights &= _FILE_ONLY
        rule = rights.to_bytes(8, "little") + fd.to_bytes(4, "little")
        libc.syscall(_ADD_RULE, ruleset, 1, ctypes.create_string_buffer(rule, 12), 0)
    finally:
        posix.close(fd)


def _seccomp(ctypes, libc, machine, net):
    architecture, socket, denied = machine
    x32 = 0x40000000 if architecture == 0xC000003E else 0xFFFFFFFF  # the x32 calls of x86_64
    # Each line: operation, value, label when true, label when false; labels are resolved below.
    lines = [
        (0x20, 4, None, None),  # load the architecture
        (0x15, architecture, None, "deny"),
        (0x20, 0, None, None),  # load the system call's number
        (0x35, x32, "deny", None),
    ]
    lines += [(0x15, number, "deny", None) for number in denied]
    # Landlock knows neither UDP nor Unix sockets: without network no socket at all, else no Unix one.
    lines.append((0x15, socket, None if net else "deny", "allow"))
    lines += [(0x20, 16, None, None), (0x15, _DENY_FAMILY, "deny", "allow")]
    labels = {"allow": len(lines), "deny": len(lines) + 1}
    program = [
        (op, labels[yes] - at - 1 if yes else 0, labels[no] - at - 1 if no else 0, value)
        for at, (op, value, yes, no) in enumerate(lines)
    ]
    program += [(0x06, 0, 0, _ALLOW), (0x06, 0, 0, _DENY)]
    code = b"".join(
        op.to_bytes(2, "little") + bytes((yes, no)) + value.to_bytes(4, "little")
        for op, yes, no, value in program
    )
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    filled = Program(len(program), ctypes.cast(buffer, ctypes.c_void_p))
    return libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(filled), 0, 0) == 0
