/*
 * How well sentence encoders find a translation among others and the passage that answers a question, beside words alone:
 * npm run bench -- sentences CORPORA [MODEL …]; and how long 10,000 sentences take: npm run bench -- sentences --speed [RIVAL [COUNT]].
 */
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import { root } from './decoding/setup.js';
import { OTHER_LANGUAGES, storyQuestions, translations } from './sentences/corpora.js';
import { bm25, judge, reciprocalRanks, standardised, type Found } from './sentences/search.js';
import { compareSpeed } from './sentences/speed.js';

const SENTENCES = 400;
const QUESTIONS = 200;
/** Texts of one call: what it answers grows with their square. */
const TOGETHER = 200;

const engine = new LocalEngine({
  embeddedFolder: path.join(root, 'models'),
  installedFolders: [],
  threads: 1,
  idleMinutes: 0,
});

/** Vectors of length 1; a prompt's name where the model has some. */
async function vectorsOf(model: string, texts: readonly string[], promptName?: string): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += TOGETHER) {
    const params = { model, texts: texts.slice(at, at + TOGETHER) };
    const named = promptName === undefined ? params : { ...params, promptName };
    const found = await engine
      .call('embed', named)
      .catch((error: Error) =>
        error.message.includes('promptName') ? engine.call('embed', params) : Promise.reject(error),
      );
    vectors.push(
      ...found.vectors.map((vector) => {
        const length = Math.hypot(...vector);
        return Float32Array.from(vector, (value) => value / length);
      }),
    );
  }
  return vectors;
}

const product = (one: Float32Array, other: Float32Array) => one.reduce((sum, value, at) => sum + value * other[at]!, 0);

/** The share of vectors whose partner is the nearest of all, both ways. */
function pairsFound(here: readonly Float32Array[], there: readonly Float32Array[]): number {
  const share = (from: readonly Float32Array[], to: readonly Float32Array[]) =>
    from.filter((one, at) => {
      const own = product(one, to[at]!);
      return to.every((other, place) => place === at || product(one, other) < own);
    }).length / from.length;
  return (share(here, there) + share(there, here)) / 2;
}

const percent = (share: number) => (100 * share).toFixed(1);
const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);
const foundRow = (name: string, { mrr, first, five }: Found) =>
  row(name, mrr.toFixed(3), percent(first), percent(five));

async function measureTranslations(corpora: string, models: readonly string[]): Promise<void> {
  row('translation found, %', ...OTHER_LANGUAGES);
  row('---', ...OTHER_LANGUAGES.map(() => '---'));
  const sentences = translations(corpora, SENTENCES);
  for (const model of models) {
    const english = await vectorsOf(model, sentences.get('English')!);
    const shares: string[] = [];
    for (const name of OTHER_LANGUAGES) {
      shares.push(percent(pairsFound(english, await vectorsOf(model, sentences.get(name)!))));
    }
    row(path.basename(model), ...shares);
  }
}

async function measureSearch(corpora: string, models: readonly string[]): Promise<void> {
  const { passages, questions } = storyQuestions(corpora, QUESTIONS);
  row(`${questions.length} questions, ${passages.length} passages`, 'MRR', 'first, %', 'among five, %');
  row('---', '---', '---', '---');
  const byWords = bm25(passages);
  foundRow(
    'words (BM25)',
    judge(questions, ({ question }) => byWords(question)),
  );
  for (const model of models) {
    const name = path.basename(model);
    const there = await vectorsOf(model, passages, 'passage');
    const asked = await vectorsOf(
      model,
      questions.map(({ question }) => question),
      'query',
    );
    const byMeaning = (at: number) => there.map((vector) => product(vector, asked[at]!));
    foundRow(
      `${name}`,
      judge(questions, (_, at) => byMeaning(at)),
    );
    for (const [how, fuse] of [
      ['ranks, k = 60', reciprocalRanks(60)],
      ['ranks, k = 10', reciprocalRanks(10)],
      ['scores', standardised],
    ] as const) {
      foundRow(
        `${name} and words: ${how}`,
        judge(questions, ({ question }, at) => fuse(byWords(question), byMeaning(at))),
      );
    }
  }
}

async function main(): Promise<void> {
  const [first, ...others] = process.argv.slice(2);
  if (first === '--speed') await compareSpeed(others[0], Number(others[1] ?? 10_000));
  else if (first === undefined)
    console.error('usage: npm run bench -- sentences CORPORA [MODEL …] | --speed [RIVAL [COUNT]]');
  else {
    const models = others.length > 0 ? others : ['e5-mini'];
    await measureTranslations(first, models);
    console.log();
    await measureSearch(first, models);
  }
  await engine.dispose();
}

void main();
