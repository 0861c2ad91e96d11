import { describe, expect, it } from 'vitest';
import { clipLabel } from '../../../../src/host/editor/labelWidth.js';

describe('the label of a row that has a figure', () => {
  it.each(['', 'Paris', 'the old lighthouse at the mouth of the river', '在河边的老灯塔', '🦊🦊🦊'])(
    'stays as it is where it is short: %s',
    (label) => expect(clipLabel(label)).toBe(label),
  );

  it('is in one line', () => expect(clipLabel('  two\n  lines ')).toBe('two lines'));

  it.each([
    ['words', 'The children sat on the bank of the river and watched the boats. '.repeat(3), 50, 66],
    ['wide letters', 'MWMW '.repeat(40), 25, 45],
    ['narrow letters', 'illi '.repeat(60), 80, 130],
    // A character of Chinese is as wide as the type is high.
    ['Chinese', '孩子们坐在河边看着船只驶来。'.repeat(6), 25, 31],
    ['one long word', 'x'.repeat(400), 50, 60],
    ['emoji', '🦊'.repeat(200), 50, 62],
  ])('is cut by how wide it is drawn: %s', (_, text, least, most) => {
    const label = clipLabel(text);
    expect(label).toMatch(/…$/);
    expect(label.length).toBeGreaterThanOrEqual(least);
    expect(label.length).toBeLessThanOrEqual(most);
    expect(label).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
