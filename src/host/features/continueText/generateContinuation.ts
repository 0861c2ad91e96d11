import {
  brokenOff,
  toErrorValue,
  type Engine,
  type GenerateValue,
  type Params,
  type Progress,
  type Sequence,
} from '../../../protocol/engine/index.js';
import type { Services } from '../../core/services.js';
import { isCounted, withEstimatedTokens } from '../../servers/estimatedTokens.js';
import { endRule, RUN_ON, stopStrings } from './continuationEnd.js';
import { decodedValue } from './decodedValue.js';
import { decodingFromSettings } from './decodingFromSettings.js';
import { lineStartAt } from './lineStart.js';
import { type CompletionPlace, PartialCompletion } from './partialCompletion.js';
import { truncateToBudget, buildPrompt } from '../../editor/promptText.js';
import { completeLastWord, type CompletedPrompt } from './wordCompletion.js';

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

export interface Place {
  /** the text before the cursor, its last 20 000 characters suffice */
  before: string;
  /** the rest of the cursor's line */
  after: string;
  /** it is offered as ghost text before it goes in */
  shown: boolean;
  again: boolean;
}

/** What is asked for a place, and how the answers are read. */
interface Task {
  engine: Engine;
  params(again: boolean): Params<'generate'>;
  place: CompletionPlace;
}

const freshSeed = () => Math.floor(Math.random() * 2 ** 31);

/** Reads a place: what of its text the model takes, what its line begins as, whether it ends within a word. */
async function taskAt(
  { engine, settings, servers }: Services,
  { before, after, shown, again }: Place,
  signal: AbortSignal,
): Promise<(lead: string) => Task> {
  const prompt = buildPrompt(before.slice(-MOST_CHARACTERS));
  const line = lineStartAt(before.slice(-MOST_CHARACTERS));
  const model = settings.get('continueText.model');
  const stop = settings.get('continueText.stop');
  const end = endRule(stop, settings.get('continueText.maxNewTokens'));
  const maxNewTokens = settings.get('continueText.maxNewTokens') + (end.budget === null ? 0 : RUN_ON);
  const counting = withEstimatedTokens(engine, servers.find(model));
  const { tokens, maxLength } = await counting.call('tokens', { model, text: prompt.text }, {}, signal);
  // At least half of the positions are for the text, however long the continuation may be.
  const budget = maxLength === null ? Infinity : Math.max(maxLength - maxNewTokens, Math.floor(maxLength / 2));
  const text = truncateToBudget(prompt.text, tokens, budget);
  // Before the rest of a word nothing is to be completed.
  const isWithinWord =
    prompt.trailing === '' &&
    !prompt.beginning &&
    !prompt.apart &&
    text === prompt.text &&
    !/^[\p{L}\p{N}]/u.test(after);
  // Its tokens have to be known for that.
  const word =
    isWithinWord && tokens.every(isCounted) ? await completeLastWord(engine, model, text, tokens, signal) : null;
  const stops = stopStrings(stop, line.kind);
  return (lead: string): Task => ({
    engine,
    place: { prompt, wordRest: lead === '' ? (word?.wordRest ?? '') : '', lead, end, after, shown },
    params: (isOther) => ({
      model,
      ...promptOf(text, lead, word),
      decoding: decodingFromSettings((key) => settings.get(key), freshSeed(), again || isOther),
      maxNewTokens,
      stop: stops,
      alternatives: ALTERNATIVES,
    }),
  });
}

/** A token of GPT-2 begins with its space, so a prompt does not end with one. */
const promptOf = (
  text: string,
  lead: string,
  word: CompletedPrompt | null,
): Pick<Params<'generate'>, 'text' | 'promptIds'> =>
  lead === '' && word !== null ? { promptIds: word.promptIds } : { text: text + lead.replace(/[^\S\n]+$/, '') };

/** A line break or a marker that a continuation begins with where the model wants to go on in another line. */
function leadFor({ kind, marker }: ReturnType<typeof lineStartAt>, stops: readonly string[]): string {
  if (kind === 'item') return `\n${marker}`;
  return kind === 'heading' ? '\n\n' : (stops[0] ?? '');
}

/** A continuation, and what gives others for the same place. */
export interface WrittenContinuation extends GeneratedContinuation {
  /** as it goes in at the cursor */
  text: string;
  /** asks for so many others in one batch; fewer come where they are the same, or nothing */
  others(count: number, signal: AbortSignal): Promise<(GeneratedContinuation & { text: string })[]>;
}

