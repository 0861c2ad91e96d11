import * as l10n from '@vscode/l10n';
import { trimToken } from '../../../../src/text/displayText.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { byLayer, finalOf, median, mostOverturned, settledAt, type LensPlace, type LensReading } from './reading.js';

/** Up to so many places are told and drawn one by one. */
export const FEW = 2;

export const placeName = ({ token }: LensPlace): string => token ?? l10n.t('(start)');

export const said = (prediction: { text: string } | undefined) => trimToken(prediction?.text ?? '');

/** What one place comes to. */
function tellPlace({ model }: LensReading, place: LensPlace, numbers: Numbers): string {
  const { layers } = place;
  const from = settledAt(place);
  const [final, last] = [finalOf(place), layers.at(-1)];
  const chance = numbers.percent(final?.probability ?? 0);
  if (from === 0) {
    return l10n.t(
      'At “{0}” {1} says “{2}” behind every layer, in the end with {3}.',
      placeName(place),
      model,
      said(final),
      chance,
    );
  }
  const before = layers[from - 1];
  const ahead = before?.predictions[0];
  return l10n.t(
    'At “{0}” {1} says “{2}” in the end ({3}), on top for good from layer {4} of {5} on; one layer before it said “{6}” ({7}).',
    placeName(place),
    model,
    said(final),
    chance,
    numbers.number(layers[from]?.layer ?? 0),
    numbers.number(last?.layer ?? 0),
    said(ahead),
    numbers.percent(ahead?.probability ?? 0),
  );
}

/** Mean entropy behind the embeddings and the last layer, and where it is more than at both. */
function tellEntropy(reading: LensReading, numbers: Numbers): string {
  const curve = byLayer(reading);
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return '';
  const bits = (value: number) => numbers.decimal(value, 2);
  const [most] = [...curve].sort((a, b) => b.entropy - a.entropy);
  const ends = l10n.t(
    'Mean entropy: {0} bits behind the embeddings, {1} behind the last layer.',
    bits(first.entropy),
    bits(last.entropy),
  );
  return most && most !== first && most !== last
    ? joinSentences(
        ends,
        l10n.t('It is highest behind layer {0} ({1}).', numbers.number(most.layer), bits(most.entropy)),
      )
    : ends;
}

/** What a reading comes to: a few places each by itself, many by their median. */
export function tellReading(reading: LensReading, numbers: Numbers): string {
  const { model, places } = reading;
  const [first] = places;
  if (!first) return l10n.t('Nothing was measured.');
  if (places.length <= FEW) {
    return joinSentences(...places.map((place) => tellPlace(reading, place, numbers)), tellEntropy(reading, numbers));
  }
  const last = first.layers.length - 1;
  const settled = places.map(settledAt);
  const late = settled.filter((from) => from === last).length;
  const overturned = mostOverturned(places);
  return joinSentences(
    l10n.t(
      'What {0} says in the end is on top for good from layer {1} of {2} on (median of {3} places), at {4} of them only behind the last.',
      model,
      numbers.number(first.layers[median(settled)]?.layer ?? 0),
      numbers.number(first.layers[last]?.layer ?? 0),
      numbers.number(places.length),
      numbers.number(late),
    ),
    overturned
      ? l10n.t(
          'Most is taken back at “{0}”: behind layer {1} “{2}” had {3}, in the end it is “{4}”.',
          placeName(overturned.place),
          numbers.number(overturned.layer),
          overturned.text,
          numbers.percent(overturned.probability),
          said(finalOf(overturned.place)),
        )
      : '',
    tellEntropy(reading, numbers),
  );
}
