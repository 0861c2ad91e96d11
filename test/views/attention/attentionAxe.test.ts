// @vitest-environment happy-dom
/* The attention panel's markup by axe-core's rules; colours and sizes are a browser's matter. */
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { one, shown } from './attentionHarness.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const views: Partial<AttentionView>[] = [
  { layer: 1, head: 1 },
  { layer: 1, head: 1, view: 'lines', sort: 'pattern' },
  { view: 'rollout' },
  { model: 't5-mini', kind: 'cross', layer: 1, head: 2 },
];

it.each(views)('has nothing against %o', async (view) => {
  await shown(view);
  expect(await violations()).toEqual([]);
});

it('has nothing against the table', async () => {
  await shown({ layer: 1, head: 1 });
  one('.readout button[aria-pressed]').click();
  expect(await violations()).toEqual([]);
});

it('has nothing against a message', async () => {
  await shown({}, null);
  expect(await violations()).toEqual([]);
});

it('would tell of a button without a name', async () => {
  await shown({ layer: 1, head: 1 });
  one('.toolbar').append(document.createElement('button'));
  expect(await violations()).toEqual(['button-name']);
});

async function violations(): Promise<string[]> {
  vi.useRealTimers();
  document.documentElement.lang = 'en';
  document.title = 'Attention';
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map(({ id }) => id);
}
