import { GlassboxError, type FillMaskValue, type MaskCandidate, type Token } from '../../protocol/engine/index.js';
import { topK } from '../../maths/topK.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';
import { fillJointly, fillJointlyFromCandidates } from './shared/jointFilling.js';
import { fillWithPieces, createMaskPredictor, type MaskFilling } from './shared/maskedLanguageModel.js';
import { isBehindSpace, onlyThose, wordFilterFor, type WordFilter } from './shared/wordFilter.js';

/** Bounds of the joint search, whatever `topK` is: a narrow beam misses good pairs, a wide one takes long. */
const JOINT_WIDTH = { min: 8, max: 32 };

/**
 * How the words of a list are spelled by the model: by itself where it is a token, as a continuation (`##est`) is and as
 * transformers' `FillMaskPipeline.get_target_ids` looks targets up first; else by its pieces, none where it has none.
 * @param isSpaced they are words behind a space, which is a part of their first piece
 */
function tokenizeCandidates(
  model: Model,
  candidates: readonly string[],
  isSpaced: boolean,
): { text: string; pieces: number[] }[] {
  const { unk } = model.tokenizer.specialIds;
  return candidates.map((text) => {
    const token = isSpaced ? undefined : model.tokenizer.idOf(text);
    if (token !== undefined) return { text, pieces: [token] };
    const spelled = isSpaced ? ` ${text}` : text;
    const pieces = model.tokenizer.encode(spelled, { addSpecialTokens: false }).map((token) => token.id);
    return { text, pieces: pieces.some((id) => id === unk) ? [] : pieces };
  });
}

type TokenizedCandidates = ReturnType<typeof tokenizeCandidates>;

/** How many of the marks that a list of words leaves out are given. */
const MARKS = 5;

const byProbability = (a: MaskCandidate, b: MaskCandidate) => b.probability - a.probability;

/**
 * What BERT would put in place of each `[MASK]`: the softmax over the vocabulary at the mask's position, all masks
 * staying masked together. With two or more masks also joint fillings. Where words are asked for, all else is left out
 * of the lists and its mass is told; probabilities stay those over the whole vocabulary.
 * @throws GlassboxError `no-mask`, `too-long`, `wrong-architecture`
 */
export const fillMask: Method<'fillMask'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('fillMask');
  const maskId = model.tokenizer.specialIds.mask;
  const tokens = model.tokenizer.encode(params.text, { readsMask: true });
  const ids = tokens.map((token) => token.id);
  const positions = ids.flatMap((id, index) => (id === maskId ? [index] : []));
  if (maskId === undefined) {
    const message = `The tokenizer of ${model.info.id} has no mask token. Install the model again or choose another.`;
    throw new GlassboxError('no-mask', message, { details: { kind: 'noMaskToken', model: model.info.id } });
  }
  if (positions.length === 0) {
    const mask = model.tokenizer.tokenText(maskId);
    throw new GlassboxError('no-mask', `The text has no ${mask}. Write ${mask} where a word is to be found.`, {
      details: { kind: 'noMask', mask },
    });
  }
  model.requireLength(tokens.length);

  const longest = model.info.maxLength ?? Number.POSITIVE_INFINITY;
  const predict = createMaskPredictor(await model.maskedLogits());
  const prediction = await predict([ids], signal);
  const size = prediction(0, 0).length;
  const [first] = positions.map((index) => maskSpan(params.text, tokens[index]).start);
  const isSpaced = params.words === true && isBehindSpace(model.tokenizer, size, params.text, first ?? 0);
  const spelled = params.candidates && tokenizeCandidates(model, params.candidates, isSpaced);
  const shown = params.words === true ? withoutSpace : asItIs;
  const filters = new Map<number, WordFilter>();
  if (params.words === true && spelled === undefined) {
    const filterAt = wordFilterFor(model.tokenizer, size, params.text);
    for (const index of positions) filters.set(index, filterAt(maskSpan(params.text, tokens[index]).start));
  }
  const masks: FillMaskValue['masks'] = [];
  for (const index of positions) {
    const distribution = prediction(0, index);
    const alone: MaskFilling = { ids, open: [index], filled: [], logProbability: 0 };
    const { start, end } = maskSpan(params.text, tokens[index]);
    const filter = filters.get(index);
    const candidates = spelled
      ? await scoreCandidates(spelled, distribution, (pieces) =>
          fillWithPieces(alone, pieces, maskId, predict, longest, signal),
        )
      : mostProbable(model, filter ? onlyThose(distribution, filter.fits) : distribution, params.topK);
    const leftOut = filter && { leftOut: leftOutBy(model, distribution, filter) };
    masks.push({ index, start, end, candidates: candidates.map(shown), ...leftOut });
  }
  const value: FillMaskValue = { model: model.info.id, tokens, masks };
  if (positions.length < 2) return value;

  const start: MaskFilling = { ids, open: positions, filled: [], logProbability: 0 };
  const width = Math.min(Math.max(params.topK, JOINT_WIDTH.min), JOINT_WIDTH.max);
  const allowed = (distribution: Float32Array, position: number) => {
    const filter = filters.get(position);
    return filter ? onlyThose(distribution, filter.fits) : distribution;
  };
  const found = spelled
    ? await fillJointlyFromCandidates(
        start,
        { predict, width, candidates: spelled.map(({ pieces }) => pieces), maskId, longest },
        signal,
      )
    : await fillJointly(start, { predict, width, allowed }, signal);
  value.joint = found.slice(0, params.topK).map(({ filled, logProbability }) => ({
    texts: filled.map((pieces) => shown({ text: textOf(pieces, spelled, model) }).text),
    logProbability,
  }));
  return value;
};

