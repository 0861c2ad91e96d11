/* How well questions over tales are answered by the engine's own search: which mode finds the section that holds the answer. */
import type { LocalEngine } from '../../src/engine/engine.js';
import { SEARCH_MODES } from '../../src/protocol/engine/index.js';
import { type Question, type Split, storyQuestions } from '../sentences/corpora.js';

const QUESTIONS = 200;
/** Sentences of one answer; sections behind them count as not found. */
const RESULTS = 1000;

/** Of each question the rank of the first section that holds its answer, from 1; sections are ranked by their best sentence. */
async function ranksOf(engine: LocalEngine, sections: readonly string[], questions: readonly Question[], mode: string) {
  const documents = sections.map((text, at) => ({ name: `${at}.txt`, text }));
  const ranks: number[] = [];
  for (const { question: query, answers } of questions) {
    const { results } = await engine.call('search', { documents, query, mode: mode as 'both', topK: RESULTS });
    const found = [...new Set(results.map(({ name }) => Number.parseInt(name)))];
    const at = found.findIndex((section) => answers.has(section));
    ranks.push(at < 0 ? Infinity : at + 1);
  }
  return ranks;
}

/** @param split of the tales: parameters were chosen on `test` */
export async function measureQuality(engine: LocalEngine, corpora: string, split: Split): Promise<void> {
  const { passages, questions } = storyQuestions(corpora, QUESTIONS, split);
  console.log(
    `| ${split}: ${questions.length} questions, ${passages.length} sections | MRR | first, % | among five, % |`,
  );
  console.log('| --- | --- | --- | --- |');
  for (const mode of SEARCH_MODES.toReversed()) {
    const ranks = await ranksOf(engine, passages, questions, mode);
    const share = (most: number) => ((100 * ranks.filter((rank) => rank <= most).length) / ranks.length).toFixed(1);
    const mrr = ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length;
    console.log(`| ${mode} | ${mrr.toFixed(3)} | ${share(1)} | ${share(5)} |`);
  }
}

/** Ways to cut Chinese into words, by how often a piece of a sentence, taken anywhere, leads to that sentence. */
export async function measureChinese(corpora: string): Promise<void> {
  const { translations } = await import('../sentences/corpora.js');
  const { searchTerms } = await import('../../src/search/words.js');
  const { segments } = await import('../../src/text/segments.js');
  const sentences = translations(corpora, 1000).get('Chinese')!;
  const ways = {
    'pairs of characters': searchTerms,
    'words of Intl.Segmenter': (text: string) =>
      Array.from(segments(text, 'word', 'zh')).flatMap(({ start, end, isWordLike }) =>
        isWordLike ? [text.slice(start, end)] : [],
      ),
  };
  console.log('| Chinese, 1,000 sentences of NTREX; a piece of so many characters | 4 | 6 | 8 |');
  console.log('| --- | --- | --- | --- |');
  for (const [name, termsOf] of Object.entries(ways)) {
    const texts = sentences.map((text) => new Set(termsOf(text, 'text')));
    const counts = new Map<string, number>();
    for (const terms of texts) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    const cells = [4, 6, 8].map((length) => {
      const found = sentences.filter((text, at) => {
        const run = /[\p{scx=Han}]{12,}/u.exec(text)?.[0];
        if (run === undefined) return true;
        const from = (at * 7) % (run.length - length + 1);
        const asked = new Set(termsOf(run.slice(from, from + length), 'question'));
        const score = (terms: Set<string>) =>
          [...asked].reduce(
            (sum, term) => sum + (terms.has(term) ? Math.log(1 + 1000 / (counts.get(term) ?? 1)) : 0),
            0,
          );
        const own = score(texts[at]!);
        return own > 0 && texts.every((terms, other) => other === at || score(terms) < own);
      });
      return ((100 * found.length) / sentences.length).toFixed(1);
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
