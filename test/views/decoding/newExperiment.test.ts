// @vitest-environment happy-dom
/* A made-up experiment is put into the laboratory, and found where one of its own would be. */
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../webview-ui/decoding/laboratory/experiment.js';
import { EXPERIMENTS } from '../../../webview-ui/decoding/laboratory/experiments/index.js';
import { INITIAL_LAB_STATE, Laboratory, type LabState } from '../../../webview-ui/decoding/laboratory/laboratory.js';
import { englishContext, readDistribution } from './englishContext.js';

const PLACE = { distribution: { value: readDistribution(), before: [] }, place: 'before token 4' };

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];

describe('an experiment', () => {
  it('is a line in a list: its tab, its state and the places that it is told of', () => {
    const places: unknown[] = [];
    let kept: LabState = INITIAL_LAB_STATE;
    const counted: Experiment<number> = {
      id: 'made-up',
      title: () => 'made up',
      initial: 7,
      open({ kept: count, keep }) {
        const element = document.createElement('output');
        element.textContent = String(count);
        keep(count + 1);
        return { elements: () => [element], update: (next) => void places.push(next) };
      },
    };
    const options = {
      ask: () => {},
      keep: (next: LabState) => void (kept = next),
      experiments: [...EXPERIMENTS, counted],
    };
    const lab = new Laboratory(englishContext, { ...options, kept });
    document.body.replaceChildren(lab.element);
    lab.update(PLACE);
    expect(all('output')).toEqual([]);
    all('button')
      .find(({ textContent }) => textContent === 'made up')!
      .click();
    expect(all('output').map(({ textContent }) => textContent)).toEqual(['7']);
    expect(kept).toMatchObject({ source: 'made-up', 'made-up': 8 });
    lab.update(null);
    expect(places).toEqual([PLACE, null]);
    // Where the version that comes next has it no more, the first one stands.
    document.body.replaceChildren(
      new Laboratory(englishContext, { ...options, kept, experiments: EXPERIMENTS }).element,
    );
    expect(all('[role=tab]')[0]!.getAttribute('aria-selected')).toBe('true');
  });
});
