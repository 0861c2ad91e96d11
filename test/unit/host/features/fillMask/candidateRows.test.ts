import { describe, expect, it } from 'vitest';
import type { FillMaskValue, MaskCandidate } from '../../../../../src/protocol/engine/index.js';
import {
  betterRows,
  fillRows,
  joinedWords,
  scoreOf,
  typedRows,
  wideRows,
  type CandidateRow,
} from '../../../../../src/host/features/fillMask/candidateRows.js';

const headings = {
  together: 'all',
  gap: (number: number) => `mask ${number}`,
  now: 'now',
  punctuation: 'punctuation',
};

const candidate = (text: string, probability: number): MaskCandidate => ({ id: 1, text, probability });
const mask = (...candidates: MaskCandidate[]) => ({ index: 1, start: 0, end: 6, candidates });
const value = (masks: FillMaskValue['masks'], joint?: FillMaskValue['joint']): FillMaskValue => ({
  model: 'a-model',
  tokens: [],
  masks,
  ...(joint && { joint }),
});
const shown = (rows: CandidateRow[]) => rows.map((row) => (row.kind === 'choice' ? row.label : `[${row.label}]`));

describe('fillRows', () => {
  it('lists the words of one mask in the engine’s order', () => {
    const rows = fillRows(
      value([mask(candidate('tea', 0.3), candidate('##s', 0.2))]),
      { text: '', gapOf: [0] },
      headings,
    );
    expect(shown(rows)).toEqual(['tea', '…s']);
    expect(rows[1]).toMatchObject({ probability: 0.2, words: new Map([[0, '##s']]) });
  });

  it('puts joint fillings before each mask by itself', () => {
    const both = value(
      [mask(candidate('tea', 0.3)), mask(candidate('day', 0.2))],
      [{ texts: ['tea', 'morning'], logProbability: Math.log(0.1) }],
    );
    const rows = fillRows(both, { text: '', gapOf: [0, 2] }, headings);
    expect(shown(rows)).toEqual(['[all]', 'tea · morning', '[mask 1]', 'tea', '[mask 2]', 'day']);
    expect(rows[1]).toMatchObject({
      words: new Map([
        [0, 'tea'],
        [2, 'morning'],
      ]),
    });
    expect((rows[1] as { probability: number }).probability).toBeCloseTo(0.1);
    expect(rows[5]).toMatchObject({ words: new Map([[2, 'day']]) });
  });

  it('leaves out what is no word', () => {
    const one = value([mask(candidate('[UNK]', 0.5), candidate('tea', 0.3), candidate('<pad>', 0.1))]);
    expect(shown(fillRows(one, { text: '', gapOf: [0] }, headings))).toEqual(['tea']);
  });

  it('puts punctuation that was left out at the end, when it is likely', () => {
    const leftOut = { probability: 0.5, candidates: [candidate('.', 0.4), candidate('!', 0.001)] };
    const one = value([{ ...mask(candidate('tea', 0.3)), leftOut }]);
    const rows = fillRows(one, { text: '', gapOf: [0] }, headings);
    expect(shown(rows)).toEqual(['tea', '[punctuation]', '.']);
    expect(rows[2]).toMatchObject({ probability: 0.4, words: new Map([[0, '.']]) });
    const both = value([mask(candidate('tea', 0.3)), { ...mask(candidate('day', 0.2)), leftOut }]);
    expect(fillRows(both, { text: '', gapOf: [0, 1] }, headings).at(-1)).toMatchObject({ label: '.', note: 'mask 2' });
  });

  it('shows words as they would be written', () => {
    const one = value([mask(candidate('tom', 0.3), candidate('##s', 0.2))]);
    const write = (words: ReadonlyMap<number, string>) =>
      new Map([...words].map(([gap, word]) => [gap, ` ${word.toUpperCase()}`]));
    const rows = fillRows(one, { text: '', gapOf: [0] }, headings, write);
    expect(shown(rows)).toEqual(['TOM', '…s']);
    expect(rows[0]).toMatchObject({ words: new Map([[0, 'tom']]) });
  });

  it('has a key of its own for every row', () => {
    const both = value(
      [mask(candidate('tea', 0.3)), mask(candidate('tea', 0.2))],
      [{ texts: ['tea', 'tea'], logProbability: -1 }],
    );
    const keys = fillRows(both, { text: '', gapOf: [0, 1] }, headings).flatMap((row) =>
      row.kind === 'choice' ? [row.key] : [],
    );
    expect(new Set(keys).size).toBe(3);
  });
});

describe('betterRows', () => {
  const groups = (...candidates: MaskCandidate[]) => [{ heading: 'instead', candidates }];

  it('shows the present word first, with its own probability, and not again', () => {
    const present = { text: 'Bank', probability: 0.01 };
    const rows = betterRows(0, present, groups(candidate('side', 0.3), candidate('bank', 0.01)), headings);
    expect(shown(rows)).toEqual(['[now]', 'Bank', '[instead]', 'side']);
    expect(rows[1]).toMatchObject({ probability: 0.01, words: new Map([[0, 'Bank']]) });
  });

  it('offers whole words only', () => {
    const rows = betterRows(
      0,
      { text: 'a', probability: null },
      groups(candidate('##s', 0.3), candidate(',', 0.2)),
      headings,
    );
    expect(shown(rows)).toEqual(['[now]', 'a']);
  });

  it('does not repeat a word of an earlier group', () => {
    const twice = [
      ...groups(candidate('x', 0.3)),
      { heading: 'more', candidates: [candidate('x', 0.2), candidate('y', 0.1)] },
    ];
    expect(shown(betterRows(0, { text: 'a', probability: null }, twice, headings)).slice(2)).toEqual([
      '[instead]',
      'x',
      '[more]',
      'y',
    ]);
  });
});

describe('scores', () => {
  it('are taken from the mask of the gap', () => {
    const both = value([mask(candidate('tea', 0.3)), mask(candidate('tea', 0.2))]);
    expect(scoreOf(both, { text: '', gapOf: [1, 4] }, 4)).toBe(0.2);
  });

  it('are none for a word that the model cannot spell', () => {
    expect(scoreOf(value([mask(candidate('☃', 0))]), { text: '', gapOf: [0] }, 0)).toBeNull();
  });

  it('say which gap they are for when there are several', () => {
    const rows = typedRows('tea', [4, 1], (gap) => gap / 10, headings);
    expect(rows.map(({ note, probability }) => [note, probability])).toEqual([
      ['mask 2', 0.4],
      ['mask 1', 0.1],
    ]);
    expect(typedRows('tea', [1], () => null, headings)[0]).not.toHaveProperty('note');
  });
});

describe('wideRows', () => {
  it('are fillings of one gap, joined by what stands between words', () => {
    const texts = [
      ['new', 'york'],
      ['new', 'york'],
      ['tea', 'tea'],
      ['high', '##est'],
    ];
    const joint = value(
      [],
      texts.map((one) => ({ texts: one, logProbability: Math.log(0.5) })),
    );
    expect(shown(wideRows(joint, { text: '', gapOf: [0, 0] }, 0, ' '))).toEqual(['new york', 'highest']);
  });
});

describe('joinedWords', () => {
  it('joins the characters of one gap and leaves other gaps out', () => {
    const joint = value([], [{ texts: ['x', '天', '##气'], logProbability: Math.log(0.5) }]);
    expect(joinedWords(joint, { text: '', gapOf: [0, 1, 1] }, 1)).toMatchObject([{ id: null, text: '天气' }]);
  });
});
