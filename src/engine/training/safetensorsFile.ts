import { open } from 'node:fs/promises';
import type { Weight } from './modelWeights.js';

/** safetensors: the length of a header in JSON, the header, the numbers one behind the other. */
export async function writeSafetensors(file: string, weights: ReadonlyMap<string, Weight>): Promise<void> {
  const entries: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [name, { shape, values }] of weights) {
    entries[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(entries));
  const header = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(Buffer.concat([length, header]));
    for (const { values } of weights.values()) {
      await handle.writeFile(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
