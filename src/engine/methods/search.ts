import path from 'node:path';
import { GlassboxError, toErrorValue, type SearchResult, type SearchValue } from '../../protocol/engine/index.js';
import type { Hit, Question } from '../../search/collection.js';
import { wordsIn, writtenWords } from '../../search/words.js';
import { firstWithExact, holdsAllWords } from '../../text/exactHits.js';
import type { Model } from '../models/model.js';
import type { Searched } from '../search/searches.js';
import { openEncoder } from '../search/sentenceEncoder.js';
import { pairRow } from './shared/pairRow.js';
import type { Method, MethodContext } from './shared/methodContext.js';

/** How often files that change while they are searched are read again. */
const TRIES = 3;
/** A cross-encoder reads so many more than are asked for, so that some can come up, but no more than this: each takes its time. */
const RERANKED = { times: 2, most: 100 };

const refuse = (name: string, message: string) =>
  new GlassboxError('bad-request', `search: ${name} ${message}`, { details: { kind: 'parameter', name } });

/**
 * Sentences by their words and their meaning: BM25+ and the cosine of a sentence encoder's vectors, added in standard
 * deviations, words with the weight that is told, or one of the two alone. With a reranker, the first of these are put into
 * the order in which a cross-encoder scores them with the question, and none in which all words of the question stand is
 * lost by that; each stage's ranks are told.
 * @throws GlassboxError `bad-request` (`nothingToSearch`, `indexMissing`, `indexOfOtherModel`, `indexOfOtherVersion`,
 * `indexDamaged`), `too-long` for a question that is longer than the model
 */
export const search: Method<'search'> = async (context, params, report, signal) => {
  const { query, documents, mode, topK } = params;
  if ((documents === undefined) === (params.index === undefined)) {
    throw refuse('documents', 'or index must be given, and not both.');
  }
  const encoder = await openEncoder(context, params.model, 'search');
  const reranker = params.reranker === undefined ? null : await openReranker(context, params.reranker);
  const vector = mode === 'words' ? null : await encoder.question(query, report, signal);
  const searches = await context.searches();
  const searched =
    params.index === undefined
      ? await searches.documents(encoder, documents ?? [], mode !== 'words', report, signal)
      : await searches.index(encoder, path.resolve(params.index), mode !== 'words', report, signal);
  const most = reranker ? Math.max(topK, Math.min(RERANKED.times * topK, RERANKED.most)) : topK;
  const question = { text: query, vector, mode, most };
  const { hits, wordWeight } = await findIn(searched, question, () => encoder.yield(signal));
  const found =
    mode === 'both' ? hits.map((hit, at) => ({ ...hit, together: { rank: at + 1, score: hit.score } })) : hits;
  const results = reranker ? await reranked(reranker, query, found, signal) : found;
  return {
    model: encoder.info.id,
    reranker: reranker?.info.id ?? null,
    passages: searched.collection.passages,
    wordWeight,
    outdated: searched.outdated,
    results: reranker
      ? firstWithExact(results, topK, ({ text }) => holdsAllWords(text, query))
      : results.slice(0, topK),
  } satisfies SearchValue;
};

/**
 * What is found, by the texts as they are now: files that turn out to have changed are read again, and searched again.
 * @throws GlassboxError `bad-request` (`nothingToSearch`)
 */
async function findIn(
  searched: Searched,
  question: Question,
  letIn: () => Promise<void>,
): Promise<{ hits: SearchResult[]; wordWeight: number | null }> {
  for (let tries = 1; ; tries += 1) {
    if (searched.collection.passages === 0) {
      throw new GlassboxError('bad-request', 'search: there is no sentence to search in.', {
        details: { kind: 'nothingToSearch' },
      });
    }
    const { hits, terms, wordWeight } = searched.collection.search(question, searched.vectors);
    const keys = hits.map(({ key }) => key);
    if (tries < TRIES && (await searched.renew(keys, letIn))) continue;
    const results = new Map<Hit, SearchResult>();
    for (const key of new Set(keys)) {
      const own = hits.filter((hit) => hit.key === key);
      const text = await searched.textOf(key);
      const readings = await searched.readingsOf(key, own, letIn);
      for (const [at, hit] of own.entries())
        results.set(hit, resultOf(hit, searched.nameOf(key), text, readings[at]!, terms));
    }
    // What changes all the time is left out.
    return { hits: hits.map((hit) => results.get(hit)!).filter(({ text }) => text !== ''), wordWeight };
  }
}

function resultOf(
  { start, end, score, words, meaning, stretch }: Hit,
  name: { name: string; folder?: string },
  document: string,
  reading: string,
  terms: ReadonlySet<string>,
): SearchResult {
  const text = document.slice(start, end);
  const own = writtenWords(text, terms);
  const inText = new Set(wordsIn(text, 'text').map(({ term }) => term));
  const beside = `${document.slice(stretch.start, start)}\n${document.slice(end, stretch.end)}`;
  const around = writtenWords(beside, new Set([...terms].filter((term) => !inText.has(term))));
  const found = words && { ...words, terms: own, around };
  return { ...name, start, end, text, reading, score, words: found, meaning, together: null, rerank: null };
}

/** @throws GlassboxError `wrong-architecture` for a model that gives no single score of two texts */
async function openReranker(context: MethodContext, reference: string): Promise<Model> {
  const model = await context.openModel(reference);
  model.requireTask('classify');
  return model;
}

/**
 * By a cross-encoder's logit. What is too long for it together with the question comes last, in the order that it had.
 * @throws GlassboxError `too-long` where that is so of everything
 */
async function reranked(
  model: Model,
  query: string,
  found: readonly SearchResult[],
  signal: AbortSignal | undefined,
): Promise<SearchResult[]> {
  const scored: SearchResult[] = [];
  const unread: SearchResult[] = [];
  let tooLong: unknown = null;
  for (const result of found) {
    const row = rowOf(result.text);
    if (row === null) {
      unread.push(result);
      continue;
    }
    const [logits] = await model.predict(row, ['logits'], signal);
    if (logits?.length !== 1) {
      const scores = logits?.length ?? 0;
      const message = `search: reranker must be a cross-encoder with one score; ${model.info.id} has ${scores}.`;
      throw new GlassboxError('wrong-architecture', message, {
        details: { kind: 'noCrossEncoder', model: model.info.id, scores },
      });
    }
    scored.push({ ...result, score: logits[0]!, rerank: { rank: 0, score: logits[0]! } });
  }
  if (scored.length === 0 && unread.length > 0) throw tooLong;
  const inOrder = scored.sort((one, other) => other.score - one.score);
  return [...inOrder.map((one, at) => ({ ...one, rerank: { ...one.rerank!, rank: at + 1 } })), ...unread];

  function rowOf(text: string) {
    try {
      return pairRow(model, query, text.replace(/\s+/gu, ' '));
    } catch (error) {
      if (toErrorValue(error).code !== 'too-long') throw error;
      tooLong = error;
      return null;
    }
  }
}