/**
 * Lets the model go on writing.
 * @param onDraft called as the continuation grows
 * @throws GlassboxError those of `generate`, `cancelled` among them
 */
export async function generateContinuation(
  services: Services,
  place: Place,
  onDraft: (draft: PartialCompletion) => void,
  signal: AbortSignal,
): Promise<WrittenContinuation> {
  const taskWith = await taskAt(services, place, signal);
  const line = lineStartAt(place.before.slice(-MOST_CHARACTERS));
  let task = taskWith(line.opensItem ? line.marker : '');
  let redraws = 0;
  for (;;) {
    const params = task.params(redraws > 0);
    const draft = new PartialCompletion(params, task.place);
    const value = await run(services.engine, draft, redraws < REDRAWS, onDraft, signal);
    const done = (written: GeneratedContinuation): WrittenContinuation => ({
      ...written,
      text: draft.text,
      others: (count, during) => othersOf(task, [draft.text], count, during),
    });
    if (value === null) {
      if (draft.complete && (!draft.isBroken || redraws >= REDRAWS))
        return done(await valueOf(services.engine, draft, signal));
      redraws += 1;
    } else if (draft.text === '' && value.sequences[0]?.finish === 'stop' && task.place.lead === '') {
      // The model wants a new line or paragraph first; the stop string would end every continuation here.
      task = taskWith(leadFor(line, params.stop ?? []));
    } else {
      return done({ params, value });
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
    if (progress.kind === 'decodedByServer') return draft.decodedByServer(progress.warnings);
    if (progress.kind !== 'text' || progress.sequence !== 0 || enough.signal.aborted) return;
    // Of what a server decodes, a piece is a token mostly.
    draft.add(progress.text, draft.decoded ? 1 : progress.ids.length);
    if (mayRedraw && (draft.splitsWord || draft.isBroken)) return enough.abort();
    onDraft(draft);
    if (draft.complete) enough.abort();
  };
  try {
    const value = await engine.call('generate', draft.params, { onProgress }, AbortSignal.any([signal, enough.signal]));
    const [sequence] = value.sequences;
    draft.finish(sequence?.text ?? '', sequence?.finish ?? 'eos');
    onDraft(draft);
    return value;
  } catch (error) {
    if (enough.signal.aborted && !signal.aborted) return null;
    throw error;
  }
}

/** Others for the same place, drawn in one batch. */
async function othersOf(task: Task, known: readonly string[], count: number, signal: AbortSignal) {
  const { decoding, ...rest } = task.params(true);
  const params = { ...rest, decoding: { ...decoding, numReturnSequences: count } };
  const value = await task.engine.call('generate', params, {}, signal);
  const read = (sequence: Sequence) => {
    const draft = new PartialCompletion(params, task.place);
    for (const { text } of sequence.steps ?? []) draft.add(text, 1);
    draft.finish(sequence.text, sequence.finish);
    return { draft, params, value: { ...value, sequences: [sequence] } };
  };
  const seen = new Set(known.map((text) => text.trim()));
  return value.sequences
    .map(read)
    .filter(({ draft }) => !draft.splitsWord && !seen.has(draft.text.trim()) && seen.add(draft.text.trim()))
    .filter(({ draft }) => draft.text.trim() !== '')
    .map(({ draft, ...written }) => ({ ...written, text: draft.text }));
}

/**
 * The value of a run that was ended before its time: the same run once more, with the tokens that came and no more. The
 * seed makes it the same; nobody waits for it. Of what a server decodes, what came is all that there is.
 * @throws GlassboxError those of `generate`, but for a server's failure
 */
export async function valueOf(
  engine: Engine,
  draft: Pick<PartialCompletion, 'params' | 'tokens' | 'decoded' | 'written'>,
  signal: AbortSignal,
): Promise<GeneratedContinuation> {
  const { params, tokens, decoded, written } = draft;
  if (decoded) return { params, value: decodedValue(params, written, decoded) };
  const short = { ...params, maxNewTokens: Math.max(1, tokens) };
  try {
    return { params: short, value: await engine.call('generate', short, { priority: 'background' }, signal) };
  } catch (error) {
    const { details } = toErrorValue(error);
    if (details?.kind !== 'server') throw error;
    // A server that fails meanwhile does not take away what it has written.
    return { params, value: decodedValue(params, written, [brokenOff(details)]) };
  }
}
