import type { BetterWord } from '../../protocol/engine/index.js';
import { compared, findHanWords, findWords } from '../betterWords/candidates.js';
import { gapAt, inItsCase, type Gap } from '../betterWords/gap.js';
import { GapModel } from '../betterWords/gapModel.js';
import { finalScore, isNear, type Candidate } from '../betterWords/ranking.js';
import { openSentenceEncoder } from '../betterWords/sentenceNearness.js';
import type { Method } from './shared/methodContext.js';

/** A word of Chinese characters, of which BERT's vocabulary has each by itself. */
const HAN_WORD = /^\p{Script=Han}{1,4}$/u;

/** The share of the list that words near in meaning take where there are enough of both kinds. */
const NEAR_SHARE = 0.7;

/**
 * Words that mean nearly the same as one of a text, in its form: the model's own and the thesaurus's, ranked by the
 * model's probability, by nearness of meaning (the thesaurus's, the model's and the sentence encoder's) and by form, in two
 * groups.
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`, `no-mask`, `model-broken`
 */
export const betterWords: Method<'betterWords'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('betterWords');
  const gap = gapAt(params.text, params);
  const reader = await GapModel.open(model, signal);
  reader.requireRoom(gap);
  const found = HAN_WORD.test(gap.word)
    ? await findHanWords(gap, reader, model.tokenizer, await context.thesaurus('chinese'))
    : await findWords(gap, reader, model.tokenizer, await context.thesaurus('english'));
  const encoder = await openSentenceEncoder(context);
  const candidates = await compared(found, reader, encoder, signal);
  const { start, end } = params;
  return {
    model: model.info.id,
    encoder: encoder?.info.id ?? null,
    word: {
      text: gap.word,
      start,
      end,
      probability: Number.isFinite(found.present) ? Math.exp(found.present) : null,
    },
    inThesaurus: found.inThesaurus,
    candidates: inGroups(candidates, params.topK).map((candidate) => toValue(gap, candidate)),
  };
};

function toValue(gap: Gap, candidate: Candidate): BetterWord {
  const { text, article, alone, similarity, nearness, relation } = candidate;
  return {
    text: inItsCase(gap, text),
    ...(article !== undefined && { article }),
    group: isNear(candidate) ? 'meaning' : 'fits',
    probability: Math.exp(alone),
    similarity,
    nearness,
    relation,
  };
}

/** The best of both groups, the near ones first; one form of each word. */
function inGroups(candidates: readonly Candidate[], count: number): Candidate[] {
  const lemmas = new Set<string>();
  const ranked = candidates
    .toSorted((a, b) => finalScore(b) - finalScore(a))
    .filter(({ lemma }) => !lemmas.has(lemma) && lemmas.add(lemma));
  const near = ranked.filter(isNear);
  const others = ranked.filter((candidate) => !isNear(candidate));
  const room = Math.max(Math.round(count * NEAR_SHARE), count - others.length);
  const chosen = near.slice(0, room);
  return [...chosen, ...others.slice(0, count - chosen.length)];
}
