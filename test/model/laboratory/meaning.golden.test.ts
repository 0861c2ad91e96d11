/* What the experiment “Meaning” comes to with a model of transformers’, beside PyTorch, numpy and scikit-learn (laboratory/meaning.py). */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { map } from '../../../webview-ui/laboratory/experiments/meaning/map.js';
import { occurrences } from '../../../webview-ui/laboratory/experiments/meaning/occurrences.js';
import { pooling } from '../../../webview-ui/laboratory/experiments/meaning/pooling.js';
import { reads } from '../../../webview-ui/laboratory/experiments/meaning/reads.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

interface Projected {
  scores: number[];
  shares: number[];
  nearest: number[];
  baseline: number;
  repeated: number;
}
const wanted = JSON.parse(readFileSync(golden('laboratory/meaning.json'), 'utf8')) as {
  first: string;
  second: string;
  word: string;
  layers: { layer: number; cosine: number; baseline: number }[];
  reads: { word: string; share: number }[][];
  lines: string[];
  poolings: Record<string, number[]>;
  map: { words: string[]; table: Projected; context: Projected };
};
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());
const marked = (text: string) => text.replace(wanted.word, `*${wanted.word}*`);
const [text, other] = [marked(wanted.first), marked(wanted.second)];
const chosen = { encoder: 'mini-bert', masked: 'mini-bert' };

it('one word in two sentences: cosine by layer, and of other pairs', async () => {
  const { result } = await measureLocally(engine, occurrences, { text, other }, chosen);
  expect(result.word).toBe(wanted.word);
  expect(result.layers.map(({ layer }) => layer)).toEqual(wanted.layers.map(({ layer }) => layer));
  result.layers.forEach(({ cosine, baseline }, at) => {
    expect(cosine).toBeCloseTo(wanted.layers[at]!.cosine, 4);
    expect(baseline).toBeCloseTo(wanted.layers[at]!.baseline, 4);
  });
});

it('what each occurrence looks at, by word', async () => {
  const { result } = await measureLocally(engine, reads, { text, other }, chosen);
  for (const [at, { words, rest }] of result.readings.entries()) {
    const sums = [...wanted.reads[at]!].sort((a, b) => b.share - a.share);
    expect(words.map(({ word }) => word)).toEqual(sums.map(({ word }) => word));
    words.forEach(({ share }, place) => expect(share).toBeCloseTo(sums[place]!.share, 4));
    expect(rest).toBeCloseTo(1 - sums.reduce((sum, { share }) => sum + share, 0), 4);
  }
});

it('sentences by pooling', async () => {
  const { result } = await measureLocally(engine, pooling, { text: wanted.lines.join('\n') }, chosen);
  expect(result.rows.map((row) => row.pooling)).toEqual(Object.keys(wanted.poolings));
  for (const { pooling: way, near, far } of result.rows) {
    [near, ...far].forEach((value, at) => expect(value, way).toBeCloseTo(wanted.poolings[way]![at]!, 4));
  }
});

it('a map of words: principal components, nearest words, mean cosines', async () => {
  const asked = { text: wanted.lines.join('\n'), options: { mapWords: 'all' } };
  const { result, steps } = await measureLocally(engine, map, asked, chosen);
  expect(result.words.map(({ word }) => word)).toEqual(wanted.map.words);
  expect(steps).toBe(wanted.lines.length);
  for (const which of ['table', 'context'] as const) {
    const [found, one] = [result[which], wanted.map[which]];
    found.scores.forEach((score, at) => expect(score, `${which} ${at}`).toBeCloseTo(one.scores[at]!, 3));
    found.shares.forEach((share, at) => expect(share).toBeCloseTo(one.shares[at]!, 4));
    found.nearest.forEach((nearest, at) => expect(nearest?.cosine).toBeCloseTo(one.nearest[at]!, 4));
    expect(found.baseline).toBeCloseTo(one.baseline, 4);
    expect(found.repeated).toBeCloseTo(one.repeated, 4);
  }
});
