import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hasWrongForm, isFunctionWord } from './judge.js';

/** A word in a sentence, what a person would take in its place, and what says the opposite. */
export interface WordInContext {
  text: string;
  start: number;
  end: number;
  form: string;
  acceptable: string[];
  opposite: string[];
}

/** The lines of a set: the sentence with its word between asterisks, the word's form, and two lists. */
export function readSentences(folder: string, name: string): WordInContext[] {
  const [, ...lines] = readFileSync(path.join(folder, `${name}.tsv`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [marked = '', form = '', acceptable = '', opposite = ''] = line.split('\t');
    const [before = '', word = '', after = ''] = marked.split('*');
    const list = (words: string) => words.split(', ').filter((one) => one !== '');
    return {
      text: before + word + after,
      start: before.length,
      end: before.length + word.length,
      form,
      acceptable: list(acceptable),
      opposite: list(opposite),
    };
  });
}

export type Verdict = 'acceptable' | 'opposite' | 'function word' | 'wrong form' | 'other';

export function judge({ form, acceptable, opposite }: WordInContext, proposed: string): Verdict {
  const word = proposed.toLowerCase();
  if (acceptable.includes(word)) return 'acceptable';
  if (opposite.includes(word)) return 'opposite';
  if (isFunctionWord(word)) return 'function word';
  return hasWrongForm(form, word) ? 'wrong form' : 'other';
}
