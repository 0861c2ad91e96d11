import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SearchResult } from '../../../protocol/engine/index.js';
import { tellingWords } from '../../../text/matchedWords.js';
import type { Found } from './found.js';
import { lineAndColumn } from './passagePlace.js';
import { documentName, type SearchedDocument } from './searchedDocuments.js';

/** A result with where it stands in its file's text; without a text that is not known. */
function foundIn(result: SearchResult, place: number, uri: string, name: string, text: string | null): Found {
  const { start, end, text: passage, reading, score, words, meaning, together, rerank } = result;
  const { line, column } = text === null ? { line: null, column: null } : lineAndColumn(text, start);
  return {
    place,
    uri,
    name,
    start,
    end,
    text: passage,
    reading,
    score,
    words: words && telling(words),
    meaning,
    together,
    rerank,
    line,
    column,
  };
}

function telling({ terms, around, ...words }: NonNullable<SearchResult['words']>): NonNullable<SearchResult['words']> {
  const matched = [...terms, ...around];
  return { ...words, terms: tellingWords(terms, matched), around: tellingWords(around, matched) };
}

/** Results of documents, by their names. */
export function foundInDocuments(results: readonly SearchResult[], documents: readonly SearchedDocument[]): Found[] {
  const byName = new Map(documents.map((one) => [one.name, one]));
  return results.flatMap((result, at) => {
    const searched = byName.get(result.name);
    if (!searched) return [];
    const name = documentName(searched.spans.document);
    return [foundIn(result, at + 1, searched.uri, name, searched.spans.text)];
  });
}

/** Results of an index. Its files are read again: they tell the lines. */
export async function foundInFiles(results: readonly SearchResult[]): Promise<Found[]> {
  const fileOf = ({ folder = '', name }: SearchResult) => path.join(folder, ...name.split('/'));
  const texts = new Map<string, string | null>();
  for (const file of new Set(results.map(fileOf))) texts.set(file, await textOf(file));
  return results.map((result, at) => {
    const file = fileOf(result);
    const uri = vscode.Uri.file(file);
    const name = vscode.workspace.asRelativePath(uri);
    return foundIn(result, at + 1, uri.toString(), name, texts.get(file) ?? null);
  });
}

/** A file's text as the engine reads it: UTF-8, without its mark. Null where it cannot be read. */
const textOf = (file: string): Promise<string | null> =>
  readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => null,
  );
