import { Random } from '../../../decoding/sampling/random.js';
import { STREAMS } from '../../../training/chance.js';
import { trainingError } from '../labelledLines.js';
import { charactersOf, idsOf, readable, type CharacterText } from './characters.js';
import type { LearnerModel, PretrainSettings } from './learnerModel.js';
import { wordsOf } from './samples.js';
import { causalBatch, evenStarts, maskedBatch, type LearnerBatch } from './windows.js';

/** Windows that a text needs: less has nothing to be judged by. */
const LEAST_WINDOWS = 4;
/** Rows of the text held out that are looked at, and logits that these come to at most. */
const MOST_ROWS = 64;
const LEAST_ROWS = 8;
const MOST_LOGITS = 4_000_000;

/** A text to learn from, its end held out. */
export interface PretrainText extends CharacterText {
  /** places where the part begins that is held out */
  cut: number;
  /** words of the part that is learnt from */
  words: ReadonlySet<string>;
  /** that part */
  learnt: string;
}

/** @throws GlassboxError `bad-request` for a text that is too short, or of one character */
export function pretrainText({ text, length, heldOut, vocabularySize }: PretrainSettings): PretrainText {
  const own = readable(text);
  const found = charactersOf(own, vocabularySize);
  const count = found.places.length;
  const needed = LEAST_WINDOWS * (length + 1);
  if (count < needed) {
    const message = `The text has ${count} characters; ${needed} are needed, four times a length of ${length} and the character behind it. Give a longer text or a smaller length.`;
    throw trainingError(message, { problem: 'shortText', characters: count, needed });
  }
  if (found.characters.length < 2) {
    throw trainingError('The text is one character again and again: there is nothing to learn.', {
      problem: 'oneCharacter',
    });
  }
  const cut = count - Math.max(length + 1, Math.round(heldOut * count));
  const learnt = Array.from(own).slice(0, cut).join('');
  return { ...found, cut, words: wordsOf(learnt), learnt };
}

/** Places within the part held out at which the windows begin that are looked at. */
function judgedStarts({ places, cut, characters }: PretrainText, length: number): number[] {
  const most = Math.floor(MOST_LOGITS / (length * characters.length));
  return evenStarts(Math.max(LEAST_ROWS, Math.min(MOST_ROWS, most)), places.subarray(cut), length);
}

/**
 * Cross-entropy by the frequencies of the characters in the part learnt from, each counted once more, of those held out that a
 * decoder is to predict in the windows that are looked at: these leave some out.
 */
export function frequencyLoss(text: PretrainText, length: number): number {
  const { places, cut, characters } = text;
  const counts = new Float64Array(characters.length).fill(1);
  let total = characters.length;
  for (const place of places.subarray(0, cut)) {
    if (place < 0) continue;
    counts[place]! += 1;
    total += 1;
  }
  const held = judgedStarts(text, length).flatMap((start) =>
    Array.from(places.subarray(cut + start + 1, cut + start + length + 1)).filter((place) => place >= 0),
  );
  return held.reduce((sum, place) => sum - Math.log(counts[place]! / total), 0) / held.length;
}

/** What one learner reads of a text: the same windows as every other. */
export class LearnerText {
  readonly #learnt: Int32Array;
  readonly #held: Int32Array;
  readonly judged: LearnerBatch;

  constructor(
    private readonly own: LearnerModel,
    text: PretrainText,
    private readonly settings: PretrainSettings,
  ) {
    const { places, cut } = text;
    const ids = idsOf(places, own.vocabulary);
    this.#learnt = ids.subarray(0, cut);
    this.#held = ids.subarray(cut);
    const starts = judgedStarts(text, settings.length);
    this.judged = this.#batch(this.#held, starts, false, new Random(settings.seed, STREAMS.judged));
  }

  /** What is learnt from in a step. @param random hides tokens */
  batch(starts: readonly number[], random: Random): LearnerBatch {
    return this.#batch(this.#learnt, starts, true, random);
  }

  /** The beginning of the part held out, which samples go on with. */
  get prompt(): number[] {
    return Array.from(this.#held.subarray(0, Math.floor(this.settings.length / 2)));
  }

  #batch(text: Int32Array, starts: readonly number[], corrupts: boolean, random: Random): LearnerBatch {
    const { length, encoder } = this.settings;
    const { vocabulary, name } = this.own;
    if (name === 'decoder') return causalBatch(text, starts, length, vocabulary);
    return maskedBatch(text, starts, { length, share: encoder.maskShare, corrupts }, vocabulary, random);
  }
}
