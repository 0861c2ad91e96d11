import {
  GlassboxError,
  type CheckedParams,
  type ErrorDetails,
  type ScoreValue,
  type Span,
  type Token,
} from '../../protocol/engine/index.js';
import { AttentionModel } from '../attention/attentionModel.js';
import type { Model } from '../models/model.js';
import type { Method, ReportProgress } from './shared/methodContext.js';
import { scoreServed } from '../served/servedScore.js';
import { isWanted, wantedWindows, windowsOver } from './shared/scoreWindows.js';
import {
  scoreInOneRow,
  scoreInRows,
  withScores,
  type TokenPrediction,
  type TokenScores,
} from './shared/scoreTokens.js';

type ScoreParams = CheckedParams<'score'>;

/** What the three ways of scoring work with. */
interface Scoring {
  model: AttentionModel;
  params: ScoreParams;
  report: ReportProgress;
  signal: AbortSignal | undefined;
}

const idsOf = (tokens: readonly Token[]) => tokens.map(({ id }) => id);

const badRequest = (message: string, details: ErrorDetails) =>
  new GlassboxError('bad-request', `score: ${message}`, { details });

const wrongParameter = (name: string, message: string) => badRequest(message, { kind: 'parameter', name });

/**
 * How probable a text is to a model, token by token. A decoder predicts each token from those before it; a masked model
 * each with a mask in its place, which adds up to the pseudo-log-likelihood (Salazar et al. 2020); an encoder-decoder each
 * token of `target` from the text and the target before it.
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`
 */
export const score: Method<'score'> = async (context, params, report, signal) => {
  const served = await context.findServed(params.model);
  if (served) return scoreServed(served, params, report, signal);
  const model = await context.openModel(params.model);
  model.requireTask('score');
  requireFitting(model, params);
  const scoring: Scoring = { model: await AttentionModel.open(model, true, 'logits'), params, report, signal };
  scoring.model.require({ logits: true });
  switch (model.info.architecture) {
    case 'decoder':
      return summarise(model, 'causal', ...(await causal(scoring)));
    case 'encoder':
      return summarise(model, 'pseudo', ...(await pseudo(scoring)));
    case 'encoder-decoder':
      return summarise(model, 'conditional', ...(await conditional(scoring)));
  }
};

/** @throws GlassboxError `bad-request` for a parameter that is of another kind of model */
function requireFitting({ info: { architecture, id } }: Model, { target, withinWord, stride }: ScoreParams): void {
  const refuse = (name: string, whose: string) =>
    wrongParameter(name, `${name} is for ${whose}; ${id} is ${architecture}. Leave it out.`);
  const twoSided = architecture === 'encoder-decoder';
  if (target !== undefined && !twoSided) throw refuse('target', 'encoder-decoders');
  if (target === undefined && twoSided) {
    throw wrongParameter('target', `target is missing: ${id} scores a text given another one.`);
  }
  if (withinWord && architecture !== 'encoder') throw refuse('withinWord', 'masked models');
  if (stride !== undefined && twoSided) throw refuse('stride', 'models that read one text');
}

function summarise(
  { info }: Model,
  method: ScoreValue['method'],
  tokens: readonly Token[],
  scores: TokenScores,
): ScoreValue {
  const scored = withScores(tokens, scores);
  const logProbability = scored.reduce((sum, token) => sum + (token.logProbability ?? 0), 0);
  const perplexity = scores.size > 0 ? Math.exp(-logProbability / scores.size) : null;
  return { model: info.id, method, tokens: scored, logProbability, perplexity };
}

/** Each token from those before it. */
async function causal({ model, params, report, signal }: Scoring): Promise<[Token[], TokenScores]> {
  const tokens = model.model.tokenizer.encode(params.text);
  const ids = idsOf(tokens);
  if (ids.length === 0) throw badRequest('text has nothing that the model reads.', { kind: 'nothingToRead' });
  const scores: TokenScores = new Map();
  for (const { start, end, wanted } of wantedWindows(model.model, tokens, params)) {
    const row = ids.slice(start, end);
    const predictions = wanted.map((index) => ({ index, position: index - 1 - start }));
    const found = await scoreInOneRow({ model, ids, report, signal }, { source: [row] }, predictions);
    found.forEach((one, index) => scores.set(index, one));
  }
  return [tokens, scores];
}

