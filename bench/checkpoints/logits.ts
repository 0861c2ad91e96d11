import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkpointModel } from '../../src/engine/families/checkpointGraphs.js';
import { runEncoder } from '../../src/engine/onnx/encoder.js';
import { createSession } from '../../src/engine/onnx/session.js';
import { CachedModel } from '../../src/engine/models/cache.js';
import { Model } from '../../src/engine/models/model.js';
import { readModelFolder } from '../../src/engine/models/modelFolder.js';
import { folderOf, type Kind } from './setup.js';

/** How far logits are from PyTorch's, as a share of the largest; and whether the likeliest tokens are the same. */
export interface Distance {
  share: number;
  agrees: boolean;
}

interface Reference {
  ids: number[];
  targets?: number[];
  shape: [positions: number, vocabulary: number];
}

function distance(found: readonly Float32Array[], wanted: readonly Float32Array[]): Distance {
  let [most, largest, agrees] = [0, 0, true];
  const best = (row: Float32Array) => row.reduce((at, value, index) => (value > row[at]! ? index : at), 0);
  found.forEach((row, at) => {
    const other = wanted[at]!;
    row.forEach((value, index) => {
      most = Math.max(most, Math.abs(value - other[index]!));
      largest = Math.max(largest, Math.abs(other[index]!));
    });
    agrees &&= best(row) === best(other);
  });
  return { share: most / largest, agrees };
}

/** An encoder's logits of all positions; of what writes, the last one's, by the step that writes. */
export async function distanceFromPyTorch(name: string, kind: Kind): Promise<Distance> {
  const folder = folderOf(name);
  const { ids, targets, shape } = JSON.parse(readFileSync(path.join(folder, 'reference.json'), 'utf8')) as Reference;
  const [positions, width] = shape;
  const bytes = readFileSync(path.join(folder, 'logits.f32'));
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const wanted = Array.from({ length: positions }, (_, at) => all.subarray(at * width, (at + 1) * width));
  if (kind === 'encoder') {
    const { model_type: type, architectures } = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as {
      model_type: string;
      architectures: string[];
    };
    const { graphs } = await checkpointModel(folder, type, architectures);
    const session = await createSession(graphs.model!, 1);
    const { data } = await runEncoder(session, [ids], 'logits', { yield: async () => {} });
    const logits = data as Float32Array;
    await session.release();
    return distance(
      wanted.map((_, at) => logits.subarray(at * width, (at + 1) * width)),
      wanted,
    );
  }
  const lease = { yield: async () => {} };
  const found = await readModelFolder({ folder, id: name, source: 'installed' });
  const cached = new CachedModel(found, 1);
  const model = new Model(
    cached,
    await cached.tokenizer(),
    lease,
    () => {},
    () => {},
  );
  const { model: language } = await model.prepareGeneration(ids);
  const { logits } = await language.step({ past: null, tokens: [targets ?? ids] });
  await cached.release();
  return distance([logits], wanted.slice(-1));
}
