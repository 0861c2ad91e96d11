import { GlassboxError, type MapKind } from '../../protocol/engine/index.js';
import type { AttentionLayer } from './attention/attentionNode.js';
import {
  ENCODER_HIDDEN_STATES,
  gateInput,
  headsInput,
  POSITIONS,
  QUERY_INDICES,
  scoredHeadsInput,
} from './attention/attentionOutputs.js';
import { emptyCacheTensors } from './pastTensors.js';
import type { Feeds, Session, Tensor } from './session.js';
import { boolTensor, floatTensor, int64Rows, int64Vector } from './tensors.js';

/** Rows of equal length, and what is different from reading them whole. */
export interface AttentionInputs {
  rows: readonly (readonly number[])[];
  /** 1 for each token that is seen, 0 for one that is hidden; all are seen when left out */
  attentionMask?: readonly (readonly number[])[];
  /** BERT's segment of each token, the same for all rows; 0 when left out */
  tokenTypeIds?: readonly number[];
  /** what a decoder reads of its encoder: states [rows, tokens, width], flat, and which of them are seen */
  source?: { states: Float32Array; width: number; seen: readonly (readonly number[])[] };
  /** for each row the head whose result is taken out */
  ablatedHeads?: readonly ({ kind: MapKind; layer: number; head: number } | null)[];
}

/** What is given out of a run; nothing else is computed beyond the layers themselves. */
export interface RequestedOutputs {
  weights?: readonly HeadSelection[];
  scores?: readonly HeadSelection[];
  /** rows of the maps; all when left out */
  queries?: readonly number[];
  /** positions whose states and logits are given, the same in all rows */
  positions?: readonly number[];
  states?: boolean;
  logits?: boolean;
  /** what tokens' vectors are summed from */
  inputs?: boolean;
}

export interface HeadSelection {
  kind: MapKind;
  layers: readonly number[];
  heads: readonly number[];
}

/** Makes the feeds of an attention graph. @param more inputs of other graphs' own @throws GlassboxError `model-broken` for an input that no model of this kind has */
export async function attentionFeeds(
  graph: { session: Session; layers: readonly AttentionLayer[]; sizes: ReadonlyMap<MapKind, { heads: number }> },
  reading: AttentionInputs,
  wanted: RequestedOutputs,
  more: Readonly<Record<string, () => Promise<Tensor>>> = {},
): Promise<Feeds> {
  const { rows, source } = reading;
  const columns = rows[0]?.length ?? 0;
  const upwards = Array.from({ length: columns }, (_, at) => at);
  const each = (value: number) => rows.map(() => Array<number>(columns).fill(value));
  const feeds: Feeds = Object.fromEntries(await emptyCacheTensors(graph.session, rows.length));
  const known: Record<string, () => Promise<Tensor>> = {
    input_ids: () => int64Rows(rows),
    attention_mask: () => int64Rows(reading.attentionMask ?? each(1)),
    token_type_ids: () => int64Rows(rows.map(() => reading.tokenTypeIds ?? Array<number>(columns).fill(0))),
    position_ids: () => int64Rows(rows.map(() => upwards)),
    use_cache_branch: () => boolTensor(false),
    [QUERY_INDICES]: () => int64Vector(wanted.queries ?? upwards),
    [POSITIONS]: () => int64Vector(wanted.positions ?? [0]),
    ...more,
  };
  if (source) {
    const { states, width, seen } = source;
    known['encoder_attention_mask'] = () => int64Rows(seen);
    known[ENCODER_HIDDEN_STATES] = () => floatTensor(states, [rows.length, states.length / rows.length / width, width]);
  }
  for (const layer of graph.layers) {
    known[headsInput(layer)] = () => int64Vector(headsIn(wanted.weights, layer));
    known[scoredHeadsInput(layer)] = () => int64Vector(headsIn(wanted.scores, layer));
    known[gateInput(layer)] = () => gateTensor(layer, graph.sizes.get(layer.kind)?.heads ?? 1, reading);
  }
  for (const name of graph.session.inputNames) {
    const make = known[name];
    if (make) feeds[name] = await make();
    else if (!(name in feeds)) {
      throw new GlassboxError(
        'model-broken',
        `The graph asks for the input ${name}, which no model of this kind has.`,
        {
          details: { kind: 'graph', name },
        },
      );
    }
  }
  return feeds;
}

/** 1 for every head of every row, but 0 for those that are taken out. */
function gateTensor(
  { kind, layer }: AttentionLayer,
  heads: number,
  { rows, ablatedHeads: silenced = [] }: AttentionInputs,
): Promise<Tensor> {
  const values = new Float32Array(rows.length * heads).fill(1);
  silenced.forEach((one, row) => {
    if (one?.kind === kind && one.layer === layer) values[row * heads + one.head] = 0;
  });
  return floatTensor(values, [rows.length, heads, 1, 1]);
}

const headsIn = (choices: readonly HeadSelection[] = [], { kind, layer }: AttentionLayer): readonly number[] =>
  choices.find((choice) => choice.kind === kind && choice.layers.includes(layer))?.heads ?? [];
