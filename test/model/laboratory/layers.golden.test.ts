/* What the experiment “Layers” comes to with transformers’ own models, beside figures that PyTorch and numpy make of the same (laboratory/layers.py). */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { lens } from '../../../webview-ui/laboratory/experiments/layers/lens.js';
import { looking } from '../../../webview-ui/laboratory/experiments/layers/looking.js';
import { byLayer } from '../../../webview-ui/laboratory/experiments/layers/reading.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

interface Case {
  layers: { layer: number; entropy: number; settled: number }[];
  maps: Record<string, { layer: number; distance: number | null; entropy: number }[]>;
}
const { text, target, cases } = JSON.parse(readFileSync(golden('laboratory/layers.json'), 'utf8')) as {
  text: string;
  target: string;
  cases: Record<string, Case>;
};
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());
const asked = (model: string) => ({ text, other: model === 'mini-t5' ? target : '' });

describe.each(Object.entries(cases))('%s', (model, wanted) => {
  it('logit lens: entropy by layer, and from where on the last first choice is on top', async () => {
    const { result } = await measureLocally(engine, lens, asked(model), { layered: model });
    expect(result.model).toBe(model);
    const found = byLayer(result);
    expect(found.map(({ layer, settled }) => [layer, settled])).toEqual(
      wanted.layers.map(({ layer, settled }) => [layer, settled]),
    );
    found.forEach(({ entropy }, at) => expect(entropy).toBeCloseTo(wanted.layers[at]!.entropy, 3));
  });

  it('attention: distance and entropy by layer, means over heads', async () => {
    const { result } = await measureLocally(engine, looking, asked(model), { layered: model });
    expect(result.maps.map(({ kind }) => kind).sort()).toEqual(Object.keys(wanted.maps).sort());
    for (const { kind, layers } of result.maps) {
      expect(layers).toHaveLength(wanted.maps[kind]!.length);
      for (const [at, { layer, distance, entropy }] of layers.entries()) {
        const one = wanted.maps[kind]![at]!;
        expect(layer).toBe(one.layer);
        expect(entropy).toBeCloseTo(one.entropy, 3);
        if (one.distance === null) expect(distance).toBeNull();
        else expect(distance).toBeCloseTo(one.distance, 3);
      }
    }
  });
});

it('masked by index or in the text is the same to the lens', async () => {
  const model = 'mini-bert';
  const [byIndex, inText] = [
    await engine.call('logitLens', { model, text: 'the old man', masked: [2], at: [2] }),
    await engine.call('logitLens', { model, text: 'the [MASK] man', at: [2] }),
  ];
  expect(byIndex.layers).toEqual(inText.layers);
  await expect(engine.call('logitLens', { model: 'mini-gpt2', text: 'the old', masked: [1] })).rejects.toMatchObject({
    code: 'bad-request',
  });
});
