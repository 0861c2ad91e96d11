import { segmenterFor } from '../../text/segments.js';
import { topK } from '../../maths/topK.js';
import type { Model } from '../models/model.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import { agreementOf, nearWords, oppositeWords, thesaurusKey, weighReadings } from './forms.js';
import { isFunctionWord } from '../../text/functionWords.js';
import { differInNegation } from './negation.js';
import { changedArticle, withArticle, type Gap } from './gap.js';
import type { GapModel, MaskedRow } from './gapModel.js';
import { finalScore, roughScore, type Candidate } from './ranking.js';
import { nearnessOf } from './sentenceNearness.js';
import { WAYS_OF_WRITING, type Thesaurus } from './thesaurus.js';

export interface FoundWords {
  gap: Gap;
  /** of the word that stands there */
  present: number;
  inThesaurus: boolean;
  candidates: Candidate[];
}

/** Words of the vocabulary that are looked at: those that weigh readings, and those that become candidates. */
const MOST_FITTING = 300;
const MOST_BY_MODEL = 60;
const MOST_BY_THESAURUS = 80;

/** Only the best are read beside the text, and compared by their hidden states, which takes a row of the model for each. */
const MOST_BESIDE = 48;
const MOST_COMPARED = 30;
/** Of those the best are read by the sentence encoder: all 30 bring no more (bench/betterWords). */
const MOST_READ = 24;
/** In a long text fewer are: so many tokens are read for each of the two, or those of ten words. */
const MOST_TOKENS = 3000;
const mostIn = (count: number, tokens: number) => Math.max(10, Math.min(count, Math.floor(MOST_TOKENS / tokens)));

type Unscored = Omit<Candidate, 'beside' | 'alone' | 'articleOdds' | 'similarity' | 'nearness'>;

const HAN = /^\p{Script=Han}+$/u;
const NO_WORD = /^\[[^\]]+\]$|^<[^>]+>$|^##/;

/** Whole words of a vocabulary by falling log probability. */
function likeliest(tokenizer: TextTokenizer, distribution: Float32Array, count: number) {
  return Array.from(topK(distribution, count), (id) => ({
    text: tokenizer.tokenText(id).trim(),
    probability: Math.exp(distribution[id]!),
  })).filter(({ text }) => /\p{L}/u.test(text) && !NO_WORD.test(text));
}

/** The mask of a gap in both ways of reading it. */
function rowsOf(reader: GapModel, gap: Gap, article?: string): { alone: MaskedRow; beside: MaskedRow } {
  const alone = reader.masked(gap, article);
  return { alone, beside: reader.maskedBeside(gap, article) ?? alone };
}

/** Words in the place of an English one: the model's own, and the thesaurus's in its form. */
export async function findWords(
  plain: Gap,
  reader: GapModel,
  tokenizer: TextTokenizer,
  thesaurus: Thesaurus,
): Promise<FoundWords> {
  const rows = rowsOf(reader, plain);
  const [alone, beside] = [await reader.distribution(rows.alone), await reader.distribution(rows.beside)];
  const readings = weighReadings(plain.word, likeliest(tokenizer, alone, MOST_FITTING), thesaurus);
  const gap = readings.length > 0 ? withArticle(plain) : plain;
  const near = nearWords(readings, thesaurus);
  const opposites = oppositeWords(readings, thesaurus);
  const byText = new Map(near.map((word) => [word.text, word]));
  const present = thesaurusKey(gap.word);
  const texts = new Set([
    ...[alone, beside].flatMap((found) => likeliest(tokenizer, found, MOST_BY_MODEL).map(({ text }) => text)),
    ...near.slice(0, MOST_BY_THESAURUS).map(({ text }) => text),
  ]);
  const words: Unscored[] = [];
  for (const text of texts) {
    const key = thesaurusKey(text);
    const known = byText.get(text);
    const { weight, lemma, isSame } = agreementOf(text, readings, thesaurus);
    if (key === present || isSame || (isFunctionWord(key) && !isFunctionWord(present))) continue;
    const article = changedArticle(gap, text);
    words.push({
      text,
      ...(article !== undefined && { article }),
      relation: known?.relation ?? null,
      ranks: known?.ranks ?? [1, 1],
      agreement: known === undefined ? weight : Math.max(known.weight, weight ?? 0),
      isOpposite: opposites.has(key) && known?.relation !== 'synonym',
      shared: 0,
      lemma,
    });
  }
  return {
    gap,
    present: (await reader.logProbabilities(rows.alone, [reader.spell(gap, gap.word).pieces]))[0]!,
    inThesaurus: readings.length > 0,
    candidates: await score(gap, words, reader),
  };
}

/**
 * Words in the place of a Chinese one: the thesaurus's, and the model's own of as many characters, since BERT reads and
 * fills characters.
 */
