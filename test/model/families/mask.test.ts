/* Whatever a model calls its mask, `[MASK]` means it. */
import { afterAll, expect, it } from 'vitest';
import type { AttentionValue } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

it.each(['mini-roberta', 'mini-xlm-roberta', 'mini-modernbert', 'mini-albert', 'mini-mpnet', 'mini-bert'])(
  '%s understands [MASK] as its own name for it',
  async (name) => {
    const model = golden(`families/models/${name}`);
    const own = name === 'mini-roberta' || name === 'mini-xlm-roberta' ? '<mask>' : '[MASK]';
    const texts = ['[MASK]', own].map((mask) => `The cat sat on the ${mask}, and the dog on the ${mask}.`);
    const [by, named] = await Promise.all(texts.map((text) => engine.call('fillMask', { model, text })));
    expect(by!.masks.map(({ candidates }) => candidates)).toEqual(named!.masks.map(({ candidates }) => candidates));
    expect(by!.masks.map(({ start, end }) => texts[0]!.slice(start, end))).toEqual(['[MASK]', '[MASK]']);
    expect(named!.masks.map(({ start, end }) => texts[1]!.slice(start, end))).toEqual([own, own]);
  },
);

it.each(['mini-roberta', 'mini-modernbert'])('%s explains the text that it fills', async (name) => {
  const model = golden(`families/models/${name}`);
  const own = name === 'mini-roberta' ? '<mask>' : '[MASK]';
  const [by, named] = await Promise.all(
    ['[MASK]', own].map((mask) => engine.call('attention', { model, text: `The cat sat on the ${mask}.` })),
  );
  const idsOf = (value: Pick<AttentionValue, 'source'> | undefined) => value!.source.map(({ id }) => id);
  expect(idsOf(by)).toEqual(idsOf(named));
  const saliency = await engine.call('saliency', { model, text: 'The cat sat on the [MASK].', at: 2, steps: 2 });
  expect(idsOf(saliency)).toEqual(idsOf(named));
});
