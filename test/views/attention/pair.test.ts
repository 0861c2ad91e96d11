// @vitest-environment happy-dom
/* Two sides in the attention panel: what stands beside what, their difference, and the way out. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeptSide } from '../../../src/protocol/webviews/index.js';
import { DEFAULT_VIEW } from '../../../src/attention/viewState.js';
import { answering, subjectOf } from './attentionFixture.js';
import { all, choose, one, recorded, settle, shown, text, texts } from './attentionHarness.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const compare = async () => {
  one('.compare').click();
  await settle();
};

/** A kept side of the recorded text, with another model. */
const gpt: KeptSide = {
  view: { ...DEFAULT_VIEW, model: 'gpt2-mini', kind: 'decoder', layer: 1, head: 1 },
  subject: subjectOf(recorded.text),
};
const memory = (other: KeptSide) => ({
  view: { ...DEFAULT_VIEW, model: 'bert-mini', layer: 1, head: 1 },
  subject: subjectOf(recorded.text),
  other,
});

/** One weight of a recorded map of words without special tokens; both models read each word of the text as one token. */
function weight(model: string, layer: number, head: number, row: number, column: number): number {
  const found = recorded.answers.find((each) => each.method === 'attention' && each.params.model === model);
  const [map] = (found?.value as { maps: { heads: number; queries: number; keys: number; values: number[] }[] }).maps;
  if (!map) throw new Error(`${model} has no map`);
  return map.values[((layer * map.heads + head) * map.queries + row) * map.keys + column] ?? NaN;
}

