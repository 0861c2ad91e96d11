/* Which languages are told of short lines, and how often a model's own language is taken for another: test/unit/engine/languages. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadIdentifier } from '../src/engine/languages/identifier.js';
import { root } from './decoding/setup.js';
import { median } from './figures.js';

const KNOWN = ['en', 'de', 'fr', 'es', 'ro', 'zh'];
const LENGTHS = ['1–4', '5–10', '11–20'] as const;

interface Line {
  language: string;
  text: string;
  length: (typeof LENGTHS)[number];
}

function lengthOf(text: string, language: string): Line['length'] {
  const words = ['zh', 'ja'].includes(language) ? text.length / 2 : text.split(/\s+/).length;
  return words <= 4 ? '1–4' : words <= 10 ? '5–10' : '11–20';
}

function linesOf(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [language = '', , text = ''] = line.split('\t');
      return { language, text, length: lengthOf(text, language) };
    });
}

const percent = (part: number, all: number) => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`);

async function main(): Promise<void> {
  const lines = linesOf(process.argv[2] ?? path.join(root, 'test/unit/engine/languages/lines.tsv'));
  const before = performance.now();
  const identify = await loadIdentifier();
  identify(lines[0]?.text ?? '');
  console.log(`loaded in ${(performance.now() - before).toFixed(0)} ms\n`);
  console.log(
    '| lines of | words | lines | told, and right | told, and wrong | the likeliest is right |\n| --- | --- | --- | --- | --- | --- |',
  );
  const times: number[] = [];
  const wrong: string[] = [];
  for (const [name, isKnown] of [
    ['six', true],
    ['twenty others', false],
  ] as const) {
    for (const length of LENGTHS) {
      const some = lines.filter((line) => line.length === length && KNOWN.includes(line.language) === isKnown);
      const found = some.map((line) => {
        const start = performance.now();
        const { language, candidates } = identify(line.text);
        times.push(performance.now() - start);
        if (language !== null && language !== line.language) wrong.push(`${line.language} → ${language}: ${line.text}`);
        return { told: language, likeliest: candidates[0]?.language, right: line.language };
      });
      const right = found.filter(({ told, right }) => told === right).length;
      const false_ = found.filter(({ told, right }) => told !== null && told !== right).length;
      const likeliest = found.filter(({ likeliest, right }) => likeliest === right).length;
      console.log(
        `| ${name} | ${length} | ${some.length} | ${percent(right, some.length)} | ${percent(false_, some.length)} | ${percent(likeliest, some.length)} |`,
      );
    }
  }
  console.log(`\n${median(times).toFixed(3)} ms a line (median)`);
  if (process.argv.includes('--all')) for (const one of wrong) console.log(`- ${one}`);
}

void main();
