import { klDivergenceBits } from '../../maths/divergence.js';
import { logSumExp } from '../../maths/softmax.js';
import type { DivergenceValue } from '../../protocol/engine/index.js';
import type { KVCache, LanguageModel } from '../../decoding/model/languageModel.js';
import { assertSameVocabulary } from './shared/amateur.js';
import type { Method } from './shared/methodContext.js';
import { prepareGeneration, parsePrompt, newTokenLimit } from './shared/modelPrompt.js';

/** A model that is led along given tokens, and its logits before each. */
class Reader {
  #past: KVCache | null = null;

  constructor(
    private readonly model: LanguageModel,
    private readonly more: number,
  ) {}

  /** Reads tokens. @returns the logits of the next one, valid until the next step */
  async read(tokens: readonly number[], signal?: AbortSignal): Promise<Float32Array> {
    const { logits, past } = await this.model.step({ past: this.#past, tokens: [tokens], more: this.more }, signal);
    this.#past = past;
    return logits;
  }
}

/**
 * How far two models are apart before each of the given tokens, both led along these (teacher forcing): the
 * Kullback-Leibler divergence of their distributions over the vocabulary, each way. Both read the same prompt.
 * @throws GlassboxError `bad-request` where their vocabularies differ, and those of `distribution`
 */
export const divergence: Method<'divergence'> = async (context, params, _report, signal) => {
  const { ids, otherModel } = params;
  const model = await context.openModel(params.model);
  const prompt = await parsePrompt(model, 'divergence', params);
  const other = await context.openModel(otherModel);
  const details = { kind: 'otherVocabulary', model: model.info.id, other: other.info.id } as const;
  assertSameVocabulary(model, other, 'otherModel', () => details);
  await parsePrompt(model, 'divergence', { promptIds: ids });
  // A model with fewer positions is followed as far as it goes.
  const count = Math.min(newTokenLimit(model, prompt, ids.length), newTokenLimit(other, prompt, ids.length));
  const [ours, theirs] = [
    await prepareGeneration(model, prompt, signal),
    await prepareGeneration(other, prompt, signal),
  ];
  const [reader, otherReader] = [new Reader(ours.model, count), new Reader(theirs.model, count)];
  const steps: DivergenceValue['steps'] = [];
  for (const [index, id] of ids.slice(0, count).entries()) {
    const before = index > 0 ? [ids[index - 1]!] : null;
    const p = await reader.read(before ?? ours.decoderPrompt, signal);
    const q = await otherReader.read(before ?? theirs.decoderPrompt, signal);
    steps.push({
      id,
      text: model.tokenizer.tokenText(id),
      probability: Math.exp(p[id]! - logSumExp(p)),
      otherProbability: Math.exp(q[id]! - logSumExp(q)),
      forward: klDivergenceBits(p, q),
      backward: klDivergenceBits(q, p),
    });
  }
  return { model: model.info.id, other: other.info.id, steps };
};
