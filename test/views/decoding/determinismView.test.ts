// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeterminismCheck } from '../../../src/protocol/webviews/index.js';
import { DeterminismView } from '../../../webview-ui/decoding/determinism/determinismView.js';
import { englishContext } from './englishContext.js';

const run = (text: string) => {
  const texts = text.match(/ ?\S+/g) ?? [];
  return { ids: texts.map((word) => word.length * 31 + word.charCodeAt(1)), texts };
};
const part = (kind: DeterminismCheck['parts'][number]['kind'], ...texts: string[]) => ({
  kind,
  decoding: { strategy: 'sample' as const },
  runs: texts.map(run),
});

let view: DeterminismView;
const texts = (selector: string) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);

beforeEach(() => {
  view = new DeterminismView(englishContext);
  document.body.replaceChildren(view.element);
});

const check: DeterminismCheck = {
  parts: [
    part('recipe', ' went to bed', ' went to the lake', ' went to'),
    part('zero', ' went to the', ' went to the', ' went to the'),
    part('tiny', ' went to the', ' went to the', ' went to the'),
    part('seed', ' went'),
  ],
  running: 2,
  error: null,
};

describe('the determinism check', () => {
  it('is drawn whole', () => {
    view.update(check);
    expect(document.body.innerHTML).toMatchSnapshot();
  });

  it('marks the first token that differs in all three runs, and one that ended', () => {
    view.update(check);
    expect(texts('.recipe .verdict')).toEqual(['≠ they part at token 3']);
    expect(texts('.recipe mark')).toEqual(['bed', 'the', 'ended before']);
    expect(texts('.recipe .text')).toEqual(['went to bed', 'went to the lake', 'went to ended before']);
  });

  it('shows equal runs once, and says so', () => {
    view.update(check);
    expect(texts('.zero .verdict')).toEqual(['= equal, all 3 tokens three times']);
    expect(texts('.zero .text')).toEqual(['went to the']);
  });

  it('explains temperature 0, nearly 0 and a seed in a sentence each', () => {
    view.update(check);
    expect(texts('.part > p.small').map((sentence) => /^[^,:]+/.exec(sentence)?.[0])).toEqual([
      'Three runs of this recipe',
      'Temperature 0',
      'Temperature 0.0001',
      'One seed three times',
    ]);
  });

  it('gives no verdict before there are two runs, and tells what is to come', () => {
    view.update(check);
    expect(texts('.seed .verdict')).toEqual([]);
    expect(texts('[role=status]')).toEqual(['2 runs to come …']);
    view.update({ ...check, running: 0 });
    expect(texts('[role=status]')).toEqual(['']);
  });

  it('says that nothing is drawn where nothing is', () => {
    view.update({ ...check, parts: [part('recipe', ' a b', ' a b', ' a b')], running: 0 });
    expect(texts('.part > p.small')[0]).toContain('nothing is drawn in it');
  });

  it('compares what a server wrote by words, and says of it only what was asked for', () => {
    const served = (kind: DeterminismCheck['parts'][number]['kind'], ...all: string[]) => ({
      ...part(kind),
      runs: all.map((text) => ({ ids: [], texts: [text], decodedByServer: true as const })),
    });
    const parts = [served('recipe', ' to bed', ' to the lake'), served('seed', ' to bed', ' to bed')];
    view.update({ ...check, parts, running: 0 });
    expect(texts('.verdict')).toEqual(['≠ they part at word 2', '= the text is equal, three times; words: 2']);
    expect(texts('.recipe mark')).toEqual(['bed', 'the']);
    for (const sentence of texts('.part > p.small')) expect(sentence).toContain('drawn by the server');
  });

  it('tells why it could not go on', () => {
    view.update({ ...check, running: 0, error: { code: 'engine-died', message: 'The engine stopped.' } });
    expect(texts('.fault')).toEqual(['The engine stopped while it worked; your text is as it was.']);
    view.update(null);
    expect(texts('.part, .fault')).toEqual(['']);
  });
});
