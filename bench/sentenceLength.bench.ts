/*
 * chrF by the length of sentences, cut at clause marks above so many words: what `glassbox_sentence_words` of a model's
 * config should be. npm run bench -- sentenceLength FILE [CUTS], a pair a line: from, to, source, reference; by tabs. CUTS
 * are numbers of words, by commas.
 */
import { readFileSync } from 'node:fs';
import { chrf } from './doubts/chrf.js';
import { measured, openModel } from './doubts/measure.js';
import { countWords } from '../src/engine/translation/pieces.js';

/** Words of the source, from and to. */
const LENGTHS = [
  [1, 9],
  [10, 19],
  [20, 29],
  [30, 39],
  [40, 99],
] as const;

const [file = '', cuts = '10,15,20,30,40'] = process.argv.slice(2);
/** Words above which a sentence is cut; the last is never reached. */
const CUTS = [...cuts.split(',').map(Number), 10_000];

async function main(): Promise<void> {
  const pairs = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const model = await openModel('t5-mini');
  console.log(`| words | sentences | ${CUTS.map((cut) => (cut > 1000 ? 'uncut' : `cut above ${cut}`)).join(' | ')} |`);
  console.log(`| --- | --- |${' --- |'.repeat(CUTS.length)}`);
  for (const [least, most] of LENGTHS) {
    const those = pairs.filter(([, , source = '']) => countWords(source) >= least && countWords(source) <= most);
    if (those.length === 0) continue;
    const cells: string[] = [];
    for (const cut of CUTS) {
      model.info.sentenceWords = cut;
      const made: string[] = [];
      for (const [from = '', to = '', source = ''] of those)
        made.push((await measured(model, source, from, to)).target);
      cells.push(
        chrf(
          made,
          those.map(([, , , reference = '']) => reference),
        ).toFixed(1),
      );
    }
    console.log(`| ${least} to ${most} | ${those.length} | ${cells.join(' | ')} |`);
  }
}

void main();
