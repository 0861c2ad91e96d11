import { GlassboxError, type CheckedParams, type ScoreValue, type Token } from '../../protocol/engine/index.js';
import { readCompletions, type ServerToken } from '../../servers/index.js';
import { wellFormed } from '../../text/wholeCharacters.js';
import type { ReportProgress } from '../methods/shared/methodContext.js';
import { wantedWindows } from '../methods/shared/scoreWindows.js';
import { chunk } from '../attention/targetPrediction.js';
import { withScores, type TokenScores } from '../methods/shared/scoreTokens.js';
import type { ServedModel } from './servedModel.js';

/** Requests at once: servers batch what comes together. */
const AT_ONCE = 8;

/** What one window is scored by. */
interface Window {
  ids: readonly number[];
  /** places of the tokens that are scored, each at least 1 */
  wanted: readonly number[];
}

/**
 * How probable a text is to a model on a server, each token after those before it: by one request where the server tells a
 * prompt's own tokens, else by one for each. There is no entropy, which takes the whole vocabulary.
 * @throws GlassboxError `server-failed`, also where a token is not among those that are told; `bad-request`, `too-long`
 */
export async function scoreServed(
  model: ServedModel,
  params: CheckedParams<'score'>,
  report: ReportProgress,
  signal: AbortSignal | undefined,
): Promise<ScoreValue> {
  model.requireTask('score');
  requireFitting(params);
  const { tokens, told } = await readText(model, wellFormed(params.text), signal);
  const ids = tokens.map(({ id }) => id);
  if (ids.length === 0) {
    throw new GlassboxError('bad-request', 'score: text has nothing that the model reads.', {
      details: { kind: 'nothingToRead' },
    });
  }
  const scores: TokenScores = new Map();
  const windows = wantedWindows(model, tokens, params);
  const count = windows.reduce((sum, { wanted }) => sum + wanted.length, 0);
  for (const { start, end, wanted } of windows) {
    const window = { ids: ids.slice(start, end), wanted: wanted.map((at) => at - start) };
    const before = scores.size;
    const tell = (done: number) => report({ kind: 'measured', done: before + done, count });
    const found = told ? wanted.map((at) => told[at - 1]!) : await scoreWindow(model, window, tell, signal);
    found.forEach((logProbability, at) => scores.set(wanted[at]!, { logProbability, entropy: null }));
  }
  const logProbability = [...scores.values()].reduce((sum, one) => sum + one.logProbability!, 0);
  return {
    ...{ model: model.info.id, method: 'causal', tokens: withScores(tokens, scores), logProbability },
    perplexity: scores.size > 0 ? Math.exp(-logProbability / scores.size) : null,
  };
}

function requireFitting({ target, withinWord }: CheckedParams<'score'>): void {
  const name = target !== undefined ? 'target' : withinWord ? 'withinWord' : null;
  if (name === null) return;
  throw new GlassboxError('bad-request', `score: ${name} is for models of another kind. Leave it out.`, {
    details: { kind: 'parameter', name },
  });
}

type Tell = (count: number) => void;

async function scoreWindow(model: ServedModel, window: Window, tell: Tell, signal?: AbortSignal): Promise<number[]> {
  if (model.server.abilities.promptLogProbabilities !== 'asked') return oneByOne(model, window, tell, signal);
  const { ids, wanted } = window;
  const { chosen } = (await echoed(model, ids, signal)) ?? { chosen: [] };
  const told = follow(chosen, ids);
  if (told === null) throw model.shapeError();
  tell(wanted.length);
  return wanted.map((at) => told[at - 1]!);
}

/** What a tokenizer puts around a text at most. */
const ADDED = 8;

/** A text's tokens, and the log-probabilities of all but the first where the same request could tell them. */
interface ReadText {
  tokens: Token[];
  told: number[] | null;
}

/** A short text takes one request where the server tells a prompt's own tokens. */
async function readText(model: ServedModel, text: string, signal?: AbortSignal): Promise<ReadText> {
  const { maxLength } = model.info;
  // No token is shorter than a byte.
  const isShort = text !== '' && maxLength !== null && Buffer.byteLength(text) + ADDED <= maxLength;
  if (isShort && model.server.abilities.promptLogProbabilities === 'asked') {
    const { chosen, ids } = (await echoed(model, text, signal)) ?? { chosen: [], ids: null };
    const told = ids && follow(chosen, ids);
    if (ids && told) return { tokens: await model.tokenizer.placed(ids, text, signal), told };
  }
  return { tokens: await model.encode(text, signal), told: null };
}

/** A prompt's own tokens but the first; null for an answer that has none. */
async function echoed(model: ServedModel, prompt: readonly number[] | string, signal?: AbortSignal) {
  const body = {
    ...{ model: model.server.abilities.model.id, prompt, echo: true, max_tokens: 0, temperature: 0 },
    ...{ logprobs: 1, return_tokens_as_token_ids: true, return_token_ids: true },
  };
  const [read] = readCompletions(await model.ask('/v1/completions', body, signal)) ?? [];
  return read?.steps ? { chosen: read.steps.map((step) => step.chosen), ids: read.promptIds } : null;
}

/** Log-probabilities of tokens that are a text's from its second on; null where they are others. */
function follow(chosen: readonly ServerToken[], ids: readonly number[]): number[] | null {
  const isSame = chosen.length === Math.max(0, ids.length - 1) && chosen.every(({ id }, at) => id === ids[at + 1]);
  return isSame ? chosen.map(({ logProbability }) => logProbability) : null;
}

async function oneByOne(
  model: ServedModel,
  { ids, wanted }: Window,
  tell: Tell,
  signal?: AbortSignal,
): Promise<number[]> {
  const scores: number[] = [];
  // The longest beginning last: the server keeps what it has read of the others.
  for (const places of chunk(wanted, AT_ONCE)) {
    scores.push(...(await Promise.all(places.map((at) => scoreOf(model, ids.slice(0, at), ids[at]!, signal)))));
    tell(scores.length);
  }
  return scores;
}

/** For a token of a text whose probability a server does not tell. @param place from 0 */
const untoldError = (model: string, place: number, known: number) =>
  new GlassboxError(
    'server-failed',
    `${model}: token ${place + 1} of the text is none of the ${known} likeliest there, which are all that the server tells. Have it tell more (vLLM: --max-logprobs), or take a model on this machine.`,
    { details: { kind: 'untoldToken', model, place: place + 1, known } },
  );

async function scoreOf({ steps, info }: ServedModel, before: readonly number[], id: number, signal?: AbortSignal) {
  const forced = await steps.forced(before, id, signal);
  if (forced !== null) return forced;
  // All that are told: no more can be had.
  const { ids, logProbabilities } = await steps.predict(before, Infinity, signal);
  const at = ids.indexOf(id);
  if (at < 0) throw untoldError(info.id, before.length, ids.length);
  return logProbabilities[at]!;
}
