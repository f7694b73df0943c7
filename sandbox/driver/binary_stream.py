"""`sys.stdout.buffer` of guest code: bytes that end where text does. Loaded when it is asked for."""

import codecs
import io


class BinaryStream(io.RawIOBase):
    """Takes bytes and writes their text to a stream."""

    def __init__(self, stream):
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)
        self._stream.write(self._decoder.decode(data))
        return len(data)

    def fileno(self):
        return self._stream.fileno()