describe('two side by side', () => {
  it('keeps what is shown, and says that both are the same until something else is chosen', async () => {
    await shown({ layer: 1, head: 1 });
    expect(one('.compare-bar').hidden).toBe(true);
    await compare();
    expect(text('.compare-bar p')).toBe('Compared with bert-mini · “She sat on the bank of the river.”');
    expect(all('.two-maps .matrix')).toHaveLength(2);
    expect(text('.two-maps .facts')).toContain(
      'Mean absolute difference of the weights: 0.0000, over 81 cells. Both sides',
    );
    expect(all('.two-maps .facts .barrow')).toHaveLength(0);
  });

  it('puts another model beside it, words matched by place, what the mask hides left out', async () => {
    await shown({}, undefined, { memory: memory(gpt) });
    expect(texts('.two-maps .map > p')).toEqual([
      'bert-mini · encoder · layer 2, head 2 · “She sat on the bank of the river.”',
      'gpt2-mini · decoder · layer 2, head 2 · “She sat on the bank of the river.”',
    ]);
    // 9 words; of 81 cells the mask of gpt2-mini hides 36
    const facts = text('.two-maps .facts');
    expect(facts).toContain('over 45 cells.');
    expect(facts).toContain(
      'Rows are matched by their place in the same text, columns by their place in the same text.',
    );
    expect(facts).toContain('Cells that a mask hides on either side');
    expect(facts).not.toContain('left out');
    let sum = 0;
    for (let row = 0; row < 9; row++) {
      // [CLS] stands before bert-mini's words
      for (let column = 0; column <= row; column++) {
        sum += Math.abs(weight('bert-mini', 1, 1, row + 1, column + 1) - weight('gpt2-mini', 1, 1, row, column));
      }
    }
    expect(facts).toContain(`Mean absolute difference of the weights: ${(sum / 45).toFixed(4)}`);
    const here = weight('bert-mini', 1, 1, 5, 4);
    const there = weight('gpt2-mini', 1, 1, 4, 3);
    choose('The word here', '4');
    await settle();
    const read = all('.two-words .barrow').find((row) => row.querySelector('.word')?.textContent === 'the');
    expect(read?.querySelector('.number')?.textContent).toContain(`${here.toFixed(3)} here, ${there.toFixed(3)} there`);
  });

  it('goes with layer and head where the other model has them', async () => {
    await shown({}, undefined, { memory: memory(gpt) });
    choose('layer', '0');
    await settle();
    expect(texts('.two-maps .map > p').map((line) => line.split(' · ')[2])).toEqual([
      'layer 1, head 2',
      'layer 1, head 2',
    ]);
  });

  it('takes another text beside it, matched by equal words, and tells how many have no counterpart', async () => {
    const page = await shown({ layer: 1, head: 1 });
    await compare();
    const other = 'He sat on the side of a river.';
    const bert = answering(recorded);
    page.answer = (method, params) => {
      if (params.text === recorded.text) return bert(method, params);
      const value = structuredClone(bert(method, { ...params, text: recorded.text }));
      return { ...value, source: tokensOf(other) } as never;
    };
    page.post({ type: 'subject', subject: subjectOf(other, { id: 2 }) });
    await settle();
    // sat, on, the, of, river and the stop: 6 of 9 words
    const facts = text('.two-maps .facts');
    expect(facts).toContain('over 36 cells.');
    expect(facts).toContain('Rows left out for want of a counterpart: 3 of 9 here, 3 of 9 there.');
    expect(facts).toContain('Rows are matched by equal words in order');
  });

  it('compares two occurrences of a word, with what each of them reads', async () => {
    await shown({ layer: 1, head: 1 });
    await compare();
    choose('The word here', '3');
    choose('The word there', '6');
    await settle();
    expect(text('.two-words p')).toMatch(
      /^What the here and the there read differs by 0\.\d{4} on the mean of 9 words/,
    );
    expect(all('.two-words .barrow')).toHaveLength(8);
    const mean =
      [1, 2, 3, 4, 5, 6, 7, 8, 9]
        .map((column) => Math.abs(weight('bert-mini', 1, 1, 4, column) - weight('bert-mini', 1, 1, 7, column)))
        .reduce((sum, each) => sum + each, 0) / 9;
    expect(text('.two-words p')).toContain(mean.toFixed(4));
    choose('The word there', '');
    await settle();
    expect(text('.two-words p')).toContain('differs by 0.0000');
  });

  it('chooses a cell that differs much on both sides', async () => {
    await shown({}, undefined, { memory: memory(gpt) });
    const [row] = all('.two-maps .facts .barrow');
    const name = row?.querySelector('.word')?.textContent;
    row?.click();
    await settle();
    expect(text('.readout-line').startsWith(`${name}: `)).toBe(true);
    const [reader] = name?.split(' → ') ?? [];
    expect(texts('.matrix .cell').every((said) => said.startsWith(`${reader} reads`))).toBe(true);
  });

  it('carries off the difference with both sides named', async () => {
    const page = await shown({}, undefined, { memory: memory(gpt) });
    one('.export').click();
    all('.menu .entry')
      .find(({ textContent }) => textContent === 'Copy CSV')
      ?.click();
    const copied = page.sent.find(({ type }) => type === 'copy') as { text: string };
    const lines = copied.text.trim().split('\r\n');
    expect(lines[0]).toBe('query,key,this,other,difference,row,column,other row,other column');
    expect(lines).toHaveLength(46);
    const [query, key, here, there, difference, ...places] = lines[1]!.split(',');
    expect([query, key, ...places]).toEqual(['She', 'She', '1', '1', '1', '1']);
    expect(Number(difference)).toBeCloseTo(Number(here) - Number(there), 6);
    one('.export').click();
    all('.menu .entry')
      .find(({ textContent }) => textContent === 'Copy JSON')
      ?.click();
    const json = JSON.parse((page.sent.findLast(({ type }) => type === 'copy') as { text: string }).text) as {
      sides: { model: string; layer: number }[];
    };
    expect(json.sides).toMatchObject([
      { model: 'bert-mini', layer: 1 },
      { model: 'gpt2-mini', layer: 1 },
    ]);
  });

  it('has both sides, zero and the figures in picture and document', async () => {
    const page = await shown({}, undefined, { memory: memory(gpt) });
    const save = (label: string) => {
      one('.export').click();
      all('.menu .entry')
        .find(({ textContent }) => textContent === label)
        ?.click();
      return page.sent.findLast(({ type }) => type === 'save') as { name: string; content: string };
    };
    const picture = save('Picture as SVG …');
    expect(picture.name).toBe('attention-difference');
    for (const said of ['this − other', 'This: bert-mini', 'Other: gpt2-mini', '>0<', '>+1<', '>−1<']) {
      expect(picture.content).toContain(said);
    }
    const { content } = save('All in One HTML File …');
    expect(content).toContain('<h1>Difference of two attention maps, this − other</h1>');
    expect(content).toContain('over 45 cells.');
  });

  it('is kept over a reload, and let go by Stop Comparing', async () => {
    const page = await shown({}, undefined, { memory: memory(gpt) });
    expect(page.memory?.other?.view.model).toBe('gpt2-mini');
    one('.compare-bar button').click();
    await settle();
    expect(page.memory?.other).toBeUndefined();
    expect(one('.compare-bar').hidden).toBe(true);
    expect(all('.two-maps')).toHaveLength(0);
    expect(all('.matrix')).toHaveLength(1);
  });

  it('lets go of a side whose model is gone', async () => {
    const gone = { ...gpt, view: { ...gpt.view, model: 'no-more' } };
    const page = await shown({}, undefined, { memory: memory(gone) });
    expect(all('.two-maps')).toHaveLength(0);
    expect(page.memory?.other).toBeUndefined();
  });

  it('says why the other side is not there, and leaves this one', async () => {
    const wrong = { ...gpt, subject: subjectOf('Nobody recorded this.') };
    await shown({}, undefined, { memory: memory(wrong) });
    expect(all('.two-maps .matrix')).toHaveLength(1);
    expect(text('.two-maps .message .headline')).toBe('That did not work');
    expect(one('.two-maps-blocks').hidden).toBe(true);
  });

  it('has nothing against it by axe', async () => {
    await shown({}, undefined, { memory: memory(gpt) });
    vi.useRealTimers();
    document.documentElement.lang = 'en';
    document.title = 'Attention';
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});

/** A text's tokens, a word each between the special ones. */
function tokensOf(of: string) {
  const words = [...of.matchAll(/\w+|\./g)].map(({ 0: word, index }) => ({
    id: 1,
    text: word,
    start: index,
    end: index + word.length,
  }));
  const special = (name: string) => ({ id: 2, text: name, start: null, end: null });
  return [special('[CLS]'), ...words, special('[SEP]')];
}
