import * as vscode from 'vscode';
import type { Params, SearchValue } from '../../../protocol/engine/index.js';
import { firstWithExact, holdsAllWords } from '../../../text/exactHits.js';
import type { Services } from '../../core/services.js';
import { withLateProgress, type WorkProgress } from '../../core/workProgress.js';
import type { TrackedSpans } from '../../editor/trackedSpans.js';
import type { Question } from './askQuestion.js';
import type { Found } from './found.js';
import { foundInDocuments, foundInFiles } from './readFound.js';
import type { SearchedDocument } from './searchedDocuments.js';

/** A question that was answered. */
export interface Answered {
  question: Question;
  params: Params<'search'>;
  value: SearchValue;
  found: Found[];
  /** how many more were found, of a short text, and are not among the results */
  more: number;
  /** the documents that were searched, followed since they were read */
  read: Map<string, TrackedSpans>;
  /** from the question to the value, engine start and loading included */
  milliseconds: number;
}

/** So many more are asked for where the place of the question itself is left out. */
const SPARE = 3;

/** Unless all are asked for, one of so many passages is a result at most, but at least so many. */
const SHARE = 3;
const FEWEST = 3;

interface Asking {
  services: Pick<Services, 'engine' | 'settings'>;
  question: Question;
  reranker: string | null;
  /** of a short text as many results as of a long one */
  all: boolean;
}

/**
 * Searches documents as they are in the editor.
 * @throws GlassboxError of the engine
 */
export async function searchDocuments(asking: Asking, documents: readonly SearchedDocument[]): Promise<Answered> {
  const texts = documents.map(({ name, spans }) => ({ name, text: spans.text }));
  try {
    const answer = await ask(asking, { documents: texts });
    const { found, more } = telling(foundInDocuments(answer.value.results, documents), answer.value, asking);
    const holding = new Set(found.map(({ uri }) => uri));
    for (const { uri, spans } of documents) if (!holding.has(uri)) spans.dispose();
    const read = new Map(documents.filter(({ uri }) => holding.has(uri)).map(({ uri, spans }) => [uri, spans]));
    return { ...answer, found, more, read };
  } catch (error) {
    for (const { spans } of documents) spans.dispose();
    throw error;
  }
}

/** Searches an index. @throws GlassboxError of the engine */
export async function searchIndex(asking: Asking, index: vscode.Uri): Promise<Answered> {
  const answer = await ask(asking, { index: index.fsPath });
  return { ...answer, ...telling(await foundInFiles(answer.value.results), answer.value, asking), read: new Map() };
}

async function ask(
  { services: { engine, settings }, question, reranker }: Asking,
  where: Pick<Params<'search'>, 'documents' | 'index'>,
): Promise<Omit<Answered, 'found' | 'more' | 'read'>> {
  const params: Params<'search'> = {
    model: settings.get('findSimilar.model'),
    query: question.query,
    ...where,
    mode: question.mode,
    ...(reranker !== null && { reranker }),
    topK: settings.get('findSimilar.results') + (question.from ? SPARE : 0),
  };
  const began = performance.now();
  const title = vscode.l10n.t('Looking for similar passages');
  const value = await withLateProgress(title, (progress) =>
    engine.call('search', params, { onProgress: reportTo(progress) }, progress.signal),
  );
  return { question, params, value, milliseconds: performance.now() - began };
}

const reportTo =
  ({ onProgress, done }: WorkProgress): WorkProgress['onProgress'] =>
  (report) => {
    onProgress(report);
    if (report.kind === 'index' && report.total > 0) done(report.done / report.total);
  };

/**
 * As many results as are wanted, without the place that the question was taken from. Of a short text there are fewer: most
 * of its passages would be no answer, and all of them would be marked. A cross-encoder's order loses none in which all words
 * of the question stand.
 */
export function telling(
  found: readonly Found[],
  { passages, reranker }: Pick<SearchValue, 'passages' | 'reranker'>,
  {
    question: { query, from },
    services: { settings },
    all,
  }: Pick<Asking, 'question' | 'all'> & {
    services: { settings: Pick<Services['settings'], 'get'> };
  },
): Pick<Answered, 'found' | 'more'> {
  const wanted = settings.get('findSimilar.results');
  const most = all ? wanted : Math.min(wanted, Math.max(FEWEST, Math.ceil(passages / SHARE)));
  const isSource = ({ uri, start, end }: Found) =>
    from !== null && uri === from.uri && start < from.span.end && end > from.span.start;
  const others = found.filter((one) => !isSource(one));
  const isExact = ({ reading }: Found) => holdsAllWords(reading, query);
  const first = reranker === null ? others.slice(0, most) : firstWithExact(others, most, isExact);
  return {
    found: first.map((one, at) => ({ ...one, place: at + 1 })),
    more: Math.min(others.length, wanted) - first.length,
  };
}
