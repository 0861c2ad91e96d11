import type { Engine, GenerateValue, Params, Progress } from '../../../protocol/engine/index.js';
import type { Services } from '../../core/services.js';
import { decodingFromSettings, stopStrings } from './decodingFromSettings.js';
import { PartialCompletion } from './partialCompletion.js';
import { truncateToBudget, buildPrompt } from '../../editor/promptText.js';

/** How much text before the cursor is looked at, in UTF-16 units: far more than any of our models has positions. */
export const MOST_CHARACTERS = 20_000;

/** A continuation that starts within a word where a space stands is drawn anew this often. */
const REDRAWS = 3;

/** Alternatives kept for each token, for *Explain Last Result*. */
const ALTERNATIVES = 5;

export interface GeneratedContinuation {
  params: Params<'generate'>;
  value: GenerateValue;
}

interface Place {
  /** the text before the cursor, its last 20 000 characters suffice */
  before: string;
  /** the rest of the cursor's line */
  after: string;
  /** it is offered as ghost text before it goes in */
  shown: boolean;
  again: boolean;
}

const freshSeed = () => Math.floor(Math.random() * 2 ** 31);

/**
 * Lets the model go on writing.
 * @param onDraft called as the continuation grows
 * @throws GlassboxError those of `generate`, `cancelled` among them
 */
export async function generateContinuation(
  { engine, settings }: Services,
  { before, after, shown, again }: Place,
  onDraft: (draft: PartialCompletion) => void,
  signal: AbortSignal,
): Promise<GeneratedContinuation> {
  const prompt = buildPrompt(before.slice(-MOST_CHARACTERS));
  const model = settings.get('continueText.model');
  const maxNewTokens = settings.get('continueText.maxNewTokens');
  const stop = settings.get('continueText.stop');
  const { tokens, maxLength } = await engine.call('tokens', { model, text: prompt.text }, {}, signal);
  // At least half of the positions are for the text, however long the continuation may be.
  const budget = maxLength === null ? Infinity : Math.max(maxLength - maxNewTokens, Math.floor(maxLength / 2));
  const text = truncateToBudget(prompt.text, tokens, budget);
  const stops = stopStrings(stop);

  let redraws = 0;
  let lead = '';
  for (;;) {
    const params: Params<'generate'> = {
      model,
      text: text + lead,
      decoding: decodingFromSettings((key) => settings.get(key), freshSeed(), again || redraws > 0),
      maxNewTokens,
      stop: stops,
      alternatives: ALTERNATIVES,
    };
    const draft = new PartialCompletion(params, prompt, lead, stop === 'sentence', after, shown);
    const value = await run(engine, draft, redraws < REDRAWS, onDraft, signal);
    if (value === null) {
      if (draft.complete) return valueOf(engine, draft, signal);
      redraws += 1;
    } else if (draft.text === '' && value.sequences[0]?.finish === 'stop' && lead === '') {
      // The model wants a new line or paragraph first; the stop string would end every continuation here.
      lead = stops[0] ?? '';
    } else {
      return { params, value };
    }
  }
}

/** One run; null when it was ended because it is complete or has to be drawn anew. */
async function run(
  engine: Engine,
  draft: PartialCompletion,
  mayRedraw: boolean,
  onDraft: (draft: PartialCompletion) => void,
  signal: AbortSignal,
): Promise<GenerateValue | null> {
  const enough = new AbortController();
  const onProgress = (progress: Progress) => {
    if (progress.kind !== 'text' || progress.sequence !== 0 || enough.signal.aborted) return;
    draft.add(progress.text, progress.ids.length);
    if (mayRedraw && draft.splitsWord) return enough.abort();
    onDraft(draft);
    if (draft.complete) enough.abort();
  };
  try {
    const value = await engine.call('generate', draft.params, { onProgress }, AbortSignal.any([signal, enough.signal]));
    draft.finish(value.sequences[0]?.text ?? '');
    onDraft(draft);
    return value;
  } catch (error) {
    if (enough.signal.aborted && !signal.aborted) return null;
    throw error;
  }
}

/**
 * The value of a run that was ended before its time: the same run once more, with the tokens that came and no more. The
 * seed makes it the same; nobody waits for it.
 */
export async function valueOf(
  engine: Engine,
  { params, tokens }: Pick<PartialCompletion, 'params' | 'tokens'>,
  signal: AbortSignal,
): Promise<GeneratedContinuation> {
  const short = { ...params, maxNewTokens: Math.max(1, tokens) };
  return { params: short, value: await engine.call('generate', short, { priority: 'background' }, signal) };
}
