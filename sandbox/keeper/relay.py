"""The relay: copies bytes between its standard streams, which are the host's, and the keeper's socket.

Ends when either side does, and after a time without a word from the host, so that the relay of a dead
host keeps no sandbox awake. Connects when the host has begun to speak: the keeper wants a greeting.
Arguments: the keeper's folder, and that time in seconds.
"""

import _socket
import posix as _os
import select
import sys
import time

BLOCK_BYTES = 1 << 18
KEEPER_S = 60.0  # to wait for the keeper


def connect(folder):
    """The connection to the keeper, once that is there."""
    deadline = time.monotonic() + KEEPER_S
    pause = 0.002
    while True:
        try:
            _os.chdir(folder)
            keeper = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
            keeper.connect("keeper")
            return keeper
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)


def main():
    """Copies until an end."""
    folder, idle_s = sys.argv[1], float(sys.argv[2])
    keeper = None
    output = b""
    heard = time.monotonic()
    _os.set_blocking(1, False)
    while True:
        rest = heard + idle_s - time.monotonic()
        if rest <= 0:
            return
        readers = [0] if output or not keeper else [0, keeper.fileno()]
        ready = select.select(readers, [1] if output else [], [], rest)[0]
        if 0 in ready:
            block = _os.read(0, BLOCK_BYTES)
            if not block:
                return
            if not keeper:
                keeper = connect(folder)
                keeper.settimeout(idle_s)
            keeper.sendall(block)
            heard = time.monotonic()
        if keeper and keeper.fileno() in ready:
            output = keeper.recv(BLOCK_BYTES)
            if not output:
                return
        if output:
            try:
                output = output[_os.write(1, output):]
            except BlockingIOError:
                pass


try:
    main()
except OSError as error:
    _os._exit(print(error, file=sys.stderr) or 1)
