"""Vouches for a file on a volume that other sandboxes share: others could have written what is there.

Arguments: the file, its size in bytes, its SHA-256 in hex and, to put it there, the draft that it is
made from. Exits with 3 when the bytes are others.
"""

import hashlib
import os
import sys

BLOCK_BYTES = 1 << 20
OTHER_EXIT = 3


def is_whole(path, size, digest):
    """Whether the first bytes of a file are the ones that are meant."""
    seen = hashlib.sha256()
    try:
        with open(path, "rb", buffering=0) as file:
            while size:
                block = file.read(min(size, BLOCK_BYTES))
                if not block:
                    return False
                size -= len(block)
                seen.update(block)
    except FileNotFoundError:
        return False
    return seen.hexdigest() == digest


def publish(draft, path, size):
    """Gives the draft its name, once its bytes are kept."""
    with open(draft, "r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())
    os.replace(draft, path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def main():
    """Reads the arguments and exits."""
    path, size, digest, *drafts = sys.argv[1:]
    for draft in drafts:
        if not is_whole(draft, int(size), digest):
            os.unlink(draft)
            sys.exit(OTHER_EXIT)
        publish(draft, path, int(size))
    if not drafts and not is_whole(path, int(size), digest):
        sys.exit(OTHER_EXIT)


main()
