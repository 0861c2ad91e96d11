import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../decoding/setup.js';

/** A sentence, what t5-mini made of it, and what a reader said of that. */
export interface Labelled {
  half: 'development' | 'held-out';
  from: string;
  to: string;
  source: string;
  /** the label is of this text */
  target: string;
  /** a word that is missing, added or another one; small slips of grammar are right */
  isWrong: boolean;
}

export const sentencesFile = path.join(root, 'bench/doubts/sentences.tsv');

/** The sentences with their labels; lines that begin with # are remarks. */
export function readLabelled(): Labelled[] {
  return readFileSync(sentencesFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [half, from = '', to = '', source = '', target = '', label] = line.split('\t');
      return { half: half as Labelled['half'], from, to, source, target, isWrong: label === 'wrong' };
    });
}
