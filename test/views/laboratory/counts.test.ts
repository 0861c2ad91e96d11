// @vitest-environment happy-dom
/* Counts in English: nothing is said of one thing as if there were several, however little was measured. */
import fc from 'fast-check';
import { h, render, type VNode } from 'preact';
import { describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../../webview-ui/laboratory/experiments/index.js';
import { numbers, partOf, recorded } from './laboratoryHarness.js';

/** A result of less: lists are cut to their first, whole numbers come to be 1, each by chance. */
function lessOf(value: unknown, chance: () => number): unknown {
  if (typeof value === 'number') return Number.isInteger(value) && value > 1 && chance() < 0.5 ? 1 : value;
  if (Array.isArray(value)) {
    const kept: unknown[] = chance() < 0.4 ? value.slice(0, 1) : value;
    return kept.map((one) => lessOf(one, chance));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, lessOf(one, chance)]));
}

/** “1 tokens”, “1 new tokens”. */
const PLURAL = /(?<![\w.,–−-]|\+ )1[ \u00a0](?:\w+ )?[a-z]+s\b[^.;]{0,30}/g;

/** What is never one, or is no count. */
const OTHERS: readonly RegExp[] = [
  /^1 (parameters|numbers)/, // of a model, a state, a vector
  /^1 gives|^1 looks at/, // a layer, a sentence by its number
  /^1 poolings/, // four always
  /^1 words that .* predicts/, // six always
  /^1 steps|^1 characters/, // 300, and 260 at least
  /^1 pairs that follow|^1 sentences/, // of four sentences at least
  /^1 new tokens|^1 tokens instead/, // eight at least are written
];

/** All that is told of a result, each text by itself; what cannot be made of such a result there is not. */
function toldOf(name: string, result: unknown): string[] {
  const outcome = recorded[name]!;
  const part = partOf(outcome);
  const { exercise } = EXPERIMENTS.find(({ id }) => id === outcome.experiment)!;
  const drawn = (node: VNode) => {
    const place = document.createElement('div');
    render(h('div', null, node), place);
    return [...place.querySelectorAll('text')].map(({ textContent }) => textContent ?? '').join('\n');
  };
  return [
    () => part.seen(result, numbers),
    () => part.unseen(result),
    () => drawn(part.picture(result, { numbers, width: 480 })),
    () => part.table(result, numbers).header.join('\n'),
    () => (exercise.part === part.id ? exercise.check(result, numbers).text : ''),
  ].flatMap((tell) => {
    try {
      return [tell()];
    } catch {
      return [];
    }
  });
}

describe('what is said of one', () => {
  it.each(Object.keys(recorded).filter((name) => !name.endsWith('.zh')))('%s', (name) => {
    const found = new Set<string>();
    let count = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const texts = toldOf(
          name,
          lessOf(recorded[name]!.result, () => stream.next().value as number),
        );
        count += texts.length;
        for (const text of texts) for (const [one] of text.matchAll(PLURAL)) found.add(one);
      }),
      { numRuns: 60 },
    );
    expect(count).toBeGreaterThan(60);
    expect([...found].filter((one) => !OTHERS.some((other) => other.test(one)))).toEqual([]);
  });
});
