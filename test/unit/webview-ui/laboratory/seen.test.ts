/* The sentences that experiments make of their numbers, whatever these say: also where they contradict the textbook. */
import { describe, expect, it } from 'vitest';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { filling, type GapResult } from '../../../../webview-ui/laboratory/experiments/gap/filling.js';
import type { GapFinding } from '../../../../webview-ui/laboratory/experiments/gap/ways.js';
import { gap } from '../../../../webview-ui/laboratory/experiments/gap/gap.js';
import { context, type ContextRow } from '../../../../webview-ui/laboratory/experiments/information/context.js';
import { corruption } from '../../../../webview-ui/laboratory/experiments/information/corruption.js';
import { information } from '../../../../webview-ui/laboratory/experiments/information/information.js';
import { ratio } from '../../../../webview-ui/laboratory/experiments/information/ratio.js';
import { signal, type SignalSide } from '../../../../webview-ui/laboratory/experiments/information/signal.js';
import { future, type FutureResult } from '../../../../webview-ui/laboratory/experiments/masks/future.js';
import { masks } from '../../../../webview-ui/laboratory/experiments/masks/masks.js';
import { steps, type StepsResult } from '../../../../webview-ui/laboratory/experiments/masks/steps.js';
import { pair } from '../../../../webview-ui/laboratory/experiments/sentence/pair.js';
import { perplexity } from '../../../../webview-ui/laboratory/experiments/sentence/perplexity.js';
import type { SentenceScore, Way } from '../../../../webview-ui/laboratory/experiments/sentence/scores.js';
import { languages } from '../../../../webview-ui/laboratory/experiments/tokens/languages.js';
import { pieces, type PieceReading } from '../../../../webview-ui/laboratory/experiments/tokens/pieces.js';
import { vectors } from '../../../../webview-ui/laboratory/experiments/tokens/vectors.js';

const numbers = numbersFor('en');

describe('tokens', () => {
  const reading = (model: string, kinds: PieceReading['pieces'][number]['kind'][]): PieceReading => ({
    model,
    architecture: 'encoder',
    maxLength: 512,
    pieces: kinds.map((kind, id) => ({ id, text: 'x', start: id, end: id + 1, kind })),
  });

  it('are counted to a word, special ones apart', () => {
    const readings = [reading('bert', ['special', 'word', 'piece', 'special'])];
    expect(pieces.seen({ text: 'xx', words: 1, readings }, numbers)).toBe(
      'One word becomes so many tokens, special ones included: bert 4 (without these 2.00 a word).',
    );
  });

  it('that a vocabulary lacks are told', () => {
    const seen = pieces.seen({ text: '今', words: 1, readings: [reading('t5', ['unknown'])] }, numbers);
    expect(seen).toContain('t5 has no token for a part of it');
  });

  it('of languages: the cheapest and the dearest, whichever they are', () => {
    const line = (language: string, words: number, tokens: number, unknown = 0) => ({
      text: language,
      language,
      words,
      characters: 10,
      counts: [{ model: 'm', tokens, unknown }],
    });
    const lines = [line('English', 10, 30), line('Chinese', 10, 11), line('lost', 10, 1, 1)];
    expect(languages.seen({ models: ['m'], lines }, numbers)).toBe(
      'For m the cheapest line costs 1.10 tokens a word (Chinese), the dearest 3.00 (English).',
    );
    expect(languages.seen({ models: ['m'], lines: lines.slice(0, 1) }, numbers)).toContain('one line only');
  });

  it('of a model that adds nothing', () => {
    const token = { token: 'a', isSecond: false, lengths: [2], shares: [1], sum: 2 };
    const result = { model: 't5', width: 8, kinds: ['token' as const], tokens: [token] };
    expect(vectors.seen(result, numbers)).toContain('t5 adds nothing');
  });
});

describe('masks', () => {
  const result: StepsResult = {
    model: 'm',
    pattern: 'causal',
    own: 'bidirectional',
    layer: 1,
    head: 2,
    tokens: ['a'],
    shown: 1,
    scores: [0],
    weights: [1],
    visible: [true],
    error: 1.2e-7,
    taken: 0.25,
    given: 0,
  };

  it('say what is taken away, what would be given, or that it is the model’s own', () => {
    expect(steps.seen(result, numbers)).toBe(
      'This mask takes away 25.0 % of what layer 2, head 3 of m reads.'.replaceAll(' %', '\u00a0%'),
    );
    expect(steps.seen({ ...result, own: 'causal', pattern: 'bidirectional', given: 0.4, taken: 0 }, numbers)).toMatch(
      /would put 40\.0.% of its weight on what it never reads; this mask hides 0\.0.% /,
    );
    expect(steps.seen({ ...result, pattern: 'own' }, numbers)).toContain('the two differ by 0.00000012 at most');
  });

  const change = (bert: number, gpt: number): FutureResult => ({
    models: [
      { id: 'bert', architecture: 'encoder' },
      { id: 'gpt', architecture: 'decoder' },
    ],
    rows: [
      {
        word: 'a',
        changes: [
          { change: bert, bits: 1 },
          { change: gpt, bits: 0 },
        ],
      },
    ],
  });

  it('of the future: what changes and what does not', () => {
    expect(future.seen(change(0.5, 0), numbers)).toBe(
      'Words that it changes in bert: 1 of 1, their vectors by 0.500 on average, most of all “a” (0.500). Hiding what follows changes no word of gpt: it never reads it.',
    );
  });

  it('against the textbook: a decoder that changes and an encoder that does not', () => {
    expect(future.seen(change(0, 0.5), numbers)).toBe(
      'Hiding what follows changes no word of bert: it never reads it. Words that it changes in gpt: 1 of 1, their vectors by 0.500 on average, most of all “a” (0.500).',
    );
  });

  it('exercise: by the first model, above its bound only', () => {
    expect(masks.exercise.check(change(0.2, 0), numbers).isMet).toBe(true);
    expect(masks.exercise.check(change(0.1, 0.9), numbers).isMet).toBe(false);
    expect(masks.exercise.check({ models: [], rows: [] }, numbers).isMet).toBe(false);
  });
});

