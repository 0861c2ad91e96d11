import type { Engine, ModelInfo, Pooling } from '../../../protocol/engine/index.js';
import type { PooledSimilarities, SentenceComparison } from '../../../protocol/webviews/index.js';

/** Ways to make one vector of a sentence; a decoder has no first token that has read the others. */
const POOLINGS: Record<ModelInfo['architecture'], readonly Pooling[]> = {
  encoder: ['mean', 'cls', 'sep', 'max'],
  decoder: ['mean', 'last', 'max'],
  'encoder-decoder': ['mean', 'last', 'max'],
};

/**
 * Compares sentences by each pooling, the model's own first where it is none of them.
 * @throws GlassboxError the engine's, `cancelled`
 */
export async function compareByPoolings(
  engine: Engine,
  model: string,
  texts: readonly string[],
  report: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<Omit<SentenceComparison, 'sentences'>> {
  const models = await engine.call('models', {}, {}, signal);
  const info = models.find(({ id, hubId, folder }) => [id, hubId, folder].includes(model));
  // A server pools in its own way.
  const named = info?.source === 'server' ? [] : POOLINGS[info?.architecture ?? 'encoder'];
  const own = await engine.call('embed', { model, texts: [...texts] }, {}, signal);
  report(1, named.length + 1);
  const poolings: PooledSimilarities[] = [];
  for (const [at, pooling] of named.entries()) {
    const { similarities } = await engine.call('embed', { model, texts: [...texts], pooling }, {}, signal);
    poolings.push({ pooling, similarities });
    report(at + 2, named.length + 1);
  }
  // Without a way of its own a model is pooled by the mean; one that is cut to its length has another text.
  const isNamed = poolings.some(({ similarities }) => isSame(similarities, own.similarities));
  if (!isNamed) poolings.unshift({ pooling: 'own', similarities: own.similarities });
  return { model: own.model, poolings, truncated: own.truncated === true };
}

const isSame = (one: readonly number[][], other: readonly number[][]) =>
  one.every((row, at) => row.every((value, column) => Math.abs(value - other[at]![column]!) < 1e-9));
