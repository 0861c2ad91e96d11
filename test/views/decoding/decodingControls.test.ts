// @vitest-environment happy-dom
/* The Decoding page: its recipes and their menus, the prompt, the settings, and what goes wrong. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { endedRuns, idleRun, MODELS, served, stateOf } from './decodingFixture.js';
import { all, card, DecodingHarness, textOf, toggle } from './decodingHarness.js';
import { comparison } from '../fixtures.js';

const ended = endedRuns(comparison);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a recipe', () => {
  const open = () => {
    const test = new DecodingHarness(stateOf(comparison));
    toggle(2, 'parameters').click();
    return test;
  };
  const field = (name: string) => all(`[data-field=${name}] input`, card(2))[0] as HTMLInputElement;
  const type = (name: string, value: string) => {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input', { bubbles: true }));
  };

  it('has its strategy’s fields, each with a label and what it does', () => {
    open();
    const fields = all('.fields .field', card(2));
    expect(fields.length).toBeGreaterThan(8);
    for (const one of fields) {
      const input = one.querySelector('input, select')!;
      expect(one.querySelector('label')?.getAttribute('for')).toBe(input.id);
      expect(one.querySelector('.does')?.textContent.length).toBeGreaterThan(15);
      expect(input.getAttribute('aria-describedby')).toContain(`${input.id}-does`);
    }
    expect(field('temperature').value).toBe('0.8');
  });

  it('is sent as a whole when one field has been typed', () => {
    const test = open();
    type('temperature', '1');
    type('temperature', '1.2');
    expect(test.sentOf('change')).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(test.sentOf('change')).toEqual([
      { type: 'change', run: 2, decoding: { strategy: 'sample', topP: 0.9, temperature: 1.2 } },
    ]);
  });

  it('names what is out of range at the field at once, and what contradicts when the host has told', () => {
    const test = open();
    type('topP', '1.5');
    expect(field('topP').getAttribute('aria-invalid')).toBe('true');
    expect(all('[data-field=topP] .fault', card(2))[0]?.textContent).toBe('must be from 0 to 1');
    type('topP', '0.5');
    expect(field('topP').getAttribute('aria-invalid')).toBeNull();
    vi.advanceTimersByTime(500);
    const issue = { field: 'minNewTokens', kind: 'overNewTokens', message: 'must be at most …', max: 28 } as const;
    const fault = { code: 'bad-request', message: issue.message, details: { kind: 'field', issue } } as const;
    test.receive({ type: 'run', run: { ...ended[1]!, faults: [fault] }, index: 1 });
    expect(all('[data-field=minNewTokens] .fault', card(2))[0]?.textContent).toBe('must be at most the length, 28');
    expect((all('.more-fields', card(2))[0] as HTMLDetailsElement).open).toBe(true);
    expect(textOf(all('.primary')[0])).toBe('Run 5');
  });

  it('changes its strategy, and has its values back when it changes back', () => {
    const test = open();
    const strategy = all('.field.strategy select', card(2))[0] as HTMLSelectElement;
    for (const value of ['greedy', 'sample']) {
      strategy.value = value;
      strategy.dispatchEvent(new Event('change', { bubbles: true }));
    }
    expect(test.sentOf('change').map(({ decoding }) => decoding)).toEqual([
      { strategy: 'greedy' },
      { strategy: 'sample', topP: 0.9, temperature: 0.8 },
    ]);
    expect(field('temperature').value).toBe('0.8');
  });

  it('is opened when it was asked for', () => {
    const test = new DecodingHarness(stateOf(comparison));
    all('.commands button')
      .find(({ textContent }) => textContent === 'Add')
      ?.click();
    all('[role=menuitem]')
      .find(({ textContent }) => textContent === 'Greedy')
      ?.click();
    expect(test.sentOf('add')[0]?.decoding).toEqual({ strategy: 'greedy' });
    test.receive({ type: 'run', run: idleRun(9, { strategy: 'greedy' }), index: 6 });
    expect(card(7).contains(document.activeElement)).toBe(true);
    expect(all('.recipe', card(7))).toHaveLength(1);
  });

  it('is copied, moved, renamed and removed from its menu, by keyboard', () => {
    const test = new DecodingHarness(stateOf(comparison));
    const choose = (place: number, label: string) => {
      const button = all('.tools .menu-host > button', card(place))[0]!;
      button.focus();
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
      const entries = all('[role=menuitem]', card(place));
      expect(document.activeElement).toBe(entries[0]);
      entries.find(({ textContent }) => textContent === label)?.click();
      expect(all('[role=menu]')).toHaveLength(0);
    };
    choose(2, 'Copy Recipe as Python');
    choose(2, 'Duplicate');
    choose(2, 'Move Up');
    choose(2, 'Remove');
    expect(test.sent).toEqual([
      { type: 'copyRecipe', run: 2, as: 'python' },
      { type: 'duplicate', run: 2 },
      { type: 'move', run: 2, index: 0 },
      { type: 'remove', run: 2 },
    ]);
    choose(1, 'Rename');
    const name = document.activeElement as HTMLInputElement;
    name.value = 'plain';
    name.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(test.sentOf('rename')).toEqual([{ type: 'rename', run: 1, name: 'plain' }]);
  });

  it('that moves keeps the focus and its elements', () => {
    const test = new DecodingHarness(stateOf(comparison));
    const token = all('.piece', card(2))[1]!;
    token.focus();
    test.receive({ type: 'order', ids: [2, 1, 3, 4, 5, 6] });
    expect(card(1).contains(token)).toBe(true);
    expect(document.activeElement).toBe(token);
    expect(all('.card .place').map(textOf).slice(0, 2)).toEqual(['1', '2']);
  });
});

describe('the head', () => {
  it('tells where the prompt comes from, and sends what is typed a moment later', () => {
    const test = new DecodingHarness(stateOf(comparison));
    expect(textOf(all('.prompt h2')[0])).toBe('Prompt · follows the cursor · note.md:12');
    const field = all('textarea')[0] as HTMLTextAreaElement;
    field.focus();
    field.value = 'A dog';
    field.dispatchEvent(new Event('input'));
    test.receive({ type: 'head', head: { ...test.state, prompt: { ...test.state.prompt, text: 'from the cursor' } } });
    expect(field.value).toBe('A dog');
    vi.advanceTimersByTime(500);
    expect(test.sentOf('prompt')).toEqual([{ type: 'prompt', text: 'A dog' }]);
  });

  it('tells the host what is being typed before it runs', () => {
    const test = new DecodingHarness(stateOf(comparison));
    const field = all('textarea')[0] as HTMLTextAreaElement;
    field.value = 'A cat';
    field.dispatchEvent(new Event('input'));
    all('.primary')[0]?.click();
    expect(test.sent).toEqual([{ type: 'prompt', text: 'A cat' }, { type: 'run' }]);
  });

  it('has models of servers in a group of their own, and says where texts go', () => {
    const [beyond, here] = [served('https://gpu.example'), served('http://127.0.0.1:8080')];
    const state = { ...stateOf(comparison), models: [...MODELS, beyond, here] };
    const test = new DecodingHarness({ ...state, model: beyond.id });
    const select = all('.settings select')[0] as HTMLSelectElement;
    const [group] = all('optgroup', select) as HTMLOptGroupElement[];
    expect(group?.label).toBe('On servers');
    expect(all('option', group).map(textOf)).toEqual(['forty@gpu.example', 'forty@127.0.0.1:8080']);
    expect(select.value).toBe(beyond.id);
    const where = () => all('.settings .where').filter(({ hidden }) => !hidden);
    expect(where().map(textOf)).toEqual(['Text goes to gpu.example.']);
    test.receive({ type: 'head', head: { ...state, model: here.id } });
    expect(where().map(textOf)).toEqual(['127.0.0.1:8080 serves it on this machine.']);
    test.receive({ type: 'head', head: { ...state, model: 'gpt2-mini' } });
    expect(where()).toEqual([]);
  });

  it('offers the tasks of an encoder-decoder, each once', () => {
    const test = new DecodingHarness({ ...stateOf(comparison), model: 't5-mini', prefix: 'summarize: ' });
    const task = all('.task select')[0] as HTMLSelectElement;
    expect([...task.options].map(({ textContent }) => textContent)).toEqual([
      'English to German',
      'English to French',
      'summarize',
      'no prefix',
      'another prefix …',
    ]);
    expect(task.value).toBe('summarize: ');
    test.receive({ type: 'head', head: { ...test.state, model: 'gpt2-mini' } });
    expect(all('.task')[0]?.hidden).toBe(true);
  });

  it('says that the engine has gone, at each run and as a whole, and starts those again', () => {
    const error = { code: 'engine-died', message: 'gone' } as const;
    const failed = ended.slice(0, 2).map((run): DecodingRun => ({ ...run, status: 'failed', error }));
    const test = new DecodingHarness({ ...stateOf(comparison, [...failed, ended[2]!]), error });
    expect(all('.card .error').map(textOf)).toEqual(Array(2).fill('The engine ended before the run did.'));
    all('.banner button')[0]?.click();
    all('.notes button', card(2))[0]?.click();
    expect(test.sentOf('run')).toEqual([
      { type: 'run', runs: [1, 2] },
      { type: 'run', runs: [2] },
    ]);
  });

  it('asks for a prompt where there is none', () => {
    const error = { code: 'bad-request', message: 'empty' } as const;
    new DecodingHarness({ ...stateOf(comparison), prompt: { mode: 'follow', text: '', label: '' }, error });
    expect(textOf(all('.banner p')[0])).toContain('The prompt is empty.');
    expect(all('textarea')[0]?.getAttribute('aria-invalid')).toBe('true');
  });

  it('stops what runs, and the focus stays in the page', () => {
    const test = new DecodingHarness(stateOf(comparison, [{ ...ended[0]!, status: 'running' }]));
    const stop = all('.commands button').find(({ textContent }) => textContent === 'Stop')!;
    stop.focus();
    stop.click();
    expect(test.sentOf('stop')).toEqual([{ type: 'stop' }]);
    test.receive({ type: 'run', run: { ...ended[0]!, status: 'stopped' }, index: 0 });
    expect(stop.hidden).toBe(true);
    expect(document.activeElement).toBe(all('.primary')[0]);
  });

  it('leaves the focus in the page when what had it goes away', () => {
    const stale = { ...ended[0]!, stale: true };
    const error = { code: 'bad-request', message: 'no' } as const;
    const test = new DecodingHarness({ ...stateOf(comparison, [stale]), error });
    const again = all('.toggles .tools > button', card(1))[0]!;
    again.focus();
    test.receive({ type: 'run', run: { ...stale, status: 'waiting', generation: 9 }, index: 0 });
    expect(again.hidden).toBe(true);
    expect(document.activeElement).toBe(card(1));
    test.receive({ type: 'removed', id: 1 });
    expect(document.activeElement).toBe(all('.card-list')[0]);
    all('.banner button').at(-1)!.focus();
    test.receive({ type: 'head', head: { ...test.state, error: null } });
    expect(document.activeElement).toBe(all('textarea')[0]);
  });

  it('leaves the focus in the card when its notes or its distribution go away', () => {
    const error = { code: 'internal', message: 'no' } as const;
    const failed: DecodingRun = { ...ended[0]!, status: 'failed', error };
    const test = new DecodingHarness(stateOf(comparison, [failed]));
    all('.notes button', card(1))[0]!.focus();
    test.receive({ type: 'run', run: { ...failed, status: 'waiting', error: null }, index: 0 });
    expect(document.activeElement).toBe(card(1));
    test.receive({ type: 'run', run: ended[0]!, index: 0 });
    all('.piece', card(1))[2]!.focus();
    all('.here button', card(1)).at(-1)!.focus();
    test.receive({ type: 'run', run: { ...ended[0]!, generation: 5, status: 'waiting', sequences: [] }, index: 0 });
    expect(all('.here', card(1))[0]?.hidden).toBe(true);
    expect(document.activeElement).toBe(card(1));
  });

  it('dims what is out of date, and not what is as it was made again', () => {
    const test = new DecodingHarness(stateOf(comparison));
    test.receive({ type: 'stale', ids: [1, 2] });
    expect(all('.card.stale')).toHaveLength(2);
    test.receive({ type: 'stale', ids: [] });
    expect(all('.card.stale')).toHaveLength(0);
    expect(all('.stale-line')[0]?.hidden).toBe(true);
    expect(all('.measures tr.stale')).toHaveLength(0);
  });

  it('shows no text that a run before has written when the new one fails', () => {
    const test = new DecodingHarness(stateOf(comparison, [ended[0]!]));
    const begun: DecodingRun = { ...ended[0]!, generation: 5, status: 'waiting', sequences: [], metrics: null };
    test.receive({ type: 'run', run: begun, index: 0 });
    expect(all('.piece', card(1)).length).toBeGreaterThan(0);
    const error = { code: 'internal', message: 'no' } as const;
    test.receive({ type: 'run', run: { ...begun, status: 'failed', error }, index: 0 });
    expect(all('.piece', card(1))).toHaveLength(0);
  });

  it('says no longer that a number could not be when the one before is back', () => {
    const test = new DecodingHarness(stateOf(comparison));
    const seed = all('input.seed')[0] as HTMLInputElement;
    seed.focus();
    seed.value = '';
    seed.dispatchEvent(new Event('input', { bubbles: true }));
    expect(textOf(all('.settings .fault')[0])).toContain('until then 7 counts');
    seed.value = '-3';
    seed.dispatchEvent(new Event('input', { bubbles: true }));
    expect(textOf(all('.settings .fault')[0])).toContain('seed');
    seed.blur();
    test.receive({ type: 'head', head: test.state });
    expect(seed.value).toBe(String(test.state.seed));
    expect(seed.hasAttribute('aria-invalid')).toBe(false);
    expect(textOf(all('.settings .fault')[0])).toBe('');
  });
});
