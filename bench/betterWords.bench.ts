/* How often *Find a Better Word* offers a word that a person would take, and one that nobody would: BERT alone, and now. */
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import { judge, readSentences, type Verdict, type WordInContext } from './betterWords/sentences.js';
import { root } from './decoding/setup.js';
import { median } from './figures.js';

const SHOWN = 5;
const shown = process.argv.includes('--all');
const set = process.argv.includes('--development') ? 'development' : 'test';

const engine = new LocalEngine({
  embeddedFolder: path.join(root, 'models'),
  installedFolders: [],
  threads: 1,
  idleMinutes: 0,
});

/** The words of a list in its order. */
type List = (sentence: WordInContext) => Promise<string[]>;

/** What the list was before: the likeliest words in the place of the masked one, as many characters of a Chinese one. */
const byModelAlone: List = async ({ text, start, end }) => {
  const word = text.slice(start, end);
  const isHan = /^\p{Script=Han}{2,}$/u.test(word);
  const masked = text.slice(0, start) + '[MASK]'.repeat(isHan ? [...word].length : 1) + text.slice(end);
  const { masks, joint = [] } = await engine.call('fillMask', { text: masked, topK: 10 });
  const found = isHan ? joint.map(({ texts }) => texts.join('')) : (masks[0]?.candidates ?? []).map(({ text }) => text);
  return found.filter((one) => /[\p{L}\p{N}]/u.test(one) && !/^##|^\[/.test(one) && one !== word.toLowerCase());
};

const byBetterWords: List = async ({ text, start, end }) =>
  (await engine.call('betterWords', { text, start, end })).candidates.map(({ text }) => text);

async function measure(name: string, sentences: readonly WordInContext[], list: List): Promise<void> {
  const counts = { first: 0, five: 0, bad: 0 };
  const kinds = new Map<Verdict, number>();
  const times: number[] = [];
  for (const sentence of sentences) {
    const began = performance.now();
    const words = (await list(sentence)).slice(0, SHOWN);
    times.push(performance.now() - began);
    const verdicts = words.map((word) => judge(sentence, word));
    const bad = verdicts.filter((one) => one !== 'acceptable' && one !== 'other');
    if (verdicts[0] === 'acceptable') counts.first++;
    if (verdicts.includes('acceptable')) counts.five++;
    if (bad.length > 0) counts.bad++;
    for (const kind of new Set(bad)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (shown) {
      const { text, start, end } = sentence;
      const marked = words.map((word, at) => `${word}${verdicts[at] === 'other' ? '' : ` (${verdicts[at]})`}`);
      console.log(`- ${text.slice(0, start)}*${text.slice(start, end)}*${text.slice(end)}: ${marked.join(', ')}`);
    }
  }
  const share = (count: number) => `${((100 * count) / sentences.length).toFixed(1)} %`;
  const details = [...kinds].map(([kind, count]) => `${kind} ${share(count)}`).join(', ');
  console.log(
    `| ${name} | ${share(counts.first)} | ${share(counts.five)} | ${share(counts.bad)} | ${details} | ${median(times).toFixed(0)} ms |`,
  );
}

async function main(): Promise<void> {
  const folder = path.join(root, 'bench/betterWords');
  for (const [language, file] of [
    ['English', set],
    ['Chinese', `${set}.zh`],
  ] as const) {
    const sentences = readSentences(folder, file);
    console.log(`\n${language}, ${sentences.length} words in context (${set})\n`);
    console.log('| | first acceptable | among the first five | a bad one among them | of which | time |');
    console.log('| --- | --- | --- | --- | --- | --- |');
    await measure('BERT alone', sentences, byModelAlone);
    await measure('*Find a Better Word*', sentences, byBetterWords);
  }
  await engine.dispose();
}

void main();