/** A word without the space that its token begins with. */
const withoutSpace = <T extends { text: string }>(one: T): T => ({ ...one, text: one.text.trimStart() });
const asItIs = <T>(one: T): T => one;

/** Where a mask stands: some models' mask tokens take in the spaces around them. */
function maskSpan(text: string, token: Token | undefined): { start: number; end: number } {
  const [start, end] = [token?.start ?? 0, token?.end ?? 0];
  const stretch = text.slice(start, end);
  return { start: start + stretch.length - stretch.trimStart().length, end: start + stretch.trimEnd().length };
}

/** @param distribution natural-log probabilities; what has none is not listed */
function mostProbable(model: Model, distribution: Float32Array, count: number): MaskCandidate[] {
  return Array.from(topK(distribution, count), (id) => ({
    id,
    text: model.tokenizer.tokenText(id),
    probability: Math.exp(distribution[id] ?? Number.NEGATIVE_INFINITY),
  })).filter(({ id }) => distribution[id] !== Number.NEGATIVE_INFINITY);
}

function leftOutBy(model: Model, distribution: Float32Array, { fits, marks }: WordFilter) {
  let probability = 0;
  for (let id = 0; id < distribution.length; id++) if (fits[id] !== 1) probability += Math.exp(distribution[id]!);
  return { probability, candidates: mostProbable(model, onlyThose(distribution, marks), MARKS) };
}

async function scoreCandidates(
  spelled: TokenizedCandidates,
  distribution: Float32Array,
  fill: (pieces: readonly number[]) => Promise<MaskFilling | null>,
): Promise<MaskCandidate[]> {
  const scored: MaskCandidate[] = [];
  for (const { text, pieces } of spelled) {
    const [only] = pieces;
    if (pieces.length === 1 && only !== undefined) {
      scored.push({ id: only, text, probability: Math.exp(distribution[only] ?? Number.NEGATIVE_INFINITY) });
    } else {
      const filling = await fill(pieces);
      scored.push({ id: null, text, probability: filling ? Math.exp(filling.logProbability) : 0 });
    }
  }
  return scored.sort(byProbability);
}

function textOf(pieces: readonly number[], spelled: TokenizedCandidates | undefined, model: Model): string {
  const given = spelled?.find((candidate) => candidate.pieces === pieces);
  return given?.text ?? pieces.map((id) => model.tokenizer.tokenText(id)).join('');
}
