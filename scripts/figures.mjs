// Takes the figures that the Laboratory shows beside opinions out of the models' cards and the benchmarks' page, so that
// they stand in one place only: node scripts/figures.mjs; with --print it writes nothing, and says what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';

const TARGET = 'webview-ui/laboratory/experiments/choice/figures.ts';

/** By name: the page, how its row begins, and which of the row's numbers is meant. @type {Record<string, [page: string, row: string, place: number]>} */
const PLACES = {
  'gap.encoder': ['models/bert-mini/README.md', 'masked whole word, 900', 1],
  'gap.bothSides': ['models/gptbert-mini/README.md', 'masked whole word, 900', 1],
  'gap.leftSide': ['models/gptbert-mini/README.md', 'the same with the right side hidden', 0],
  'continue.bitsPerByte': ['models/gpt2-mini/README.md', 'bits per byte, held-out tales', 0],
  'continue.tokensPerSecond': ['bench/README.md', '`generate`, sampling 40 tokens, gpt2-mini', 2],
  'translate.bleu': ['models/t5-mini/README.md', 'German', 0],
  'translate.bleuBack': ['models/t5-mini/README.md', 'German', 4],
  'sentences.german': ['models/e5-mini/README.md', 'a sentence’s translation is the nearest of 400', 1],
  'search.meaning': ['models/e5-mini/README.md', '200 questions over FairytaleQA', 3],
  'search.words': ['models/e5-mini/README.md', 'the same by words alone (BM25)', 2],
  'search.both': ['models/e5-mini/README.md', 'the same by words alone (BM25)', 4],
};

/** The figures by their names. @returns {Record<string, { value: number, page: string }>} */
function readFigures() {
  return Object.fromEntries(
    Object.entries(PLACES).map(([name, [page, row, place]]) => {
      const rows = readFileSync(inRoot(page), 'utf8').split('\n');
      const found = rows.find((line) => line.replaceAll("'", '’').startsWith(`| ${row}`));
      const value = found?.match(/\d+(?:\.\d+)?/g)?.[place];
      if (value === undefined) throw new Error(`${page} has no row “${row}” with ${place + 1} numbers.`);
      return [name, { value: Number(value), page }];
    }),
  );
}

/** The file that the page is built from. */
function figuresSource() {
  const rows = Object.entries(readFigures()).map(
    ([name, { value, page }]) => `  '${name}': { value: ${value}, page: '${page}' },\n`,
  );
  return `/* Written by scripts/figures.mjs from the pages that are named: change them, and run it again. */\n\n/** Measured figures by what they are of, and the page that says how. */\nexport const FIGURES = {\n${rows.join('')}} as const;\n`;
}

if (process.argv.includes('--print')) process.stdout.write(figuresSource());
else writeFileSync(inRoot(TARGET), figuresSource());
