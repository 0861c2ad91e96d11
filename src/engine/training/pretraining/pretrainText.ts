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
  return { ...found, cut, words: wordsOf(learnt) };
}

/** Cross-entropy of the part held out by the frequencies of the characters in the part learnt from, each counted once more. */
export function frequencyLoss({ places, cut, characters }: PretrainText): number {
  const counts = new Float64Array(characters.length).fill(1);
  let total = characters.length;
  for (const place of places.subarray(0, cut)) {
    if (place < 0) continue;
    counts[place]! += 1;
    total += 1;
  }
  const held = places.subarray(cut).filter((place) => place >= 0);
  return held.reduce((sum, place) => sum - Math.log(counts[place]! / total), 0) / held.length;
}

/** What one learner reads of a text: the same windows as every other. */
export class LearnerText {
  readonly #learnt: Int32Array;
  readonly #held: Int32Array;
  readonly judged: LearnerBatch;

  constructor(
    private readonly own: LearnerModel,
    { places, cut }: PretrainText,
    private readonly settings: PretrainSettings,
  ) {
    const ids = idsOf(places, own.vocabulary);
    this.#learnt = ids.subarray(0, cut);
    this.#held = ids.subarray(cut);
    const { length } = settings;
    const most = Math.floor(MOST_LOGITS / (length * own.vocabulary.tokens.length));
    const starts = evenStarts(Math.max(LEAST_ROWS, Math.min(MOST_ROWS, most)), this.#held, length);
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
