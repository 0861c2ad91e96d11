import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { alignWhole } from '../../../src/engine/tokenizer/alignedText.js';
import { loadTokenizer, type TextTokenizer } from '../../../src/engine/tokenizer/tokenizer.js';
import { createUnicodeNormalizer } from '../../../src/engine/tokenizer/unicodeNormalizer.js';
import { findBlocks } from '../../../src/documents/plainBlocks.js';
import { sentenceAt, sentenceNear } from '../../../src/documents/sentenceAt.js';
import { sentenceUnder } from '../../../src/host/features/attention/hover/sentenceUnder.js';
import { findMaskNear } from '../../../src/host/features/fillMask/maskedSentence.js';
import { factsOf, findRepetition, plainTypography, splitAtClauses, splitSentences } from '../../../src/text/index.js';
import { segments } from '../../../src/text/segments.js';
import { splitWords } from '../../../src/text/wordSpans.js';
import { golden } from '../../golden/compare.js';

/** Four times the text, least processor time of a few rounds: linear work takes 4 times as long, quadratic 16 times. */
const MOST = 10;
const ROUNDS = 3;

/** Of this process: what others do on the machine does not count. */
const processorTime = () => process.cpuUsage().user / 1000;

function milliseconds(run: (text: string) => unknown, text: string): number {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = processorTime();
    run(text);
    least = Math.min(least, processorTime() - started);
  }
  return least;
}

/** On a busy machine one measurement may be off; what grows with the square is above the bound in each. */
const ATTEMPTS = 4;

/** How many times as long a text takes as a quarter of it; what takes no time at all does not grow. */
function growth(run: (text: string) => unknown, text: (length: number) => string, length: number): number {
  let least = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && least >= MOST; attempt++) {
    const whole = milliseconds(run, text(length));
    least = Math.min(least, whole < 25 ? 0 : whole / Math.max(1, milliseconds(run, text(length / 4))));
  }
  return least;
}

const of =
  (part: string, begin = '', end = '') =>
  (length: number) =>
    begin + part.repeat(Math.ceil(length / part.length)) + end;

let t5: TextTokenizer;
beforeAll(async () => {
  t5 = await loadTokenizer(golden(join('tokenizers', 't5')));
});

describe('the time of a text grows with its length', () => {
  it.each<[string, (text: string) => unknown, (length: number) => string, number]>([
    ['numbers: facts', (text) => factsOf(text, 'en'), of('12 '), 20_000],
    ['words of numbers: facts', (text) => factsOf(text, 'en'), of('two hundred '), 20_000],
    ['no end of digits: facts', (text) => factsOf(text, 'de'), of('1.'), 60_000],
    ['quotation marks: typography', plainTypography, of('“'), 60_000],
    ['dashes: typography', plainTypography, of(' — a'), 60_000],
    ['words again: repetition', (text) => findRepetition(text, text), of('the dog '), 40_000],
    ['letters again: repetition', (text) => findRepetition(text), of('ab'), 40_000],
    ['brackets: sentences', splitSentences, of('('), 160_000],
    ['small letters after stops: sentences', splitSentences, of('a. '), 60_000],
    ['Chinese: sentences', splitSentences, of('中文。'), 40_000],
    ['stops alone: sentences', splitSentences, of('.'), 160_000],
    ['stops apart: sentences', splitSentences, of('. '), 60_000],
    ['abbreviations: sentences', splitSentences, of('Dr. '), 60_000],
    ['initials: sentences', splitSentences, of('z. B. '), 60_000],
    ['quotation marks: sentences', splitSentences, of('"'), 160_000],
    ['quoted stops: sentences', splitSentences, of('.” “'), 60_000],
    ['backticks: sentences', splitSentences, of('``` ` '), 60_000],
    ['tags: sentences', splitSentences, of('<a '), 60_000],
    ['links: sentences', splitSentences, of('[a]('), 60_000],
    ['emoji: sentences', splitSentences, of('.😀 '), 60_000],
    ['asterisks: sentences', splitSentences, of('a.** '), 60_000],
    ['no stops: sentences', splitSentences, of('word '), 160_000],
    ['many sentences', splitSentences, of('Ab c. '), 60_000],
    ['line breaks: sentences', splitSentences, of('\n', 'a', 'b'), 40_000],
    ['a heading with spaces', findBlocks, of(' ', '# a', 'x'), 160_000],
    ['blank lines in front matter', findBlocks, of('\n', '---\n', '---\nx'), 160_000],
    ['many short lines', findBlocks, of('a\n'), 20_000],
    [
      'a line of code: sentence',
      (text) => sentenceAt(text, { start: 9, end: 9 }, 'markdown'),
      of('a "', '```\n'),
      160_000,
    ],
    ['fences: sentence', (text) => sentenceNear(text, text.length, 'markdown'), of('```\na\n'), 160_000],
    ['emphasis: sentence', (text) => sentenceNear(text, 9, 'plain'), of('*a '), 160_000],
    ['Chinese: words', splitWords, of('中文'), 40_000],
    ['Japanese: words', splitWords, of('カナ'), 40_000],
    [
      'marks out of order: NFD',
      (text) => createUnicodeNormalizer('NFD')(alignWhole(text)),
      of('\u0301\u0323', 'e'),
      60_000,
    ],
  ])('%s', { timeout: 60_000 }, (_, run, text, length) => {
    expect(growth(run, text, length)).toBeLessThan(MOST);
  });

  it.each([
    ['Chinese', '中文字符', 40_000],
    ['emoji', '👍🏽', 40_000],
    ['marks', 'e\u0301\u0323', 40_000],
  ])('%s: tokens with a Precompiled normalizer', { timeout: 60_000 }, (_, part, length) => {
    expect(growth((text) => t5.encode(text), of(part), length)).toBeLessThan(MOST);
  });
});

