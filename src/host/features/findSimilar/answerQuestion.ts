import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { isReadable } from '../../editor/readText.js';
import type { Question } from './askQuestion.js';
import { makeIndex } from './indexCommands.js';
import type { ResultPlaces } from './resultPlaces.js';
import { searchDocuments, searchIndex, type Answered } from './runSearch.js';
import { followed, openFiles, searchedDocuments } from './searchedDocuments.js';
import type { LeftOut } from './similarTree.js';
import type { WorkspaceIndex } from './workspaceIndex.js';

/** What is shown: an answered question, where its results stand, and which open files were left out. */
export interface Answer extends Answered {
  /** what *this file* meant */
  documents: readonly vscode.TextDocument[];
  places: ResultPlaces;
  leftOut: readonly LeftOut[];
  /** of a short text as many results as of a long one were asked for */
  all: boolean;
  /** the model that was to put results in order and could not; null: there is none */
  unranked: string | null;
}

interface Asking {
  services: Services;
  index: WorkspaceIndex;
  question: Question;
  /** what puts the first results into its own order; null: nothing */
  reranker: string | null;
  /** of a short text as many results as of a long one */
  all: boolean;
}

/**
 * Searches in the place that was chosen.
 * @param documents what *this file* means
 * @returns null where there is nothing to search, which was said
 * @throws GlassboxError of the engine
 */
export async function answerQuestion(
  { services, index, question, reranker, all }: Asking,
  documents: readonly vscode.TextDocument[],
): Promise<Omit<Answer, 'places' | 'all' | 'unranked'> | null> {
  const asking = { services, question, reranker, all };
  switch (question.scope) {
    case 'file': {
      const text = documents.map((document) => document.getText()).join('\n');
      if (documents.length === 0 || !(await isReadable(text, { start: 0, end: text.length }))) return null;
      return { ...(await searchDocuments(asking, followed(documents))), documents, leftOut: [] };
    }
    case 'open': {
      const open = await searchedDocuments(openFiles());
      return { ...(await searchDocuments(asking, open.documents)), documents, leftOut: open.leftOut };
    }
    case 'workspace': {
      if (!index.isThere && !(await makeIndex(services, index, () => index.make()))) return null;
      return index.folder ? { ...(await searchIndex(asking, index.folder)), documents, leftOut: [] } : null;
    }
  }
}