/** Each token of the text with a mask in its place. */
async function pseudo({ model, params, report, signal }: Scoring): Promise<[Token[], TokenScores]> {
  const { tokenizer, info } = model.model;
  const { mask } = tokenizer.specialIds;
  if (mask === undefined) {
    throw new GlassboxError('no-mask', `${info.id} has no mask to put in a word’s place.`, {
      details: { kind: 'noMaskToken', model: info.id },
    });
  }
  const tokens = tokenizer.encode(params.text);
  const ids = idsOf(tokens);
  // What the tokenizer adds stands around the text, and around each window of it.
  const first = tokens.findIndex(({ start }) => start !== null);
  if (first < 0) throw badRequest('text has nothing that the model reads.', { kind: 'nothingToRead' });
  const behind = tokens.findLastIndex(({ start }) => start !== null) + 1;
  const added = first + ids.length - behind;
  const windows = windowsOver(model.model, behind - first, { ...params, added, least: 0 });
  const words = params.withinWord ? tokenizer.wordIds(params.text) : null;
  const predictions = new Map<Span, TokenPrediction[]>();
  for (let index = first; index < behind; index++) {
    if (!isWanted(tokens[index]!, params)) continue;
    const window = widestContext(windows, index - first);
    const [start, end] = [window.start + first, window.end + first];
    const masked = ids.map((id, at) =>
      at === index || (at > index && words && words[at] === words[index]) ? mask : id,
    );
    const row = [...ids.slice(0, first), ...masked.slice(start, end), ...ids.slice(behind)];
    const prediction = { index, row, position: first + index - start };
    predictions.set(window, [...(predictions.get(window) ?? []), prediction]);
  }
  const scores: TokenScores = new Map();
  for (const inWindow of predictions.values()) {
    const found = await scoreInRows({ model, ids, report, signal }, inWindow);
    found.forEach((one, index) => scores.set(index, one));
  }
  return [tokens, scores];
}

/** The window that shows most of what stands around a place, on its poorer side; the first among equals. */
function widestContext(windows: readonly Span[], at: number): Span {
  const poorer = ({ start, end }: Span) => (at < start || at >= end ? -1 : Math.min(at - start, end - 1 - at));
  return windows.reduce((best, window) => (poorer(window) > poorer(best) ? window : best));
}

/** Each token of the target from the text and the target before it, the end of sequence included. */
async function conditional({ model, params, report, signal }: Scoring): Promise<[Token[], TokenScores]> {
  const { tokenizer, info, decoderStartTokenId } = model.model;
  const source = idsOf(tokenizer.encode(params.text));
  model.model.requireLength(source.length);
  const tokens = tokenizer.forTarget.encode(params.target ?? '');
  const { eos } = tokenizer.specialIds;
  if (eos !== undefined && tokens.at(-1)?.id !== eos) {
    tokens.push({ id: eos, text: tokenizer.tokenText(eos), start: null, end: null });
  }
  const ids = idsOf(tokens);
  if (info.maxLength !== null && ids.length > info.maxLength) {
    const message = `The target is ${ids.length} tokens long; ${info.id} reads at most ${info.maxLength}. Take a shorter one.`;
    throw new GlassboxError('too-long', message, {
      details: { kind: 'length', what: 'target', tokens: ids.length, limit: info.maxLength, model: info.id },
    });
  }
  const target = [decoderStartTokenId, ...ids.slice(0, -1)];
  const predictions = ids.flatMap((_, index) => (isWanted(tokens[index]!, params) ? [{ index, position: index }] : []));
  const batch = { source: [source], target };
  return [tokens, await scoreInOneRow({ model, ids, report, signal }, batch, predictions)];
}
