/**
 * What the driver has not read yet: the bytes of the host's stream from the one on that the keeper
 * still needs, kept until they have arrived.
 *
 * @module
 */

/** A stream's last bytes, by their offsets. */
export class UnreadBytes {
  #chunks: Uint8Array[] = [];
  #base = 0;
  #end = 0;

  /** Offset of the first byte that is kept. */
  get base(): number {
    return this.#base;
  }

  /** Offset behind the last byte. */
  get end(): number {
    return this.#end;
  }

  /** Number of bytes that are kept. */
  get size(): number {
    return this.#end - this.#base;
  }

  /** Number of pieces that are kept. */
  get pieces(): number {
    return this.#chunks.length;
  }

  /** Adds bytes at the end. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#end += bytes.length;
  }

  /** Forgets the bytes before an offset. */
  forget(offset: number): void {
    let gone = 0;
    while (this.#base < offset) {
      const chunk = this.#chunks[gone]!;
      const taken = Math.min(chunk.length, offset - this.#base);
      this.#base += taken;
      if (taken < chunk.length) this.#chunks[gone] = chunk.subarray(taken);
      else gone++;
    }
    if (gone > 0) this.#chunks.splice(0, gone);
  }

  /** The pieces from an offset on, `most` bytes of them. */
  from(offset: number, most: number): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let at = this.#base;
    let room = most;
    for (const chunk of this.#chunks) {
      const start = Math.max(0, offset - at);
      at += chunk.length;
      if (start >= chunk.length) continue;
      if (room <= 0) break;
      const piece = chunk.subarray(start, start + room);
      room -= piece.length;
      pieces.push(piece);
    }
    return pieces;
  }
}
