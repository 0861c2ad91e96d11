import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../decoding/setup.js';

const unpacked = path.join(root, 'bench/.cache/sentences');

/** The folder of an archive `CORPORA/test/NAME.tar.xz`, unpacked at the first time. */
function folderOf(corpora: string, name: string): string {
  const folder = path.join(unpacked, name);
  if (!existsSync(folder)) {
    mkdirSync(unpacked, { recursive: true });
    execFileSync('tar', ['xJf', path.resolve(corpora, 'test', `${name}.tar.xz`), '-C', unpacked]);
  }
  return folder;
}

const CODES = { German: 'deu', French: 'fra', Spanish: 'spa', Romanian: 'ron', Chinese: 'zho-CN' } as const;
export const OTHER_LANGUAGES = Object.keys(CODES) as (keyof typeof CODES)[];

/** Sentences of NTREX-128 (news; Microsoft, CC BY-SA 4.0) in English and each other language, every so many lines one. */
export function translations(corpora: string, count: number): Map<string, string[]> {
  const folder = folderOf(corpora, 'ntrex');
  const sentencesOf = (file: string) => {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean);
    return evenly(lines, count);
  };
  return new Map([
    ['English', sentencesOf('newstest2019-src.eng.txt')],
    ...OTHER_LANGUAGES.map((name) => [name, sentencesOf(`newstest2019-ref.${CODES[name]}.txt`)] as const),
  ]);
}

/** A question, and which of the passages hold its answer. */
export interface Question {
  question: string;
  answers: Set<number>;
}

/** Parts of FairytaleQA. */
export type Split = 'test' | 'val';

/** The sections of FairytaleQA's tales (Apache-2.0), and questions over them, every so many one. */
export function storyQuestions(
  corpora: string,
  count: number,
  split: Split = 'test',
): { passages: string[]; questions: Question[] } {
  const folder = path.join(folderOf(corpora, 'fairytaleqa'), 'data-by-train-split');
  const passages: string[] = [];
  const questions: Question[] = [];
  const sections = path.join(folder, 'section-stories', split);
  for (const file of readdirSync(sections).sort()) {
    const places = new Map<string, number>();
    for (const row of readTable(path.join(sections, file))) {
      places.set(row['section'] ?? '', passages.push(row['text'] ?? '') - 1);
    }
    for (const row of readTable(path.join(folder, 'questions', split, file.replace('-story.csv', '-questions.csv')))) {
      const answers = (row['cor_section'] ?? '').split(',').flatMap((section) => places.get(section.trim()) ?? []);
      if (answers.length > 0) questions.push({ question: row['question'] ?? '', answers: new Set(answers) });
    }
  }
  return { passages, questions: evenly(questions, count) };
}

const evenly = <T>(items: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]!);

/** The rows of a CSV file by its first row's names; quotes may hold commas, line breaks and doubled quotes. */
function readTable(file: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of readFileSync(file, 'utf8').matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  const [names = [], ...others] = rows;
  return others
    .filter((cells) => cells.length === names.length)
    .map((cells) => Object.fromEntries(names.map((name, at) => [name.replace('\uFEFF', ''), cells[at] ?? ''])));
}
