import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { brief } from '../tokenizer/limits.js';
import { damagedWeight } from './damagedWeight.js';

/**
 * What a model that runs from its own weights failed at, told by the file and the field: a graph of ours knows where its
 * numbers come from. Other errors are handed back as they are.
 * @param folder of the model
 */
export async function explainFault(error: unknown, folder: string): Promise<unknown> {
  if (!(error instanceof GlassboxError)) return error;
  if (error.details?.kind === 'notANumber') return (await damaged(error, folder)) ?? error;
  if (error.details?.kind === 'onnxruntime') return unknownToken(error, error.details.said, folder) ?? error;
  return error;
}

async function damaged(error: GlassboxError, folder: string): Promise<GlassboxError | null> {
  const found = await damagedWeight(folder).catch(() => null);
  if (!found) return null;
  const name = brief(found.name);
  const message = `${found.file}: ${name} holds what is no number, NaN or an infinity. Get the file again.`;
  return new GlassboxError('model-broken', message, {
    cause: error,
    details: { kind: 'file', file: found.file, problem: 'content', at: name },
  });
}

/** A row that a table does not have; `said` by onnxruntime of its Gather. */
const OUT_OF_BOUNDS =
  /indices element out of data bounds, idx=(-?\d+) must be within the inclusive range \[-?\d+,(\d+)\]/;

function unknownToken(error: GlassboxError, said: string, folder: string): GlassboxError | null {
  const [, id, last] = OUT_OF_BOUNDS.exec(said) ?? [];
  if (id === undefined || last === undefined) return null;
  const file = path.join(folder, 'config.json');
  const message =
    `${file}: the text has the token or position ${id}, and the model’s table ends at ${last}, as vocab_size or the number of positions says. ` +
    'Tokenizer, config.json and weights are not of one model; get them again.';
  return new GlassboxError('model-broken', message, {
    cause: error,
    details: { kind: 'file', file, problem: 'content', at: 'vocab_size' },
  });
}
