/*
 * Whether translations that are wrong are marked, and right ones are not: 300 sentences labelled by hand.
 * npm run bench -- doubts            recall and false marks
 * npm run bench -- doubts measures   the figures of each sentence as JSON, a line each
 * npm run bench -- doubts learn      weights learnt on the development half
 * npm run bench -- doubts translate FILE   translations of a file's lines (half, from, to, source) to be labelled
 */
import { readFileSync } from 'node:fs';
import { learn } from './doubts/learn.js';
import { measured, openModel, type Measured } from './doubts/measure.js';
import { type Labelled, readLabelled } from './doubts/sentences.js';

const [command = 'report', file = ''] = process.argv.slice(2);

type Line = Labelled & Measured & { isSame: boolean };

async function measureAll(): Promise<Line[]> {
  const model = await openModel('t5-mini');
  const found: Line[] = [];
  for (const line of readLabelled()) {
    const now = await measured(model, line.source, line.from, line.to);
    found.push({ ...line, ...now, isSame: now.target === line.target });
  }
  return found;
}

const share = (part: number, all: number) => (all === 0 ? '–' : `${part} of ${all} (${(part / all).toFixed(2)})`);

/** A row of the table: of the wrong ones and of the right ones, how many are marked. */
function row(name: string, lines: readonly Line[], isMarked = (line: Line) => line.doubts.length > 0): string {
  const [wrong, right] = [lines.filter((line) => line.isWrong), lines.filter((line) => !line.isWrong)];
  return `| ${name} | ${share(wrong.filter(isMarked).length, wrong.length)} | ${share(right.filter(isMarked).length, right.length)} |`;
}

function report(all: readonly Line[]): void {
  const lines = all.filter(({ isSame }) => isSame);
  console.log('| sentences | wrong ones marked | right ones marked |\n| --- | --- | --- |');
  for (const half of ['development', 'held-out']) {
    const those = lines.filter((line) => line.half === half);
    console.log(row(half, those));
    const codes = [...new Set(those.flatMap(({ doubts }) => doubts))].sort();
    for (const code of codes) console.log(row(`– by ${code}`, those, ({ doubts }) => doubts.includes(code)));
  }
  const directions = [...new Set(lines.map(({ from, to }) => `${from} → ${to}`))];
  for (const direction of directions) {
    console.log(
      row(
        direction,
        lines.filter(({ from, to }) => `${from} → ${to}` === direction),
      ),
    );
  }
  console.log(`${all.length - lines.length} of ${all.length} are translated otherwise now and have no label.`);
}

async function main(): Promise<void> {
  if (command === 'translate') {
    const model = await openModel('t5-mini');
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [half = '', from = '', to = '', source] = line.split('\t');
      if (source === undefined) continue;
      const { target } = await measured(model, source, from, to);
      console.log([half, from, to, source, target].join('\t'));
    }
    return;
  }
  const lines = await measureAll();
  if (command === 'measures') for (const line of lines) console.log(JSON.stringify(line));
  else if (command === 'learn') learn(lines.filter(({ isSame }) => isSame));
  else report(lines);
}

void main();
