import { open } from 'node:fs/promises';
import path from 'node:path';
import { HEAD_BYTES, readHead, readRecords, recordBytes, type VectorHead } from '../../search/vectorRecords.js';
import type { Vector } from '../../search/vectors.js';
import { onDisk } from './diskErrors.js';

/** The file of an index's vectors, in its folder. */
export const VECTORS = 'vectors.bin';
/** Bytes that are read at once; whole records are taken of them. */
const PIECE = 4 << 20;

/** The head of an index's vectors; null where there are none. */
export async function headOf(folder: string): Promise<VectorHead | null> {
  const handle = await open(path.join(folder, VECTORS), 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    await handle.read(head, 0, HEAD_BYTES, 0);
    return readHead(head);
  } finally {
    await handle.close();
  }
}

/** How far the vectors of a file were read. */
export interface VectorsRead {
  head: VectorHead;
  /** where the next record begins */
  end: number;
}

/**
 * Reads an index's vectors, or those that have come since.
 * @param take is given each whole record
 * @param letIn lets more urgent work go first
 * @returns null where there are none
 */
export async function readVectors(
  folder: string,
  take: (key: string, vector: Vector) => void,
  letIn: () => Promise<void>,
  since: VectorsRead | null = null,
): Promise<VectorsRead | null> {
  const handle = await open(path.join(folder, VECTORS), 'r').catch(() => null);
  if (handle === null) return null;
  return onDisk(folder, 0, async () => {
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      await handle.read(bytes, 0, HEAD_BYTES, 0);
      const head = readHead(bytes);
      if (head === null) return null;
      const record = recordBytes(head.size);
      let end = since?.head.writing === head.writing ? since.end : HEAD_BYTES;
      const piece = Buffer.alloc(Math.max(1, Math.floor(PIECE / record)) * record);
      for (;;) {
        const { bytesRead } = await handle.read(piece, 0, piece.length, end);
        const whole = bytesRead - (bytesRead % record);
        if (whole === 0) return { head, end };
        for (const [key, vector] of readRecords(piece.subarray(0, whole), head.size)) take(key, vector);
        end += whole;
        await letIn();
      }
    } finally {
      await handle.close();
    }
  });
}
