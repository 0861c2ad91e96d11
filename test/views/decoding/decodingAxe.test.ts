// @vitest-environment happy-dom
/* The Decoding page's markup by axe-core's rules; colours and sizes are a browser's matter. */
import axe from 'axe-core';
import { beforeEach, expect, it, vi } from 'vitest';
import { endedRuns, idleRun, stateOf } from './decodingFixture.js';
import { servedState } from './servedFixture.js';
import { all, DecodingHarness } from './decodingHarness.js';
import { comparison } from '../fixtures.js';

const ended = endedRuns(comparison);

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Decoding';
});

it('has nothing against runs that have ended, with everything open', async () => {
  await drawn(() => new DecodingHarness(stateOf(comparison)));
  for (const toggle of all('.toggle:not([hidden])')) toggle.click();
  for (const details of all('details')) (details as HTMLDetailsElement).open = true;
  all('.card .piece')[3]?.focus();
  expect(all('.here table')).toHaveLength(1);
  expect(await violations()).toEqual([]);
});

it.each(['typed logits', 'two-step beam'])('has nothing against the laboratory’s %s', async (name) => {
  await drawn(() => {
    new DecodingHarness(stateOf(comparison));
    for (const details of all('.laboratory-part')) (details as HTMLDetailsElement).open = true;
  });
  all('[role=tab]')
    .find(({ textContent }) => textContent === name)
    ?.click();
  expect(all('.laboratory input[type=text]').length).toBeGreaterThan(2);
  expect(await violations()).toEqual([]);
});

it('has nothing against a menu', async () => {
  await drawn(() => new DecodingHarness(stateOf(comparison)));
  all('.card .tools .menu-host > button')[0]?.click();
  expect(all('[role=menu]')).toHaveLength(1);
  expect(await violations()).toEqual([]);
});

it('has nothing against runs that failed, wait, or cannot run', async () => {
  const error = { code: 'engine-died', message: 'gone' } as const;
  const issue = { field: 'topP', kind: 'range', message: 'too high', min: 0, max: 1 } as const;
  const fault = { code: 'bad-request', message: 'too high', details: { kind: 'field', issue } } as const;
  const runs = [
    { ...ended[0]!, status: 'failed' as const, error },
    { ...idleRun(2, { strategy: 'sample', topP: 2 }), faults: [fault] },
    { ...idleRun(3, { strategy: 'beam' }), status: 'waiting' as const },
  ];
  await drawn(() => new DecodingHarness({ ...stateOf(comparison, runs), error }, { kept: { open: ['edit:2'] } }));
  expect(all('[aria-invalid=true]')).toHaveLength(1);
  expect(await violations()).toEqual([]);
});

it('has nothing against runs of servers, with a model of their own', async () => {
  const kept = { open: ['edit:2', 'models:2', 'edit:5'] };
  await drawn(() => new DecodingHarness(servedState(comparison), { kept }));
  expect(all('optgroup').length).toBeGreaterThan(2);
  expect(await violations()).toEqual([]);
});

it('would tell of a field without a label', async () => {
  await drawn(() => new DecodingHarness(stateOf(comparison)));
  all('.commands')[0]?.append(document.createElement('input'));
  expect(await violations()).toEqual(['label']);
});

/** Draws the page and what comes a moment later. */
async function drawn(draw: () => void): Promise<void> {
  vi.useFakeTimers();
  draw();
  await vi.advanceTimersByTimeAsync(1000);
  vi.useRealTimers();
}

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map(({ id, nodes }) => (nodes.length === 1 ? id : `${id} ${nodes.length}`));
}
