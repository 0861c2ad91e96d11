import type { GenerateValue, Params } from '../../protocol/index.js';
import type { Services } from '../services.js';
import { cutToBudget, endOfFirstSentence, fitContinuation, promptOf, splitsWord } from './prompt.js';
import { decodingOf, stopStrings } from './decoding.js';

/** How much text before the cursor is looked at: far more characters than any of our models has positions. */
const MOST_CHARACTERS = 20_000;

/** A token that starts within a word where a space stands is drawn anew this often. */
const REDRAWS = 3;

/** Alternatives kept for each token, for *Explain Last Result*. */
const ALTERNATIVES = 5;

export interface Written {
  params: Params<'generate'>;
  value: GenerateValue;
}

interface Place {
  /** the text before the cursor */
  before: string;
  again: boolean;
}

const freshSeed = () => Math.floor(Math.random() * 2 ** 31);

/**
 * Lets the model go on writing.
 * @param onText the continuation so far, as it goes in at the cursor
 * @throws GlassboxError those of `generate`, `cancelled` among them
 */
export async function writeOn(
  { engine, settings }: Services,
  { before, again }: Place,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<Written> {
  const { text, trailing } = promptOf(before.slice(-MOST_CHARACTERS));
  const atStart = /(^|\n)$/.test(before);
  const model = settings.get('continueText.model');
  const maxNewTokens = settings.get('continueText.maxNewTokens');
  const stop = settings.get('continueText.stop');
  const { tokens, maxLength } = await engine.call('tokens', { model, text }, {}, signal);
  // At least half of the positions are for the text, however long the continuation may be.
  const budget = maxLength === null ? Infinity : Math.max(maxLength - maxNewTokens, Math.floor(maxLength / 2));

  for (let draw = 0; ; draw++) {
    const params: Params<'generate'> = {
      model,
      text: cutToBudget(text, tokens, budget),
      decoding: decodingOf((key) => settings.get(key), freshSeed(), again || draw > 0),
      maxNewTokens,
      stop: stopStrings(stop),
      alternatives: ALTERNATIVES,
    };
    const enough = new AbortController();
    let raw = '';
    let split = false;
    const ended = (finished: boolean) => (stop === 'sentence' ? endOfFirstSentence(raw, finished) : null);
    const onProgress = (progress: { kind: string; sequence?: number; text?: string }) => {
      if (progress.kind !== 'text' || progress.sequence !== 0) return;
      raw += progress.text ?? '';
      split ||= splitsWord(raw, trailing);
      if (split && draw < REDRAWS) return enough.abort();
      onText(fitContinuation(raw.slice(0, ended(false) ?? raw.length), trailing, atStart));
    };
    try {
      const value = await engine.call('generate', params, { onProgress }, AbortSignal.any([signal, enough.signal]));
      raw = value.sequences[0]?.text ?? raw;
      onText(fitContinuation(raw.slice(0, ended(true) ?? raw.length), trailing, atStart));
      return { params, value };
    } catch (error) {
      if (!enough.signal.aborted || signal.aborted) throw error;
    }
  }
}
