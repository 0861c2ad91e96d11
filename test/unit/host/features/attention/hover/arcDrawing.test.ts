import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../../../../../src/text/escape.js';
import { drawArcs, INKS } from '../../../../../../src/host/features/attention/hover/arcDrawing.js';
import { arcLayout } from '../../../../../../src/host/features/attention/hover/arcLayout.js';
import { commandLink } from '../../../../../../src/host/core/commandLink.js';
import { escapeMarkdown } from '../../../../../../src/host/core/plainText.js';

const WORDS = 'The children sat on the bank of the river and watched the boats .'.split(' ');
const TOP = [
  { index: 8, weight: 0.41 },
  { index: 2, weight: 0.17 },
  { index: 12, weight: 0.09 },
];
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const linear = (value = 0) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

describe('the arcs over a sentence', () => {
  it('go from the word to those it looks at, thicker and thinner', () => {
    const { words, arcs } = arcLayout(WORDS, 5, TOP, 1000);
    expect(words.map(({ text }) => text)).toEqual(WORDS);
    expect(arcs.map(({ index }) => index)).toEqual([8, 2, 12]);
    const bank = words[5]!;
    for (const arc of arcs) expect(arc.from).toBeCloseTo(bank.x + bank.width / 2, 6);
    const thicknesses = arcs.map(({ thickness }) => thickness);
    expect(thicknesses).toEqual([...thicknesses].sort((a, b) => b - a));
    words.forEach(({ x }, index) => {
      const before = words[index - 1];
      if (before) expect(x).toBeGreaterThan(before.x + before.width);
    });
  });

  it('leave out what is far from the words that matter when there is no room', () => {
    const long = Array.from({ length: 60 }, (_, index) => `word${index}`);
    const top = [
      { index: 50, weight: 0.3 },
      { index: 3, weight: 0.2 },
    ];
    const { words, arcs, width } = arcLayout(long, 20, top, 440);
    expect(width).toBeLessThanOrEqual(440);
    expect(arcs).toHaveLength(2);
    const shown = words.map(({ index }) => index).filter((index) => index !== null);
    expect(shown).toEqual(expect.arrayContaining([3, 20, 50]));
    expect(words.filter(({ index }) => index === null).every(({ text }) => text === '…')).toBe(true);
    expect(words.length).toBeGreaterThan(5);
  });

  it('fit the room whatever the words are', () => {
    const wide = ['W'.repeat(80), 'the', 'Ｗ'.repeat(80), 'bank', 'x'.repeat(300)];
    const top = [
      { index: 2, weight: 0.5 },
      { index: 4, weight: 0.2 },
    ];
    const { words, width } = arcLayout(wide, 0, top, 440);
    expect(width).toBeLessThanOrEqual(460);
    expect(words[0]!.text.endsWith('…')).toBe(true);
  });

  it('draw the same picture for the same numbers', () => {
    expect(drawArcs(WORDS, 5, TOP, INKS.dark, percent).svg).toMatchSnapshot();
  });

  it('write hostile words as text', () => {
    const hostile = ['<script>alert(1)</script>', '"><image href="x" onload="y">', '&amp;', '\u0000\uD800]]>'];
    const { svg } = drawArcs(hostile, 0, [{ index: 1, weight: 0.5 }], INKS.light, percent);
    expect(svg).not.toMatch(/<script|<image|\u0000/);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg.match(/<(?!\/)/g)?.every((mark) => mark === '<')).toBe(true);
    expect([...svg.matchAll(/<\/?([a-z]+)/g)].every(([, tag]) => ['svg', 'g', 'path', 'text'].includes(tag!))).toBe(
      true,
    );
    expect(escapeMarkup('a\u0001b\uFFFEc', '')).toBe('abc');
  });

  it('can be read on the hover of every kind of theme', () => {
    const grounds = { light: '#f8f8f8', dark: '#202020', contrastDark: '#0c141f', contrastLight: '#ffffff' } as const;
    for (const [kind, ground] of Object.entries(grounds) as [keyof typeof grounds, string][]) {
      for (const ink of Object.values(INKS[kind])) expect(contrast(ink, ground), `${kind} ${ink}`).toBeGreaterThan(4.5);
    }
  });
});

describe('text in Markdown', () => {
  it('means nothing but itself', () => {
    expect(escapeMarkdown('a *b* [c](command:d) <e> `f`\n# g | h $(i) &lt; ~j~ _k_ !l')).toBe(
      'a \\*b\\* \\[c\\]\\(command\\:d\\) \\<e\\> \\`f\\` \\# g \\| h \\$\\(i\\) \\&lt\\; \\~j\\~ \\_k\\_ \\!l',
    );
  });

  it('cannot end a link', () => {
    const link = commandLink('glassbox.showAttention', { text: 'a) [x](command:evil) "q" \'r\'' });
    expect(link).not.toMatch(/[()[\]"' ]/);
    const [, encoded] = link.split('?');
    expect(JSON.parse(decodeURIComponent(encoded!))).toEqual([{ text: 'a) [x](command:evil) "q" \'r\'' }]);
  });
});
