import { trimToken } from '../../../../src/text/displayText.js';
import type { Architecture, LogitLensValue, ModelInfo } from '../../../../src/protocol/engine/index.js';
import type { Bench } from '../../model/experiment.js';
import { readMasked } from '../../model/maskedText.js';
import { inChunks, textTokens } from '../../model/textTokens.js';

/** What would be said at one place if the model ended behind a layer. */
export interface LensLayer {
  /** 0: the embeddings */
  layer: number;
  /** of the distribution over the vocabulary, bits */
  entropy: number;
  /** best first */
  predictions: { id: number; text: string; probability: number }[];
}

export interface LensPlace {
  /** what is read there, or what is masked; null: the token that a decoder starts with */
  token: string | null;
  /** of what the model reads there: the mask's where it is masked */
  id: number;
  /** the token is hidden from the model, which reads a mask in its place */
  isMasked?: true;
  layers: LensLayer[];
}

export interface LensReading {
  model: string;
  architecture: Architecture;
  /** places that there will be */
  count: number;
  places: LensPlace[];
}

/** So many places are read, so many of them in one call, and so many predictions of each. */
const MOST_PLACES = 60;
const PLACES_A_CALL = 12;
const KEPT = 5;

/**
 * What each layer of a model would say: an encoder at its masks, or where the text has none at each token, masked in turn; a
 * decoder of what comes behind each token; an encoder-decoder of what its decoder writes next. It grows by some places.
 * @param target what the decoder of an encoder-decoder reads; what it writes itself when empty
 * @throws GlassboxError the engine's
 */
export async function* readLens(
  bench: Bench,
  model: ModelInfo,
  given: string,
  target: string,
): AsyncGenerator<LensReading> {
  const reading: LensReading = { model: model.id, architecture: model.architecture, count: 0, places: [] };
  const add = (places: LensPlace[]) => {
    reading.places = [...reading.places, ...places];
    return { ...reading };
  };
  const common = { model: model.id, topK: KEPT };
  if (model.architecture === 'encoder-decoder') {
    const value = await bench.ask('logitLens', { ...common, text: given, ...(target !== '' && { target }) });
    const places = placesOf(value).slice(0, MOST_PLACES);
    reading.count = places.length;
    yield add(places);
    return;
  }
  if (model.architecture === 'decoder') {
    const { tokens } = await bench.ask('tokens', { model: model.id, text: given });
    const all = tokens.map((_, index) => index).slice(0, MOST_PLACES);
    reading.count = all.length;
    for (const at of inChunks(all, PLACES_A_CALL)) {
      yield add(placesOf(await bench.ask('logitLens', { ...common, text: given, at })));
    }
    return;
  }
  const { text, tokens, masks } = await readMasked(bench, model, given);
  if (masks.length > 0) {
    const at = masks.slice(0, MOST_PLACES);
    reading.count = at.length;
    yield add(placesOf(await bench.ask('logitLens', { ...common, text, at })));
    return;
  }
  const words = textTokens(tokens).slice(0, MOST_PLACES);
  reading.count = words.length;
  for (const { index, token } of words) {
    const [place] = placesOf(await bench.ask('logitLens', { ...common, text, at: [index], masked: [index] }));
    yield add([{ ...place!, token: trimToken(token.text), isMasked: true }]);
  }
}

/** The engine's answer place by place. */
export function placesOf({ source, target, layers }: LogitLensValue): LensPlace[] {
  const read = target ?? source;
  return (layers[0]?.positions ?? []).map(({ index }, at) => {
    const token = read[index]!;
    return {
      // Of a target the token in front is the decoder's own sign to start.
      token: target && index === 0 ? null : trimToken(token.text),
      id: token.id,
      layers: layers.map(({ layer, positions }) => ({
        layer,
        entropy: positions[at]!.entropy / Math.LN2,
        predictions: positions[at]!.predictions,
      })),
    };
  });
}

/** From which layer on what is said in the end stays on top, as an index into the layers. */
export function settledAt({ layers }: LensPlace): number {
  const final = layers.at(-1)?.predictions[0]?.id;
  return layers.findLastIndex(({ predictions }) => predictions[0]?.id !== final) + 1;
}

/** A first choice that was taken back. */
export interface Overturned {
  place: LensPlace;
  layer: number;
  text: string;
  probability: number;
}

/**
 * The most probable first choice of a layer between embeddings and end that is not what is said in the end; where a layer only
 * repeats the token that it reads, it chooses nothing.
 */
export function mostOverturned(places: readonly LensPlace[]): Overturned | null {
  let most: Overturned | null = null;
  for (const place of places) {
    const settled = settledAt(place);
    for (const { layer, predictions } of place.layers.slice(1, settled)) {
      const [first] = predictions;
      if (!first || isRepeated(place, first) || first.id === finalOf(place)?.id) continue;
      if (first.probability > (most?.probability ?? 0)) {
        most = { place, layer, text: trimToken(first.text), probability: first.probability };
      }
    }
  }
  return most;
}

/** Whether it is the token that is read there, in whatever capitals. */
function isRepeated({ id, token, isMasked }: LensPlace, said: { id: number; text: string }): boolean {
  return said.id === id || (!isMasked && said.text.trim().toLowerCase() === token?.toLowerCase());
}

/** What is said in the end. */
export const finalOf = ({ layers }: LensPlace) => layers.at(-1)?.predictions[0];

/** The middle one of some numbers; of an even count the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** By layer: mean entropy over the places in bits, and the share of them whose final word is on top for good. */
export function byLayer({
  places,
}: Pick<LensReading, 'places'>): { layer: number; entropy: number; settled: number }[] {
  const settled = places.map(settledAt);
  return (places[0]?.layers ?? []).map(({ layer }, at) => ({
    layer,
    entropy: places.reduce((sum, { layers }) => sum + (layers[at]?.entropy ?? 0), 0) / places.length,
    settled: settled.filter((from) => from <= at).length / places.length,
  }));
}
