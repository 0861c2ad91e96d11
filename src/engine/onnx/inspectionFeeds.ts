import { GlassboxError, type MapKind } from '../../protocol/index.js';
import type { Layer } from './graph/attentionSites.js';
import { ENCODED, gateOf, headsOf, PLACES, QUERIES, scoredOf } from './graph/inspectionNodes.js';
import { emptyPast } from './past.js';
import type { Feeds, Session, Tensor } from './runtime.js';
import { boolTensor, floatTensor, int64Rows, int64Values } from './tensors.js';

/** Rows of equal length, and what is different from reading them whole. */
export interface Reading {
  rows: readonly (readonly number[])[];
  /** 1 for each token that is seen, 0 for one that is hidden; all are seen when left out */
  seen?: readonly (readonly number[])[];
  /** BERT's segment of each token, the same for all rows; 0 when left out */
  types?: readonly number[];
  /** what a decoder reads of its encoder: states [rows, tokens, width], flat, and which of them are seen */
  source?: { states: Float32Array; width: number; seen: readonly (readonly number[])[] };
  /** for each row the head whose result is taken out */
  silenced?: readonly ({ kind: MapKind; layer: number; head: number } | null)[];
}

/** What is given out of a run; nothing else is computed beyond the layers themselves. */
export interface Wanted {
  weights?: readonly HeadChoice[];
  scores?: readonly HeadChoice[];
  /** rows of the maps; all when left out */
  queries?: readonly number[];
  /** positions whose states and logits are given, the same in all rows */
  places?: readonly number[];
  states?: boolean;
  logits?: boolean;
}

export interface HeadChoice {
  kind: MapKind;
  layers: readonly number[];
  heads: readonly number[];
}

/** What an inspection graph is fed. @throws GlassboxError `model-broken` for an input that no model of this kind has */
export async function inspectionFeeds(
  graph: { session: Session; layers: readonly Layer[]; sizes: ReadonlyMap<MapKind, { heads: number }> },
  reading: Reading,
  wanted: Wanted,
): Promise<Feeds> {
  const { rows, source } = reading;
  const columns = rows[0]?.length ?? 0;
  const upwards = Array.from({ length: columns }, (_, at) => at);
  const each = (value: number) => rows.map(() => Array<number>(columns).fill(value));
  const feeds: Feeds = Object.fromEntries(await emptyPast(graph.session, rows.length));
  const known: Record<string, () => Promise<Tensor>> = {
    input_ids: () => int64Rows(rows),
    attention_mask: () => int64Rows(reading.seen ?? each(1)),
    token_type_ids: () => int64Rows(rows.map(() => reading.types ?? Array<number>(columns).fill(0))),
    position_ids: () => int64Rows(rows.map(() => upwards)),
    use_cache_branch: () => boolTensor(false),
    [QUERIES]: () => int64Values(wanted.queries ?? upwards),
    [PLACES]: () => int64Values(wanted.places ?? [0]),
  };
  if (source) {
    const { states, width, seen } = source;
    known['encoder_attention_mask'] = () => int64Rows(seen);
    known[ENCODED] = () => floatTensor(states, [rows.length, states.length / rows.length / width, width]);
  }
  for (const layer of graph.layers) {
    known[headsOf(layer)] = () => int64Values(headsIn(wanted.weights, layer));
    known[scoredOf(layer)] = () => int64Values(headsIn(wanted.scores, layer));
    known[gateOf(layer)] = () => gates(layer, graph.sizes.get(layer.kind)?.heads ?? 1, reading);
  }
  for (const name of graph.session.inputNames) {
    const make = known[name];
    if (make) feeds[name] = await make();
    else if (!(name in feeds)) {
      throw new GlassboxError('model-broken', `The graph asks for the input ${name}, which no model of this kind has.`);
    }
  }
  return feeds;
}

/** 1 for every head of every row, but 0 for those that are taken out. */
function gates({ kind, layer }: Layer, heads: number, { rows, silenced = [] }: Reading): Promise<Tensor> {
  const values = new Float32Array(rows.length * heads).fill(1);
  silenced.forEach((one, row) => {
    if (one?.kind === kind && one.layer === layer) values[row * heads + one.head] = 0;
  });
  return floatTensor(values, [rows.length, heads, 1, 1]);
}

const headsIn = (choices: readonly HeadChoice[] = [], { kind, layer }: Layer): readonly number[] =>
  choices.find((choice) => choice.kind === kind && choice.layers.includes(layer))?.heads ?? [];
