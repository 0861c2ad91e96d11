import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** What a file of the local hub holds; it may be larger than the memory. */
export interface Content {
  /** bytes */
  readonly size: number;
  /** The bytes from `from` up to `to`, without the latter, in pieces that stay as they are until the next is asked for. */
  read(from: number, to: number): Iterable<Uint8Array>;
}

const PIECE = 256 * 1024;

export function bytesOf(bytes: Uint8Array | string): Content {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return {
    size: all.length,
    *read(from, to) {
      for (let at = from; at < to; at += PIECE) yield all.subarray(at, Math.min(to, at + PIECE));
    },
  };
}

export function fileContent(file: string): Content {
  return {
    size: statSync(file).size,
    *read(from, to) {
      const handle = openSync(file, 'r');
      const piece = Buffer.alloc(PIECE);
      try {
        for (let at = from; at < to;) {
          const read = readSync(handle, piece, 0, Math.min(PIECE, to - at), at);
          if (read === 0) return;
          yield piece.subarray(0, read);
          at += read;
        }
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** Bytes that look like chance and are the same for the same seed; none are kept, whatever the size. */
export function generated(size: number, seed: number): Content {
  const noise = Buffer.alloc(PIECE);
  let state = (seed * 2654435761) >>> 0 || 1;
  for (let at = 0; at < PIECE; at += 4) {
    // xorshift32, Marsaglia 2003
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise.writeInt32LE(state | 0, at);
  }
  return {
    size,
    *read(from, to) {
      const piece = Buffer.from(noise);
      for (let at = from; at < to;) {
        const number = Math.floor(at / PIECE);
        const start = number * PIECE;
        // Every 4 KiB differ from those of all other pieces, so that none can stand in another's place.
        for (let mark = 0; mark < PIECE; mark += 4096) piece.writeUInt32LE((number * 64 + mark / 4096) >>> 0, mark);
        const end = Math.min(to, start + PIECE);
        yield piece.subarray(at - start, end - start);
        at = end;
      }
    },
  };
}

/** As another content, with all bits of the byte at `at` turned over. */
export function flipped(content: Content, at: number): Content {
  return changed(content, content.size, (piece, start) => {
    if (at >= start && at < start + piece.length) piece[at - start]! ^= 0xff;
  });
}

export function zeros(size: number): Content {
  return changed(bytesOf(''), size, () => {});
}

/** As another content, cut off or continued with zeros. */
export const resized = (content: Content, size: number) => changed(content, Math.max(0, size), () => {});

function changed(content: Content, size: number, change: (piece: Buffer, start: number) => void): Content {
  return {
    size,
    *read(from, to) {
      let at = from;
      for (const read of content.read(Math.min(from, content.size), Math.min(to, content.size))) {
        const piece = Buffer.from(read);
        change(piece, at);
        yield piece;
        at += piece.length;
      }
      for (; at < to; at += PIECE) yield Buffer.alloc(Math.min(PIECE, to - at));
    },
  };
}

function hashed(algorithm: 'sha256' | 'sha1', content: Content, head: string): string {
  const hash = createHash(algorithm).update(head);
  for (const piece of content.read(0, content.size)) hash.update(piece);
  return hash.digest('hex');
}

export const sha256 = (content: Content) => hashed('sha256', content, '');

/** What Git calls a file with this content. */
export const gitSha1 = (content: Content) => hashed('sha1', content, `blob ${content.size}\0`);

/** All of it at once: for small ones. */
export const wholeOf = (content: Content) =>
  Buffer.concat(Array.from(content.read(0, content.size), (piece) => Buffer.from(piece)));

/** The text in Git that stands for a file of Git LFS. */
export const pointerText = (hex: string, size: number) =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${hex}\nsize ${size}\n`;

/** Whether a file on the disk is this content; reads it piece by piece. */
export function isSameAs(content: Content, file: string): boolean {
  if (statSync(file).size !== content.size) return false;
  if (content.size <= PIECE) return readFileSync(file).equals(wholeOf(content));
  return sha256(fileContent(file)) === sha256(content);
}
