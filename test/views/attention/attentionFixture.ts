/* Answers of the engine that stand in for it: recorded ones, and made-up weights for a long text. */
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type {
  AttentionMap,
  AttentionSummaryValue,
  AttentionValue,
  HeadPattern,
  ModelInfo,
  Params,
  Token,
  Values,
} from '../../../src/protocol/engine/index.js';
import type { AttentionMethod, AttentionSubject } from '../../../src/protocol/webviews/index.js';

/** As the file has them: typed arrays are lists there. */
export interface Recorded {
  text: string;
  models: ModelInfo[];
  answers: { method: AttentionMethod; params: Record<string, unknown>; value: object }[];
}

export type Answering = <M extends AttentionMethod>(method: M, params: Params<M>) => Values[M];

const ARRAYS = new Set(['values', 'rollout', 'thumbnails']);

/** The same value with its typed arrays. */
function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      ARRAYS.has(key) ? Float32Array.from(each as number[]) : revived(each),
    ]),
  );
}

/** @throws GlassboxError `bad-request` for what was not recorded */
export function answering({ answers }: Recorded): Answering {
  const known = answers.map(({ method, params, value }) => ({ method, params, value: revived(value) }));
  return (method, params) => {
    const asked: Record<string, unknown> = { ...params };
    const same = (name: string, given: Record<string, unknown>) => given[name] === asked[name];
    const found = known.find(
      (each) =>
        each.method === method &&
        ['model', 'text', 'at'].every((name) => same(name, each.params)) &&
        JSON.stringify(asked.masked) === JSON.stringify(each.params.masked) &&
        (asked.target === undefined || each.params.target === undefined || same('target', each.params)),
    );
    if (!found) throw new GlassboxError('bad-request', `${method} was not recorded for ${JSON.stringify(params)}.`);
    if (method !== 'attention') return found.value as Values[typeof method];
    return picked(found.value as AttentionValue, params) as Values[typeof method];
  };
}

/** What was asked for, out of all heads. */
export function picked(value: AttentionValue, params: Params<'attention'>): AttentionValue {
  const { kinds, layerIndices, headIndices, average = 'none', queryIndices } = params;
  const maps = value.maps.filter(({ kind }) => !kinds || kinds.includes(kind));
  return {
    ...value,
    maps: maps.map((map) => {
      const layers = layerIndices ?? map.layerIndices;
      const heads = headIndices ?? map.headIndices;
      const rows = queryIndices ?? Array.from({ length: map.queries }, (_, row) => row);
      const one = layers.map((layer) => heads.map((head) => rowsOf(map, layer, head, rows)));
      const meant =
        average === 'all' ? [[mean(one.flat())]] : average === 'heads' ? one.map((layer) => [mean(layer)]) : one;
      const values = new Float32Array(meant.flat().length * rows.length * map.keys);
      meant.flat().forEach((matrix, at) => values.set(matrix, at * rows.length * map.keys));
      return {
        ...map,
        layers: meant.length,
        heads: meant[0]?.length ?? 0,
        queries: rows.length,
        values,
        layerIndices: layers,
        headIndices: heads,
      };
    }),
  };
}

function rowsOf(map: AttentionMap, layer: number, head: number, rows: readonly number[]): Float32Array {
  const { keys, queries } = map;
  const at = (map.layerIndices.indexOf(layer) * map.heads + map.headIndices.indexOf(head)) * queries * keys;
  const values = new Float32Array(rows.length * keys);
  rows.forEach((row, index) => values.set(map.values.subarray(at + row * keys, at + (row + 1) * keys), index * keys));
  return values;
}

function mean(matrices: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(matrices[0]?.length ?? 0);
  for (const matrix of matrices) matrix.forEach((value, at) => (sum[at]! += value / matrices.length));
  return sum;
}

export const subjectOf = (text: string, given: Partial<AttentionSubject> = {}): AttentionSubject => ({
  id: 1,
  text,
  label: 'notes.md:12',
  cursor: null,
  pinned: false,
  part: false,
  place: null,
  detached: false,
  ...given,
});

