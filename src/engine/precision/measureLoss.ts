import { klDivergenceBits } from '../../maths/divergence.js';
import type { Model } from '../models/model.js';
import type { Turn } from './writeCopy.js';

/** What the two are compared on: everyday sentences, so that a model of any language has pieces for them. */
const TEXT =
  'The old man went down to the river with his small boat. It was early in the morning, and the water was quiet. ' +
  'He had not slept well, but he was glad to be outside. After an hour he saw a light on the other side.';
const MOST_TOKENS = 48;

/**
 * How far predictions in 8 bit are from those in 32 bit: the mean Kullback-Leibler divergence of the distributions of the
 * tokens of a text, in bits. A model that writes is led along the text, one that translates with the text as its source.
 * @throws GlassboxError `cancelled` and errors of the two models
 */
export async function measureLoss(exact: Model, rounded: Model, turn: Turn): Promise<number> {
  const ids = exact.tokenizer
    .encode(TEXT)
    .map(({ id }) => id)
    .slice(0, Math.min(MOST_TOKENS, exact.info.maxLength ?? MOST_TOKENS));
  const divergences =
    exact.info.architecture === 'encoder'
      ? await ofMasked(exact, rounded, ids, turn)
      : await ofWritten(exact, rounded, ids, turn);
  return divergences.reduce((sum, bits) => sum + bits, 0) / divergences.length;
}

async function ofMasked(exact: Model, rounded: Model, ids: readonly number[], turn: Turn): Promise<number[]> {
  const [p, q] = [
    await turn(async () => (await exact.maskedLogits())([ids])),
    await turn(async () => (await rounded.maskedLogits())([ids])),
  ];
  const width = p.length / ids.length;
  return ids.map((_, at) => {
    const [from, to] = [at * width, (at + 1) * width];
    return klDivergenceBits(p.subarray(from, to), q.subarray(from, to));
  });
}

async function ofWritten(exact: Model, rounded: Model, ids: readonly number[], turn: Turn): Promise<number[]> {
  const isTranslator = exact.info.architecture === 'encoder-decoder';
  const prompt = isTranslator ? ids : ids.slice(0, 1);
  const readers = [
    await turn(() => exact.prepareGeneration(prompt)),
    await turn(() => rounded.prepareGeneration(prompt)),
  ].map(({ model, decoderPrompt }) => {
    let past: Awaited<ReturnType<typeof model.step>>['past'] | null = null;
    return async (tokens: readonly number[] = decoderPrompt) => {
      const output = await model.step({ past, tokens: [[...tokens]] });
      past = output.past;
      return output.logits;
    };
  });
  const [first, second] = readers as [(typeof readers)[number], (typeof readers)[number]];
  const found: number[] = [];
  const fed = isTranslator ? ids : ids.slice(1);
  for (let at = -1; at < fed.length - 1; at++) {
    const tokens = at < 0 ? undefined : [fed[at]!];
    found.push(await turn(async () => klDivergenceBits(await first(tokens), await second(tokens))));
  }
  return found;
}