describe('information', () => {
  const row = (token: string, bothBits: number, leftBits: number): ContextRow => ({
    token,
    bothBits,
    leftBits,
    bothEntropy: 1,
    leftEntropy: 2,
    divergence: 0.5,
    bothFirst: token,
    leftFirst: 'x',
    causalBits: null,
  });
  const result = (...rows: ContextRow[]) => ({ model: 'm', vocabulary: 100, count: rows.length, rows });

  it('says what the right side is worth', () => {
    expect(context.seen(result(row('a', 1, 3), row('b', 2, 3)), numbers)).toBe(
      'With both sides a token of this text surprises m by 1.50 bits, with the left one only by 3.00: the right side is worth 1.50 bits a token. Tokens at which it helps: 2 of 2; most at “a” (2.00 bits), least at “b” (1.00); the predictions are 0.50 bits apart (KL).',
    );
  });

  it('against the textbook: a right side that misleads', () => {
    const seen = context.seen(result(row('a', 5, 3), row('b', 2, 3)), numbers);
    expect(seen).toContain('here the right side misleads, by 0.50 bits a token');
    expect(seen).toContain('Tokens at which it helps: 1 of 2;');
    expect(seen).toContain('least at “a” (−2.00)');
  });

  it('says of tokens that stand for nothing that their figures say nothing', () => {
    expect(context.seen(result(row('[UNK]', 1, 3)), numbers)).toContain(
      'One token stands for what its vocabulary lacks',
    );
  });

  it('says what the model was trained to', () => {
    expect(context.unseen(result(row('a', 1, 3)))).toContain('hardly met');
    expect(context.unseen(result({ ...row('a', 1, 3), causalBits: 3 }))).not.toContain('hardly met');
  });

  it('exercise: 8 bits are enough, 7.99 are not', () => {
    expect(information.exercise.check(result(row('a', 1, 9)), numbers).isMet).toBe(true);
    expect(information.exercise.check(result(row('a', 1.01, 9)), numbers).isMet).toBe(false);
  });

  const point = (share: number, right: number) => ({ ratio: share, hidden: 10, right, bits: 3 });

  it('of the ratio: where less than half is left, or that it never is', () => {
    const of = (...points: ReturnType<typeof point>[]) => ratio.seen({ model: 'm', tokens: 20, points }, numbers);
    expect(of(point(0.15, 0.8), point(0.5, 0.3), point(1, 0))).toMatch(/names 80.*at 50.*less than half of that \(30/);
    expect(of(point(0.15, 0.8), point(0.5, 0.9), point(1, 0.7))).toMatch(/and still 70.*when nothing is left/);
    expect(of(point(0.15, 0), point(1, 0.5))).toContain('beyond it');
    // Few masks of few draws may be unlucky: what comes before 15 % is no loss by hiding more.
    expect(of(point(0.05, 0.2), point(0.15, 0.8), point(0.6, 0.3), point(1, 0))).toMatch(/at 60.* \(30/);
    expect(of(point(0.05, 0.2), point(0.15, 0.8), point(1, 0.7))).toMatch(/and still 70/);
  });

  it('of the ratio while it is measured: nothing of what was not yet hidden', () => {
    const seen = ratio.seen({ model: 'm', tokens: 20, points: [point(0.05, 0.2), point(0.15, 0.8)] }, numbers);
    expect(seen).toBe('With 15 % of the tokens hidden (of 20) m names 80.0\u00a0% of these rightly.');
  });

  it('of the corruption: what is put back, by what became of it; a fate that nothing had is left out', () => {
    const token = (fate: 'mask' | 'random' | null, isBack: boolean) => ({
      token: 'a',
      fate,
      read: 'b',
      first: 'a',
      bits: 1,
      isBack: fate === null ? null : isBack,
    });
    const tokens = [token('mask', true), token('mask', false), token('random', false), token(null, false)];
    expect(corruption.seen({ model: 'm', tokens }, numbers)).toBe(
      'Tokens that were chosen: 3 of 4; only these carry loss in m. Its first choice puts back – masked: 1 of 2, another token: 0 of 1.',
    );
  });

  it('of the signal: also where a mask carries more than all the rest', () => {
    const side = (carrying: number, bits: number): SignalSide => ({
      model: 'm',
      tokens: 10,
      carrying,
      bits,
      words: [],
    });
    const seen = signal.seen({ words: [], masked: side(2, 20), causal: side(9, 10) }, numbers);
    expect(seen).toMatch(
      /Tokens that carry loss: masked 2 of 10 \(20.*20\.0 bits in all\. Read from the left: 9 of 10 \(90/,
    );
    expect(seen).toContain('10.0 bits: 0.5 times the loss');
  });
});

describe('the probability of a sentence', () => {
  const score = (way: Way, bits: number): SentenceScore => ({
    way,
    model: way === 'causal' ? 'gpt' : 'bert',
    tokens: 10,
    bits,
    perplexity: 2 ** (bits / 10),
    bytes: 50,
    bitsPerByte: bits / 50,
    words: [],
  });

  it('is told in each way, and what pieces told each other', () => {
    const scores = [score('causal', 30), score('pseudo', 20), score('withinWord', 25)];
    expect(perplexity.seen({ words: [], scores }, numbers)).toBe(
      'gpt has a perplexity of 8.00 (tokens: 10), 0.60 bits a byte. bert’s pseudo-perplexity is 4.00 (tokens: 10), 0.40 bits a byte: not comparable, since each token saw all the others. With the rest of a word hidden it is 5.66: pieces had told each other 5.00 bits.',
    );
  });

  it('against the expected: hiding the rest of a word made it more probable', () => {
    const scores = [score('pseudo', 20), score('withinWord', 19)];
    expect(perplexity.seen({ words: [], scores }, numbers)).toContain('adds nothing here (−1.00 bits)');
  });

  it('of two: all for one, all for the other, or not of one mind', () => {
    const of = (first: number[], second: number[]) => {
      const ways = ['causal', 'pseudo'] as const;
      const scores = (bits: number[]) => ways.map((way, at) => score(way, bits[at]!));
      return pair.seen({ first: scores(first), second: scores(second) }, numbers);
    };
    expect(of([10, 10], [12, 11])).toContain('All prefer the first sentence: from the left (GPT-2) by 2.00 bits');
    expect(of([12, 11], [10, 10])).toContain('All prefer the second sentence');
    expect(of([10, 11], [12, 10])).toBe(
      'They disagree. The first is preferred by from the left (GPT-2) by 2.00 bits; the second by masked in turn (BERT) by 1.00 bits.',
    );
    // The same sentence twice, or one whose difference is written as 0.00.
    const none = 'To none of them one sentence is more probable than the other.';
    expect(of([10, 10], [10, 10])).toBe(none);
    expect(of([10, 10], [10.004, 9.996])).toBe(none);
    expect(of([10, 10], [12, 10])).toBe(
      'The first sentence is preferred: from the left (GPT-2) by 2.00 bits. To these both are as probable: masked in turn (BERT).',
    );
    expect(of([10, 10], [10, 9])).toBe(
      'The second sentence is preferred: masked in turn (BERT) by 1.00 bits. To these both are as probable: from the left (GPT-2).',
    );
  });
});

describe('the gap', () => {
  const finding = (way: GapFinding['way'], text: string | null, more: Partial<GapFinding> = {}): GapFinding => ({
    way,
    model: 'm',
    candidates: text === null ? [] : [{ text, probability: 0.5 }],
    milliseconds: 7,
    cannot: false,
    ...more,
  });
  const result = (...findings: GapFinding[]): GapResult => ({ before: 'a ', behind: ' b', findings });

  it('is told by first choices and times', () => {
    expect(filling.seen(result(finding('mask', 'cake'), finding('left', ' book')), numbers)).toMatch(
      /^First choices: a mask in the gap: “cake” \(50\.0.%\), from the left only: “book” \(50\.0.%\)\. Loaded, they took: a mask in the gap 7 ms, from the left only 7 ms\.$/,
    );
  });

  it('says who cannot, and who wrote nothing', () => {
    const seen = filling.seen(
      result(finding('sentinel', null, { cannot: true, milliseconds: null, model: 't5' }), finding('sentinel', null)),
      numbers,
    );
    expect(seen).toContain('t5 has no sentinels');
    expect(seen).toContain('m wrote nothing between its sentinels');
  });

  it('exercise: otherwise from the left, the same in place', () => {
    const check = (left: string, place: string) =>
      gap.exercise.check(result(finding('mask', 'Cake'), finding('left', left), finding('inPlace', place)), numbers);
    expect(check(' book', 'cake').isMet).toBe(true);
    expect(check(' cake', 'cake').isMet).toBe(false);
    expect(check(' book', 'knife').isMet).toBe(false);
    expect(gap.exercise.check(result(finding('mask', 'a')), numbers).isMet).toBe(false);
  });
});
