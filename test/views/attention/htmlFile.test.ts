// @vitest-environment happy-dom
/* One file of what the panel shows: complete by itself, and nothing in it runs or is loaded. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import { htmlFile } from '../../../webview-ui/attention/export/htmlFile.js';
import { findWord } from '../../../webview-ui/attention/model/findWord.js';
import { all, one, shown, text } from './attentionHarness.js';
import { HOSTILE, hostileMap } from './hostileMap.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const file = (texts: readonly string[], caption: readonly string[] = ['a', 'b']) =>
  htmlFile({
    shown: hostileMap(texts),
    picture: '<svg xmlns="http://www.w3.org/2000/svg"><title>p</title></svg>',
    caption,
    language: 'en',
    details: [{ heading: '<b>', lines: ['</p><img src=x onerror=alert(1)>'] }],
    decimal: numbersFor('en').decimal,
  });

describe('one HTML file', () => {
  it('says nothing but text, whatever the words are', () => {
    const written = file(HOSTILE, HOSTILE);
    const read = new DOMParser().parseFromString(written, 'text/html');
    const names = new Set([...read.querySelectorAll('*')].map(({ localName }) => localName));
    for (const name of ['script', 'img', 'iframe', 'link', 'a', 'base', 'form']) expect(names).not.toContain(name);
    expect(written).toContain("default-src 'none'");
    expect(written).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg)|onerror=alert\(1\)>(?!<)/);
    expect(written).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('has the weights as a table, and of a large map says where they are', () => {
    const read = new DOMParser().parseFromString(file(['a', 'b']), 'text/html');
    expect([...read.querySelectorAll('td')].map(({ textContent }) => textContent)).toEqual([
      '',
      '0.333',
      '0.667',
      '0.333',
      '0.667',
    ]);
    const large = new DOMParser().parseFromString(file(Array.from({ length: 101 }, () => 'a ')), 'text/html');
    expect(large.querySelectorAll('td')).toHaveLength(0);
    expect(large.body.textContent).toContain('the CSV has all of them');
  });

  it('is saved with the picture, and what stands beside it', async () => {
    const page = await shown({ layer: 1, head: 1 });
    one('button.export').click();
    all('.entry')
      .find((entry) => entry.textContent === 'All in One HTML File …')
      ?.click();
    const saved = page.sent.find((message) => message.type === 'save');
    expect(saved).toMatchObject({ format: 'html', name: 'attention-bert-mini-encoder-layer-2-head-2' });
    const read = new DOMParser().parseFromString(String(saved?.content), 'text/html');
    expect(read.querySelectorAll('figure svg')).toHaveLength(1);
    expect([...read.querySelectorAll('h2')].map(({ textContent }) => textContent)).toEqual([
      'bank',
      'What changes if it is hidden',
      'Agreement',
      // Heads were not silenced: there is nothing to be said of them.
      'Weights: each row reads the columns.',
    ]);
    expect(read.body.textContent).toContain('attention and hiding: −0.31');
    expect(read.querySelectorAll('button')).toHaveLength(0);
  });
});

describe('searching', () => {
  const map = hostileMap(['The', ' cat', ' the', ' mat']);

  it('goes from one to the next, and round, whatever the capitals', () => {
    const at = (row: number) => ({ row, column: 0 });
    expect(findWord(map, 'THE', null)).toEqual({ cell: { row: 0, column: -1 }, place: 1, count: 2 });
    expect(findWord(map, 'the', at(0))?.cell.row).toBe(2);
    expect(findWord(map, 'the', at(2))?.cell.row).toBe(0);
    expect(findWord(map, 'the', at(0), true)?.cell.row).toBe(2);
    expect(findWord(map, 'dog', null)).toBeNull();
    expect(findWord(map, '  ', null)).toBeNull();
  });

  it('finds a word that is only read among the columns', () => {
    const cross = { ...map, rows: hostileMap(['Die', ' Katze']).rows };
    expect(findWord(cross, 'mat', { row: 1, column: 0 })).toEqual({ cell: { row: 1, column: 3 }, place: 1, count: 1 });
  });

  it('gives the found word the focus, and says which it is', async () => {
    await shown({ layer: 1, head: 1 });
    const field = one('.search input') as HTMLInputElement;
    const search = (shiftKey = false) =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey, bubbles: true, cancelable: true }));
    field.value = 'the';
    search();
    expect([text('.search [role=status]'), text('.side .subject')]).toEqual(['match 2 of 2', 'the']);
    search();
    expect(text('.search [role=status]')).toBe('match 1 of 2');
    field.value = 'xyz';
    search();
    expect(text('.search [role=status]')).toBe('not found');
  });
});
