import { describe, expect, it } from 'vitest';
import { isReviewed } from '../../../../../src/host/features/translate/review/isReviewed.js';
import { SentenceList } from '../../../../../src/host/features/translate/review/sentenceList.js';
import type { TranslatedSegment } from '../../../../../src/protocol/engine/index.js';

const TEXT = 'One. Two. Three. Four.';

const segment = (source: string, target: string, more: Partial<TranslatedSegment> = {}): TranslatedSegment => {
  const start = TEXT.indexOf(source);
  return { start, end: start + source.length, target, logProbability: -1, ...more };
};

const listed = (list: SentenceList, text = 0) => list.of(text).map(({ source, written }) => [source, written]);

describe('sentences under review', () => {
  it('stand in the order of the text, however they come', () => {
    const list = new SentenceList([TEXT, TEXT]);
    for (const source of ['Two.', 'Four.', 'One.', 'Three.']) list.add(0, segment(source, source.toUpperCase()));
    list.add(1, segment('Three.', 'Drei.'));
    expect(listed(list).map(([source]) => source)).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
    expect(listed(list, 1)).toEqual([['Three.', 'Drei.']]);
    expect(list.size).toBe(5);
  });

  it('take the place of what lies within them', () => {
    const list = new SentenceList([TEXT]);
    const { sentences } = list.add(0, segment('Two', 'Zwei'));
    const change = list.add(0, segment('One. Two.', 'Eins, zwei.'));
    expect(change.gone).toEqual([sentences[0]!.id]);
    expect(listed(list)).toEqual([['One. Two.', 'Eins, zwei.']]);
  });

  it('become others when the whole is settled, but for what was decided', () => {
    const list = new SentenceList([TEXT]);
    const [one] = list.add(0, segment('One.', 'Eins.')).sentences;
    const [two] = list.add(0, segment('Two.', 'Zwei.')).sentences;
    const [three] = list.add(0, segment('Three.', 'Drei.')).sentences;
    list.write(one!.id, 'Ein.');
    const kept = { doubts: ['structure' as const], kept: true as const };
    const settled = [segment('One.', 'One.', kept), segment('Two.', 'Two.', kept), segment('Four.', 'Vier.')];
    const change = list.settle(0, settled);
    expect(change.gone).toEqual([three!.id]);
    expect(change.sentences.map(({ source }) => source)).toEqual(['One.', 'Two.', 'Four.']);
    expect(listed(list)).toEqual([
      ['One.', 'Ein.'],
      ['Two.', 'Two.'],
      ['Four.', 'Vier.'],
    ]);
    expect(list.get(two!.id)).toMatchObject({ kept: true, doubts: ['structure'] });
    // Settled once more, nothing is told.
    expect(list.settle(0, settled)).toEqual({ sentences: [], gone: [] });
  });

  it('tell once which of them were changed', () => {
    const list = new SentenceList([TEXT]);
    const [one] = list.add(0, segment('One.', 'Eins.')).sentences;
    expect(list.setChanged(new Set())).toBeNull();
    expect(list.setChanged(new Set([one!.id]))).toEqual([one!.id]);
    expect(list.setChanged(new Set([one!.id]))).toBeNull();
    expect(list.all()[0]!.changed).toBe(true);
    expect(list.setChanged(new Set())).toEqual([]);
  });
});

describe('what is reviewed', () => {
  it('is what is long, everything, or nothing', () => {
    expect(isReviewed('long', 5)).toBe(false);
    expect(isReviewed('long', 6)).toBe(true);
    expect(isReviewed('always', 1)).toBe(true);
    expect(isReviewed('never', 500)).toBe(false);
  });
});