export async function findHanWords(
  gap: Gap,
  reader: GapModel,
  tokenizer: TextTokenizer,
  thesaurus: Thesaurus,
): Promise<FoundWords> {
  const { alone, beside } = rowsOf(reader, gap);
  const characters = [...gap.word];
  // A word that is written the same in both ways is taken for a simplified one.
  const [writing, other] = thesaurus.has(gap.word, 'simplified') ? WAYS_OF_WRITING : WAYS_OF_WRITING.toReversed();
  const near = thesaurus.related(gap.word, writing);
  const texts = new Set(near.keys());
  for (const row of [alone, beside]) {
    for (const { filled } of await reader.fillings(row, characters.length, MOST_BY_MODEL)) {
      const text = filled.map(([id = -1]) => tokenizer.tokenText(id).replace(/^##/, '')).join('');
      if (isHanWord(text)) texts.add(text);
    }
  }
  const isCandidate = (text: string) =>
    text !== gap.word &&
    (!isFunctionWord(text) || isFunctionWord(gap.word)) &&
    (thesaurus.has(text, writing) || !thesaurus.has(text, other));
  const words = [...texts].filter(isCandidate).map((text): Unscored => {
    const known = near.get(text);
    return {
      text,
      relation: known?.relation ?? null,
      ranks: known?.ranks ?? [1, 1],
      agreement: [...text].length === characters.length ? SAME_LENGTH : OTHER_LENGTH,
      isOpposite: differInNegation(text, gap.word),
      shared: characters.filter((one) => text.includes(one)).length / characters.length,
      lemma: text,
    };
  });
  return {
    gap,
    present: (await reader.logProbabilities(alone, [reader.spell(gap, gap.word).pieces]))[0]!,
    inThesaurus: near.size > 0,
    candidates: await score(gap, words, reader),
  };
}

/** As for a word's form: a word of two characters is replaced by one of two. */
const SAME_LENGTH = 1;
const OTHER_LENGTH = 0.4;

/** Whether a text is one word, by ICU's dictionary. */
function isHanWord(text: string): boolean {
  const [first] = segmenterFor('word', 'zh').segment(text);
  return HAN.test(text) && first?.segment === text;
}

/**
 * The words with their probabilities. Only those that are likely to be good are read beside the text as it stands, which
 * is twice as long.
 */
async function score(gap: Gap, words: readonly Unscored[], reader: GapModel): Promise<Candidate[]> {
  // Words that need another article stand in another sentence.
  const articles = [...new Set(words.map(({ article }) => article))];
  const rows = new Map(articles.map((article) => [article, rowsOf(reader, gap, article)]));
  const withPieces = words.map((word) => ({ word, pieces: reader.spell(gap, word.text).pieces }));
  const scored: (Candidate & { pieces: number[] })[] = [];
  for (const article of articles) {
    const articleOdds = article === undefined ? 0 : await reader.articleOdds(gap, article);
    // A piece of the vocabulary that is spelled otherwise here continues a word.
    const some = withPieces.filter(
      ({ word, pieces }) =>
        word.article === article && (word.relation !== null || pieces.length === 1 || HAN.test(word.text)),
    );
    const spellings = some.map(({ pieces }) => pieces);
    const alone = await reader.logProbabilities(rows.get(article)!.alone, spellings);
    some.forEach(({ word, pieces }, at) => {
      if (Number.isFinite(alone[at])) {
        scored.push({
          ...word,
          pieces,
          alone: alone[at]!,
          beside: alone[at]!,
          articleOdds,
          similarity: 0,
          nearness: null,
        });
      }
    });
  }
  const length = Math.max(...[...rows.values()].map(({ beside }) => beside.ids.length), 1);
  const best = scored.sort((a, b) => roughScore(b) - roughScore(a)).slice(0, mostIn(MOST_BESIDE, length));
  for (const article of articles) {
    const { alone, beside } = rows.get(article)!;
    if (alone === beside) continue;
    const some = best.filter((word) => word.article === article);
    const found = await reader.logProbabilities(
      beside,
      some.map(({ pieces }) => pieces),
    );
    some.forEach((word, at) => (word.beside = found[at]!));
  }
  return best.filter(({ beside }) => Number.isFinite(beside));
}

/** The best of them with their nearness to the word that stands there, those that were not compared behind. */
export async function compared(
  { gap, candidates }: FoundWords,
  reader: GapModel,
  encoder: Model | null,
  signal?: AbortSignal,
): Promise<Candidate[]> {
  const tokens = reader.spell(gap, gap.word).ids.length;
  const best = candidates.toSorted((a, b) => roughScore(b) - roughScore(a)).slice(0, mostIn(MOST_COMPARED, tokens));
  const similarities = await reader.similarities(gap, best.map(textOf));
  const found = best
    .map((candidate, at) => ({ ...candidate, similarity: similarities[at]! }))
    .sort((a, b) => finalScore(b) - finalScore(a));
  if (encoder === null) return found;
  const some = found.slice(0, mostIn(MOST_READ, tokens));
  const nearness = await nearnessOf(encoder, gap, some.map(textOf), signal);
  return [...some.map((candidate, at) => ({ ...candidate, nearness: nearness[at]! })), ...found.slice(some.length)];
}

const textOf = ({ text }: Candidate) => text;