const WORDS = 'the old man went down to a river with his small boat and saw birds in tall grass'.split(' ');

/** A text of so many tokens of bert-mini, a word each. */
export const longText = (tokens: number) =>
  Array.from({ length: tokens - 2 }, (_, index) => WORDS[(index * 7) % WORDS.length]).join(' ');

/** Made-up weights of a text that long: what counts is how many there are. */
export function longAnswering(text: string): Answering {
  const tokens: Token[] = [{ id: 2, text: '[CLS]', start: null, end: null }];
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    tokens.push({ id: 100, text: word, start: index, end: index + word.length });
  }
  tokens.push({ id: 3, text: '[SEP]', start: null, end: null });
  const maps = madeUpMaps(tokens.length);
  return (method, params) => {
    switch (method) {
      case 'attention':
        return longAttention(tokens, maps, params) as never;
      case 'attentionSummary':
        return longSummary(tokens) as never;
      case 'occlusion': {
        const { at } = params as Params<'occlusion'>;
        const effects = tokens.flatMap((_, index) =>
          index === at ? [] : [{ index, bits: 1 / (1 + Math.abs(index - at)) }],
        );
        return {
          model: 'bert-mini',
          source: tokens,
          at,
          watched: 'source',
          hidden: 'source',
          predictions: [],
          effects,
        } as never;
      }
      case 'saliency':
      case 'headAblation':
      case 'rightContext':
      case 'tokens':
        throw new GlassboxError('bad-request', `${method} has no made-up answer.`);
    }
  };
}

const LAYERS = 12;
const HEADS = 12;

/** Some different maps, made before they are asked for: a measurement is of the page alone. */
function madeUpMaps(n: number): Float32Array[] {
  return Array.from({ length: 7 }, (_, shift) => {
    const values = new Float32Array(n * n);
    let state = 1 + shift;
    for (let row = 0; row < n; row++) {
      let sum = 0;
      for (let column = 0; column < n; column++) {
        state = (state * 16_807) % 2_147_483_647;
        const weight = (state / 2_147_483_647) ** 8 + (column === row - shift ? 2 : 0);
        values[row * n + column] = weight;
        sum += weight;
      }
      for (let column = 0; column < n; column++) values[row * n + column]! /= sum;
    }
    return values;
  });
}

function longAttention(
  source: Token[],
  maps: readonly Float32Array[],
  { layerIndices = [0], headIndices = [0], average }: Params<'attention'>,
): AttentionValue {
  const n = source.length;
  const values = maps[((layerIndices[0] ?? 0) + (headIndices[0] ?? 0)) % maps.length]!;
  const all = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    model: 'bert-mini',
    source,
    maps: [
      {
        kind: 'encoder',
        layers: 1,
        heads: 1,
        queries: n,
        keys: n,
        values,
        layerIndices: average === 'all' ? all(LAYERS) : layerIndices,
        headIndices: average === 'all' || average === 'heads' ? all(HEADS) : headIndices,
      },
    ],
  };
}

function longSummary(source: Token[]): AttentionSummaryValue {
  const n = source.length;
  const patterns: HeadPattern[] = ['previous', 'next', 'first', 'separator', 'same', 'broad', 'mixed'];
  const thumbnails = new Float32Array(LAYERS * HEADS * 32 * 32);
  for (let at = 0; at < thumbnails.length; at++) {
    const row = (at >> 5) & 31;
    thumbnails[at] = (at & 31) === row ? 0.9 : ((at * 7919) % 97) / 970;
  }
  const heads = Array.from({ length: LAYERS * HEADS }, (_, index) => ({
    layer: Math.floor(index / HEADS),
    head: index % HEADS,
    entropy: 1,
    distance: 1,
    pattern: patterns[index % patterns.length]!,
    share: 0.5,
  }));
  const rollout = new Float32Array(n * n).fill(1 / n);
  const map = {
    kind: 'encoder' as const,
    queries: n,
    keys: n,
    heads,
    rollout,
    thumbnailRows: 32,
    thumbnailColumns: 32,
    thumbnails,
  };
  return { model: 'bert-mini', source, maps: [map] };
}
