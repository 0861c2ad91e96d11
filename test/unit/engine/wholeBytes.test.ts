import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MatrixReader } from '../../../src/engine/precision/matrixFile.js';
import { readWhole, writeWhole } from '../../../src/engine/wholeBytes.js';

const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-whole-'));
afterAll(() => rmSync(work, { recursive: true }));
const stored = path.join(work, 'weights.bin');
writeFileSync(stored, Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

/** A file of which the system takes and gives three bytes at a time. */
function slow(size = 10) {
  const held = Buffer.from(Array.from({ length: size }, (_, at) => at));
  const handle = {
    stat: () => Promise.resolve({ size: 10 }),
    write: (from: Uint8Array, at: number, length: number, place: number) => {
      const bytesWritten = Math.min(3, length);
      held.set(from.subarray(at, at + bytesWritten), place);
      return Promise.resolve({ bytesWritten });
    },
    read: (to: Uint8Array, at: number, length: number, place: number) => {
      const part = held.subarray(place, Math.min(size, place + Math.min(3, length)));
      to.set(part, at);
      return Promise.resolve({ bytesRead: part.length });
    },
  };
  return { held, handle: handle as unknown as FileHandle };
}

describe('bytes that the system moves in parts', () => {
  it('are all written', async () => {
    const { held, handle } = slow();
    await writeWhole(handle, Uint8Array.of(91, 92, 93, 94, 95, 96, 97), 2);
    expect([...held]).toEqual([0, 1, 91, 92, 93, 94, 95, 96, 97, 9]);
  });

  it('are all read', async () => {
    expect([...(await readWhole(slow().handle, 'a', { offset: 1, length: 8 }))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are told where they end before', async () => {
    await expect(readWhole(slow(5).handle, 'a', { offset: 1, length: 8 })).rejects.toMatchObject({
      code: 'model-broken',
      details: { kind: 'file', file: 'a', problem: 'content' },
    });
  });

  it.each([
    { offset: 5, length: 6 },
    { offset: 0, length: 1e15 },
    { offset: -1, length: 2 },
    { offset: Number.NaN, length: 2 },
  ])('are told where no file has them: $length from $offset', async (place) => {
    const handle = await open(stored);
    try {
      await expect(readWhole(handle, stored, place)).rejects.toMatchObject({ code: 'model-broken' });
    } finally {
      await handle.close();
    }
  });
});

describe('weights beside a graph', () => {
  const folder = path.join(work, 'model');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'weights.bin'), Uint8Array.of(20, 21, 22, 23));
  const read = async (external: Record<string, string>) => {
    const reader = new MatrixReader(new Uint8Array(0), folder);
    try {
      const tensor = { type: 1, shape: [1], raw: null, external: new Map(Object.entries(external)) };
      return [...(await reader.stored(tensor))];
    } finally {
      await reader.close();
    }
  };

  it('are read from their folder, wherever their place leads', async () => {
    expect(await read({ location: 'weights.bin', offset: '1', length: '2' })).toEqual([21, 22]);
    expect(await read({ location: '../weights.bin', offset: '1', length: '2' })).toEqual([21, 22]);
  });

  it.each([
    ['end before', { location: 'weights.bin', offset: '2', length: '4' }],
    ['are not there', { location: 'none.bin', length: '4' }],
  ])('that %s are told', async (_, external) => {
    await expect(read(external)).rejects.toMatchObject({ code: 'model-broken' });
  });
});