describe('a paragraph of very many lines', () => {
  it('is no more than others', { timeout: 60_000 }, () => {
    expect(findBlocks('ab\n'.repeat(130_000)).length).toBeGreaterThan(0);
  });
});

describe('what is asked about does not grow with the text', () => {
  it('clauses: each stretch is little longer than what fits', () => {
    for (const text of [of('the dog and the cat ')(200_000), of('a dog, a cat, ')(200_000), of('日本、')(200_000)]) {
      let asked = 0;
      const pieces = [
        ...splitAtClauses(text, ({ length }) => {
          asked += length;
          return Math.min(length, 2000);
        }),
      ];
      expect(pieces.length).toBeGreaterThan(90);
      expect(asked).toBeLessThan(6 * text.length);
    }
  });

  it('clauses: a text without a place to cut it at is not read for the first piece', () => {
    let asked = 0;
    const [piece] = splitAtClauses('x'.repeat(200_000), ({ length }) => {
      asked += length;
      return Math.min(length, 500);
    });
    expect(piece).toEqual({ start: 0, end: 200_000 });
    expect(asked).toBeLessThan(10_000);
  });

  it('hover: of a comment of one line, 200 KB long, what is near the mouse', () => {
    const comment = `/* ${'The children sat on the bank of the river, and '.repeat(4500)} */`;
    const at = comment.indexOf('river', 100_000);
    expect(sentenceNear(comment, at, 'program:typescript')!.run.text.length).toBeLessThan(20_000);
    const found = sentenceUnder(comment, at, 'program:typescript');
    expect(comment.slice(found!.word.start, found!.word.end)).toBe('river');
    expect(found!.text.length).toBeLessThan(1000);
  });

  it('hover: of ten thousand lines of comments, what is near the mouse, without its marks', () => {
    const text = '// The children sat on the bank\n'.repeat(10_000);
    const at = text.indexOf('sat', 200_000);
    const { run } = sentenceNear(text, at, 'program:typescript')!;
    expect(run.text.length).toBeLessThan(20_000);
    expect(run.text).not.toContain('/');
    expect(run.text.slice(run.starts.indexOf(at)).startsWith('sat on the bank')).toBe(true);
  });

  it('masks: a sentence of a thousand is cut out of its text once', () => {
    const found = findMaskNear('[MASK] '.repeat(3000), 6000);
    expect(found!.task.gaps.length).toBeGreaterThan(1000);
    expect(found!.task.gaps.filter(({ starts }) => starts)).toHaveLength(1);
  });
});

describe('segments in windows are those of the whole text', () => {
  const parts = [
    'The U.S. Army came. ',
    '“Stop!” he said. ',
    '好吗？“好。”',
    '👨‍👩‍👧‍👦',
    '🇩🇪🇫🇷🇬🇧',
    'e\u0301\u0323\u0302',
    '3.14, isn’t it? ',
    '\r\n',
    '... (and so on) ',
    'ไทยภาษา',
    'カタカナとひらがな',
    '한국어 ',
    'a'.repeat(300),
    '!?! ',
  ];
  it.each(['grapheme', 'word'] as const)('%s', (granularity) => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 3; round++) {
      const text = Array.from({ length: 400 }, () => parts[random(parts.length)]).join('');
      const whole = Array.from(new Intl.Segmenter('en', { granularity }).segment(text), ({ index }) => index);
      expect(Array.from(segments(text, granularity), ({ start }) => start)).toEqual(whole);
    }
  });
});
