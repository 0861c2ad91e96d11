import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/documents/documentParts.js';

const paragraph = (at: number) => `Paragraph ${at * 7919} of the text. ${'It goes on for a while. '.repeat(12)}`;
const TEXT = Array.from({ length: 200 }, (_, at) => paragraph(at)).join('\n\n');
const cut = (text: string, format: 'plain' | 'markdown') =>
  partsOf(text, format).map(({ start, end }) => text.slice(start, end));

describe.each(['plain', 'markdown'] as const)('%s', (format) => {
  it('is cut into parts that are all of it, each of some size', () => {
    const parts = cut(TEXT, format);
    expect(parts.join('')).toBe(TEXT);
    expect(parts.length).toBeGreaterThan(8);
    for (const part of parts.slice(0, -1)) {
      expect(part.length).toBeGreaterThanOrEqual(1000);
      expect(part.length).toBeLessThan(3500);
      expect(part.endsWith('\n\n')).toBe(true);
    }
  });

  it('has the same parts behind a change', () => {
    const before = new Set(cut(TEXT, format));
    const at = TEXT.indexOf('Paragraph 0');
    const changed = `${TEXT.slice(0, at + 9)} and another one of some length ${TEXT.slice(at + 9)}`;
    const fresh = cut(changed, format).filter((part) => !before.has(part));
    expect(fresh.length).toBeLessThanOrEqual(3);
  });

  it('is nothing where there is no text, and one part where there are no paragraphs', () => {
    expect(partsOf('', format)).toEqual([]);
    const line = 'word '.repeat(5000);
    expect(partsOf(line, format)).toEqual([{ start: 0, end: line.length }]);
  });
});

it('cuts a long list between its items, and no item', () => {
  const item = (at: number) =>
    `- Item ${at} of the list. ${'It goes on for a while. '.repeat(6)}\n  And on its next line.\n`;
  const list = Array.from({ length: 200 }, (_, at) => item(at)).join('');
  for (const text of [list, list.replaceAll('- Item', '1. Item'), list.replaceAll('\n- ', '\n\n- ')]) {
    const parts = cut(text, 'markdown');
    expect(parts.join('')).toBe(text);
    expect(parts.length).toBeGreaterThan(8);
    for (const part of parts) {
      expect(part.length).toBeLessThan(3500);
      expect(part).toMatch(/^(?:-|1\.) Item/);
    }
  }
});

it('cuts no fence of code', () => {
  const code = `\`\`\`\n${'const x = 1;\n\nText of it\n\n'.repeat(900)}\`\`\`\n\n`;
  const text = `${TEXT}\n\n${code}${TEXT}`;
  const inside = text.indexOf('```') + 10;
  const holding = partsOf(text, 'markdown').find(({ start, end }) => start <= inside && inside < end)!;
  expect(holding.end).toBeGreaterThan(text.lastIndexOf('```'));
});
