// @vitest-environment happy-dom
/* Runs by models of servers: which model a recipe is for, where texts go, and what was drawn or decoded there. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { comparison } from '../fixtures.js';
import { idleRun } from './decodingFixture.js';
import { all, card, DecodingHarness, textOf, toggle } from './decodingHarness.js';
import { BEYOND, HERE, OLLAMA, servedRuns, servedState } from './servedFixture.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const runs = servedRuns(comparison);
const shown = (...some: DecodingRun[]) => new DecodingHarness(servedState(comparison, some.length > 0 ? some : runs));
const visible = (selector: string, place: number) =>
  all(selector, card(place)).filter(({ hidden, textContent }) => !hidden && textContent !== '');

describe('the model of a recipe', () => {
  const row = (place: number) => all('.field.strategy', card(place))[1]!;
  const select = (place: number) => all('select', row(place))[0] as HTMLSelectElement;
  const where = (place: number) => {
    const line = all('.does', row(place))[0];
    expect(select(place).getAttribute('aria-describedby')).toBe(line?.id);
    return textOf(line);
  };
  const open = (place: number, ...some: DecodingRun[]) => {
    const test = shown(...some);
    toggle(place, 'parameters').click();
    return test;
  };

  it('is chosen from those here and those of servers, each in a group', () => {
    open(2);
    expect([...select(2).children].map((child) => child.getAttribute('label') ?? textOf(child))).toEqual([
      'that of all: gpt2-mini',
      'gpt2-mini-amateur',
      'On servers',
    ]);
    expect(all('optgroup option', select(2)).map(textOf)).toEqual([BEYOND.id, HERE.id, OLLAMA.id]);
    expect([select(2).value, select(2).title]).toEqual([BEYOND.id, BEYOND.id]);
  });

  it.each<[number, string]>([
    [1, ''],
    [2, 'Text goes to gpu12.cluster.example.org:8443.'],
    [3, '127.0.0.1:8080 serves it on this machine.'],
    [5, '127.0.0.1:11434 serves it on this machine. It decodes there, and tells no figures.'],
  ])('says where its texts go before it runs: run %i', (place, said) => {
    open(place);
    expect(where(place)).toBe(said);
  });

  it('is sent when it is chosen, and says so of the one that is chosen then', () => {
    const test = open(1, idleRun(1, { strategy: 'greedy' }));
    select(1).value = BEYOND.id;
    select(1).dispatchEvent(new Event('change'));
    expect(test.sentOf('runModel')).toEqual([{ type: 'runModel', run: 1, model: BEYOND.id }]);
    test.receive({ type: 'run', run: { ...idleRun(1, { strategy: 'greedy' }), ownModel: BEYOND.id }, index: 0 });
    expect(where(1)).toBe('Text goes to gpu12.cluster.example.org:8443.');
    select(1).value = '';
    select(1).dispatchEvent(new Event('change'));
    expect(test.sentOf('runModel').at(-1)).toEqual({ type: 'runModel', run: 1, model: null });
  });

  it('stays what it was where its server is gone', () => {
    const test = open(2);
    const { models } = servedState(comparison);
    test.receive({ type: 'head', head: { ...test.state, models: models.filter(({ id }) => id !== BEYOND.id) } });
    expect([select(2).value, where(2)]).toEqual([BEYOND.id, '']);
  });

  it('is not asked for where a branch goes on from its tokens', () => {
    const [, run] = runs as [DecodingRun, DecodingRun];
    const branch = { run: 1, sequence: 0, step: 1, ids: [1], text: ' a', chosen: ' a', promptIds: [1], source: 'one' };
    open(1, { ...run, branch: { ...branch, model: BEYOND.id } });
    expect(row(1).hidden).toBe(true);
    expect(all('.origin', card(1)).map(textOf).at(-1)).toContain('text goes to gpu12.cluster.example.org:8443');
  });
});

describe('a run by a server', () => {
  it('says where its text went, and how much of it was decoded here', () => {
    shown();
    expect([1, 2, 3, 4, 5].map((place) => all('.origin', card(place)).map(textOf).join())).toEqual([
      '',
      'text goes to gpu12.cluster.example.org:8443 · decoded here, exactly',
      'on this machine · decoded here, exactly',
      'text goes to gpu12.cluster.example.org:8443 · tokens that the server drew itself: 14 of 28',
      'on this machine',
    ]);
  });

  it('says at a token that the server drew it, and shows no figures of what its samplers left', () => {
    shown();
    const foot = (at: number) => {
      all('.piece', card(4))[at]!.click();
      expect(all('.here', card(4))).toHaveLength(1);
      const text = textOf(all('.here', card(4))[0])!;
      return { isDrawn: text.includes('drawn by the server, which does not tell what its samplers left'), text };
    };
    expect(foot(1).isDrawn).toBe(true);
    expect(all('.here td.left', card(4))).toHaveLength(0);
    expect(foot(1).text).not.toContain('sampled from');
    expect(foot(2).isDrawn).toBe(false);
  });

  it('that tells texts alone shows them as they are read, without tokens, and says what it did with the recipe', () => {
    shown();
    expect(textOf(all('.plain', card(5))[0])).toBe(runs[4]!.sequences[0]!.text.slice(1));
    expect(all('.piece', card(5))).toHaveLength(0);
    expect(all('.notes p', card(5)).map(textOf)).toEqual([
      'decoded by the server: it tells neither tokens nor their probabilities',
      'the server ignores: min-p',
      'not known whether the server obeys: top-k',
    ]);
    expect(visible('.toggle', 5).map(textOf)).toEqual(['parameters', 'determinism']);
    const measures = all('.measures tbody tr')[4]!;
    expect(all('td', measures).map(textOf).slice(0, 3)).toEqual(['–', '–', '–']);
  });

  it('that begins a text with more than a space, or a line, has it as it is', () => {
    const [, , , , words] = runs as [DecodingRun, DecodingRun, DecodingRun, DecodingRun, DecodingRun];
    for (const text of ['\n\nOne', '  two', 'three', '']) {
      shown({ ...words, id: 1, sequences: [{ ...words.sequences[0]!, text }] });
      expect(all('.plain', card(1))[0]!.textContent).toBe(text);
    }
  });

  it('is not set beside another model token by token, which is said with the reason', () => {
    shown();
    toggle(2, 'two models').click();
    expect(visible('.divergence p', 2).map(textOf)).toEqual([
      `${BEYOND.id} is on a server, which does not tell its whole distribution.`,
    ]);
    toggle(1, 'two models').click();
    const offered = all('.divergence option', card(1)).map(textOf);
    expect(offered).toEqual(['gpt2-mini-amateur']);
  });
});
