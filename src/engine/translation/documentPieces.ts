import { byStart, type ProseUnit } from '../../documents/index.js';
import type { Model } from '../models/model.js';
import type { TextSpan } from '../../text/index.js';
import { type Piece, piecesOf, piecesWithin } from './pieces.js';

/** While sentences are looked for, other jobs and a cancellation are let in this often. */
const TURN_MS = 20;

/** Sentences of at most so many words come out well, where a model's config does not say it (`glassbox_sentence_words`). */
const SENTENCE_WORDS = 40;

/** The pieces of a document's prose within a selection, in order; those inside of an inert thing before the piece that it is in. */
export async function findPieces(
  text: string,
  units: readonly ProseUnit[],
  selection: TextSpan,
  model: Model,
  { from, prefix }: { from: string; prefix: string },
  signal?: AbortSignal,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let since = performance.now();
  const options = {
    language: from,
    words: model.info.sentenceWords ?? SENTENCE_WORDS,
    fitting: fittingOf(model, prefix),
    isKnown: knownBy(model),
  };
  const selected = units.flatMap(withInner).filter((unit) => isSelected(unit, selection));
  // What stands beside empty places is done already, by a person perhaps.
  const isFilling = selected.some(({ into }) => into !== undefined);
  for (const unit of selected) {
    if (isFilling && unit.into === undefined) continue;
    for (const whole of piecesOf(text, unit, options)) {
      pieces.push(...(unit.into === undefined ? piecesWithin(whole, selection) : [whole]));
      if (performance.now() - since < TURN_MS) continue;
      await model.yield(signal);
      since = performance.now();
    }
  }
  return pieces;
}

/** Of what is written elsewhere, its place is what counts. */
const isSelected = ({ start, end, into }: ProseUnit, selection: TextSpan): boolean =>
  into === undefined
    ? end > selection.start && start < selection.end
    : into.place.start >= selection.start && into.place.end <= selection.end;

const withInner = (unit: ProseUnit): ProseUnit[] => [
  ...[...unit.leaves, ...unit.marks]
    .flatMap((one) => ('units' in one ? (one.units ?? []) : []))
    .sort(byStart)
    .flatMap(withInner),
  unit,
];

/** How much of a stretch a model takes behind a prefix, in UTF-16 units. */
function fittingOf(model: Model, prefix: string): (stretch: string) => number {
  const limit = model.info.maxLength ?? Number.POSITIVE_INFINITY;
  let last = { text: '', fits: 0 };
  return (stretch) => {
    // A token is at least one character.
    if (prefix.length + stretch.length < limit) return stretch.length;
    if (last.text === stretch) return last.fits;
    const tokens = model.tokenizer.encode(prefix + stretch);
    const ends = tokens.flatMap(({ end }) => end ?? []);
    const end = ends[limit - (tokens.length - ends.length) - 1] ?? 0;
    last = { text: stretch, fits: tokens.length <= limit ? stretch.length : Math.max(0, end - prefix.length) };
    return last.fits;
  };
}

/** Whether a model has tokens for a text, without the one that stands for what it does not know. */
function knownBy({ tokenizer }: Model): (text: string) => boolean {
  const { unk } = tokenizer.specialIds;
  const known = new Map<string, boolean>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = unk === undefined || !tokenizer.encode(text, { addSpecialTokens: false }).some(({ id }) => id === unk);
      known.set(text, found);
    }
    return found;
  };
}
