import { describe, expect, test } from 'vitest';
import { createTokenGenerator } from '../../../../src/decoding/run.js';
import type { DecodingOutput } from '../../../../src/decoding/output.js';
import { resolveGenerationConfig } from '../../../../src/decoding/config/resolve.js';
import { BatchedStepper } from '../../../../src/decoding/model/batchedStepper.js';
import type { LanguageModel } from '../../../../src/decoding/model/languageModel.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { decodeAll } from '../decodeAll.js';
import { randomTables, tableModel } from '../tableModel.js';

const request = { prompt: [2, 1], limit: 12, alternatives: 2 };
const decodings: GenerationConfig[] = [
  { strategy: 'greedy' },
  { strategy: 'beam', numBeams: 4, numReturnSequences: 2 },
  { strategy: 'sample', seed: 1, numReturnSequences: 3 },
  { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 0.5 },
  { strategy: 'beam', numBeams: 3, doSample: true, seed: 2 },
  { strategy: 'contrastiveDecoding', amateur: 'a', alpha: 0.5 },
];
const model = () => tableModel(randomTables(25, 7), { eosIds: [24] });
const amateur = () => tableModel(randomTables(25, 8), { eosIds: [24] });

async function finish(
  main: LanguageModel,
  second: LanguageModel | undefined,
  decoding: GenerationConfig,
): Promise<DecodingOutput> {
  const plan = resolveGenerationConfig(decoding, { vocabularySize: 25, maxNewTokens: 12 });
  const decoder = createTokenGenerator({ main, ...(second && { amateur: second }) }, request, plan);
  for (;;) {
    const result = await decoder.next();
    if (result.done) return result.value;
  }
}

async function together(main: LanguageModel, second: LanguageModel): Promise<DecodingOutput[]> {
  const [steps, others] = [new BatchedStepper(main), new BatchedStepper(second)];
  const members = decodings.map((decoding) => ({
    decoding,
    main: steps.attach(),
    amateur: decoding.amateur ? others.attach() : undefined,
  }));
  return Promise.all(
    members.map(async ({ decoding, main, amateur }) => {
      try {
        return await finish(main, amateur, decoding);
      } finally {
        main.detach();
        amateur?.detach();
      }
    }),
  );
}

describe('decoders that step together', () => {
  test('each gives what it gives alone', async () => {
    const alone = await Promise.all(
      decodings.map(async (decoding) => {
        const { sequences, tree } = await decodeAll(model(), decoding, request, { amateur: amateur() });
        return { sequences, ...(tree && { tree }) };
      }),
    );
    expect(await together(model(), amateur())).toEqual(alone);
  });

  test('share one prefill of one row and one step for each token', async () => {
    const counted = model();
    await together(counted, amateur());
    expect(counted.batches[0]).toBe(1);
    expect(counted.batches.length).toBeLessThanOrEqual(12);
    // Greedy 1, beams 4, samples 3, groups 4, beam-sample 3, contrastive 1; less what has ended.
    expect(counted.batches[1]).toBeGreaterThan(10);
  });

  test('a step that fails fails them all', async () => {
    const failing = { ...model(), step: () => Promise.reject(new Error('no memory')) };
    await expect(together(failing, amateur())).rejects.toThrow('no memory');
  });

  test('one that leaves early does not hold up the others', async () => {
    const steps = new BatchedStepper(model());
    const [first, second] = [steps.attach(), steps.attach()];
    const waiting = finish(first, undefined, { strategy: 'greedy' });
    second.detach();
    expect((await waiting).sequences).toHaveLength(1);
  });
});
