// @vitest-environment happy-dom
/* The Decoding page: drawn once, changed in place, never in the way of who is at it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { endedRuns, growthOf, idleRun, stateOf } from './decodingFixture.js';
import { all, card, DecodingHarness, press, textOf, toggle } from './decodingHarness.js';
import { comparison } from '../fixtures.js';

const ended = endedRuns(comparison);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a comparison', () => {
  it('has a card for each run, with its text, its figures and what to notice', () => {
    new DecodingHarness(stateOf(comparison));
    expect(all('.card h3').map(textOf)).toEqual([
      '1 Greedy',
      '2 Top-p 0.9, temperature 0.8',
      '3 Beam 4, no repeated 3-grams, 2 texts',
      '4 Temperature 1.5',
      '5 Contrastive search, α 0.6, top-k 4',
      '6 Contrastive decoding',
    ]);
    expect(textOf(all('.flow', card(1))[0])).toContain('great many people who were living in the country.');
    expect(textOf(all('.warning', card(1))[0])).toBe('repeats: 44.0 % of its 4-grams stand in it already');
    expect(all('.sequence', card(3))).toHaveLength(2);
  });

  it('says of any strategy that temperature 0 leaves nothing to chance', () => {
    const [first] = ended;
    const metrics = { ...first!.metrics!, greedy: true as const };
    const decoding = { strategy: 'beam', numBeams: 4, doSample: true, temperature: 0 } as const;
    new DecodingHarness(stateOf(comparison, [{ ...first!, decoding, metrics }]));
    expect(all('.warning').map(textOf)).toContain('no chance: temperature 0 always takes the most probable token');
  });

  it('takes a sure text for one learnt by heart where it goes on with another, and not where it translates', () => {
    const [first] = ended;
    const run = { ...first!, metrics: { ...first!.metrics!, perplexity: 1.1, repeated4grams: 0 } };
    const told = (model: string, shown: string) => {
      new DecodingHarness({ ...stateOf(comparison, [{ ...run, model }]), model: shown });
      return all('.warning').map(textOf).join(' ');
    };
    // What counts is the model that wrote it, and not the one that is chosen now.
    expect(told('gpt2-mini', 't5-mini')).toContain('very sure: perplexity 1.1');
    expect(told('t5-mini', 'gpt2-mini')).not.toContain('very sure');
  });

  it('says why length penalties change nothing where no hypothesis ended, and only there', () => {
    const beam = ended[2]!;
    const decoding = { strategy: 'beam', numBeams: 4, lengthPenalty: 2 } as const;
    const open = (beam.tree ?? []).map(
      (node) => ({ ...node, state: node.state === 'finished' ? 'pruned' : node.state }) as const,
    );
    const told = (run: Partial<DecodingRun>) => {
      new DecodingHarness(stateOf(comparison, [{ ...beam, decoding, tree: open, ...run }]));
      return all('.warning')
        .map(textOf)
        .some((line) => line?.startsWith('no hypothesis ended'));
    };
    expect(beam.sequences.every(({ finish }) => finish === 'length')).toBe(true);
    expect(told({})).toBe(true);
    expect(told({ decoding: { strategy: 'beam', numBeams: 4 } })).toBe(false);
    expect(told({ tree: [...open, { ...open[0]!, state: 'finished' }] })).toBe(false);
    expect(told({ sequences: beam.sequences.map((one) => ({ ...one, finish: 'eos' })) })).toBe(false);
  });

  it('has one heading of the first level, and none is skipped', () => {
    new DecodingHarness(stateOf(comparison));
    const levels = all('h1, h2, h3, h4').map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThan(2);
  });

  it('gives each token its class of probability, and its number to who does not see that', () => {
    new DecodingHarness(stateOf(comparison));
    const steps = ended[0]!.sequences[0]!.steps;
    const tokens = all('.piece', card(1));
    expect(tokens).toHaveLength(steps.length);
    expect(tokens[0]?.getAttribute('aria-label')).toMatch(/^great, probability \d/);
    const level = (probability: number) => [0.5, 0.1, 0.01, 0].findIndex((bound) => probability >= bound);
    expect(tokens.map(({ className }) => className)).toEqual(
      steps.map(({ probability }) => `piece level${level(probability)}`),
    );
  });

  it('shows the distribution at the token in focus, and branches from it', () => {
    const test = new DecodingHarness(stateOf(comparison));
    all('.piece', card(2))[4]?.focus();
    expect(card(2).classList).toContain('looked');
    const buttons = all('.here button.word', card(2));
    expect(buttons.length).toBeGreaterThan(2);
    buttons[0]?.click();
    const [branch] = test.sentOf('branch');
    const step = ended[1]!.sequences[0]!.steps[4]!;
    expect(branch).toMatchObject({ run: 2, sequence: 0, step: 4 });
    expect(step.alternatives.map(({ id }) => id)).toContain(branch?.token);
    expect(branch?.token).not.toBe(step.id);
  });

  it('leads another model along a text on request: bits each way, the farthest, and why not', async () => {
    vi.useRealTimers();
    const test = new DecodingHarness(stateOf(comparison));
    toggle(1, 'two models').click();
    const choices = all('.divergence option', card(1)).map(({ textContent }) => textContent);
    expect(choices).toEqual(['gpt2-mini-amateur']);
    const texts = ended[0]!.sequences[0]!.steps.map(({ id, text }) => ({ id, text }));
    const steps = texts.map((step, index) => ({
      ...{ ...step, probability: 0.5, otherProbability: 0.25, forward: index === 3 ? 4 : 1, backward: 2 },
    }));
    test.answer = () => Promise.resolve({ model: 'gpt2-mini', other: 'gpt2-mini-amateur', steps });
    const compare = () => all('.divergence button', card(1))[0]!.click();
    compare();
    await vi.waitFor(() => expect(all('.divergence tbody tr', card(1))).toHaveLength(texts.length));
    expect(test.asked).toEqual([{ run: 1, sequence: 0, model: 'gpt2-mini-amateur' }]);
    const mean = (texts.length + 3) / texts.length;
    expect(textOf(all('.divergence', card(1))[0])).toContain(
      `KL(gpt2-mini ‖ gpt2-mini-amateur): mean ${mean.toFixed(2)} bits, farthest apart before “${texts[3]!.text.trim()}”: 4.00 bits`,
    );
    test.answer = () =>
      Promise.reject(
        new GlassboxError('bad-request', 'no', { details: { kind: 'otherVocabulary', model: 'a', other: 'b' } }),
      );
    compare();
    await vi.waitFor(() =>
      expect(textOf(all('.divergence .fault', card(1))[0])).toContain('b has another vocabulary than a'),
    );
    // A run that writes anew has nothing to compare, and what was told of the text before is gone.
    test.receive({ type: 'run', run: { ...ended[0]!, generation: 2, status: 'waiting', sequences: [] }, index: 0 });
    expect(all('.divergence', card(1))[0]?.closest('[hidden]')).not.toBeNull();
  });

  it('leads to the least likely token and to the next fork, by keys and by a menu that names the places', () => {
    new DecodingHarness(stateOf(comparison));
    const steps = ended[1]!.sequences[0]!.steps;
    const least = steps.findIndex(
      ({ probability }) => probability === Math.min(...steps.map((one) => one.probability)),
    );
    const tokens = all('.piece', card(2));
    tokens[0]?.focus();
    press('l');
    expect(document.activeElement).toBe(tokens[least]);
    const [first, second] = [ended[0]!, ended[1]!].map(({ sequences }) => sequences[0]!.ids);
    const fork = second!.findIndex((id, index) => id !== first![index]);
    const button = all('.toggles button', card(2)).find((one) => textOf(one) === 'jump')!;
    button.click();
    const item = all('[role=menuitem]').find((one) => textOf(one)?.startsWith('Where it parts from 1 Greedy'))!;
    expect(textOf(item)).toBe(`Where it parts from 1 Greedy: token ${fork + 1}`);
    item.click();
    expect(document.activeElement).toBe(tokens[fork]);
    press('f');
    expect(tokens.indexOf(document.activeElement as HTMLElement)).not.toBe(fork);
  });

  it('shows the distribution where the pointer rests, and not at a token that scrolls under it', () => {
    new DecodingHarness(stateOf(comparison));
    const tokens = all('.piece', card(2));
    const move = (token: number, screenX: number, buttons = 0) => {
      const event = { bubbles: true, screenX, screenY: 40, buttons };
      tokens[token]!.dispatchEvent(new PointerEvent('pointermove', event));
    };
    const at = () => tokens.findIndex((token) => token.getAttribute('aria-selected') === 'true');
    move(1, 100);
    vi.advanceTimersByTime(100);
    move(3, 130);
    vi.advanceTimersByTime(100);
    expect(at()).toBe(-1); // it only passed
    vi.advanceTimersByTime(50);
    expect(at()).toBe(3);
    move(6, 130);
    vi.advanceTimersByTime(500);
    expect(at()).toBe(3);
    move(6, 131);
    move(6, 132);
    vi.advanceTimersByTime(30);
    expect(at()).toBe(6);
    move(7, 150, 1); // a selection is being drawn
    vi.advanceTimersByTime(500);
    expect(at()).toBe(6);
  });

  it('closes the distribution with Escape and gives the token the focus back', () => {
    new DecodingHarness(stateOf(comparison));
    const token = all('.piece', card(2))[4]!;
    token.focus();
    all('.here button.word', card(2))[0]?.focus();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(all('.here', card(2))[0]?.hidden).toBe(true);
    expect(document.activeElement).toBe(token);
  });

  it('tells from where a branch goes on, with the fixed text before the new one', () => {
    const branch = {
      run: 2,
      sequence: 0,
      step: 4,
      ids: [1, 2],
      text: ' single thing',
      chosen: ' thing',
      promptIds: [1],
      source: 'Once',
      model: 'gpt2-mini',
    };
    new DecodingHarness(stateOf(comparison, [ended[0]!, ended[1]!, { ...ended[1]!, id: 9, branch }]));
    expect(textOf(all('.origin', card(3))[0])).toBe('Branch of run 2 at token 5: thing');
    expect(textOf(all('h3', card(3))[0])).toBe('3 Top-p 0.9, temperature 0.8 ↳ thing');
    expect(textOf(all('.given', card(3))[0])).toBe(' single thing');
  });
});

describe('while runs stream', () => {
  const running = (run: DecodingRun): DecodingRun => ({
    ...idleRun(run.id, run.decoding),
    generation: 2,
    status: 'running',
  });
  const streaming = () => new DecodingHarness(stateOf(comparison, ended.map(running)));
  const grow = (test: DecodingHarness, run: DecodingRun, parts: number, from = 0) =>
    growthOf(run, 2, 4)
      .slice(from, from + parts)
      .forEach((growth) => test.receive({ type: 'grown', growth: [growth] }));

  it('tokens are added and nothing else is touched', () => {
    const test = streaming();
    grow(test, ended[0]!, 2);
    const before = all('.piece', card(1));
    const cards = all('.card');
    before[3]?.focus();
    const card1 = card(1).querySelector('.here')!.firstChild;
    grow(test, ended[0]!, 3, 2);
    expect(all('.piece', card(1)).slice(0, 8)).toEqual(before);
    expect(all('.piece', card(1))).toHaveLength(20);
    expect(all('.card')).toEqual(cards);
    expect(document.activeElement).toBe(before[3]);
    expect(card(1).querySelector('.here')!.firstChild).toBe(card1);
  });

  it('the same tokens stay when the run ends', () => {
    const test = streaming();
    grow(test, ended[0]!, 99);
    const before = all('.piece', card(1));
    test.receive({ type: 'run', run: { ...ended[0]!, generation: 2 }, index: 0 });
    expect(all('.piece', card(1))).toEqual(before);
    expect(textOf(all('.finish', card(1))[0])).toBe('at full length');
  });

  it('a field is left alone whatever arrives', () => {
    const test = streaming();
    toggle(2, 'parameters').click();
    const field = all('[data-field=temperature] input', card(2))[0] as HTMLInputElement;
    field.focus();
    field.value = '0.';
    grow(test, ended[1]!, 2);
    test.receive({
      type: 'run',
      run: { ...running(ended[1]!), warnings: [{ kind: 'defaultBeams', numBeams: 4 }] },
      index: 1,
    });
    expect(field.isConnected).toBe(true);
    expect(field.value).toBe('0.');
    expect(document.activeElement).toBe(field);
  });

  it('says ends, together, and no token', () => {
    const test = streaming();
    grow(test, ended[0]!, 99);
    vi.advanceTimersByTime(2000);
    expect(test.said).toEqual([]);
    test.receive({ type: 'run', run: { ...ended[0]!, generation: 2 }, index: 0 });
    test.receive({ type: 'run', run: { ...ended[1]!, generation: 2 }, index: 1 });
    vi.advanceTimersByTime(2000);
    expect(test.said).toEqual(['Run 1, Greedy: 28 tokens. Run 2, Top-p 0.9, temperature 0.8: 28 tokens.']);
  });

  it('a long text comes by and by, whole in the end', () => {
    const steps = Array.from({ length: 500 }, (_, index) => ended[0]!.sequences[0]!.steps[index % 28]!);
    const run = { ...ended[0]!, sequences: [{ ...ended[0]!.sequences[0]!, steps, ids: steps.map(({ id }) => id) }] };
    new DecodingHarness(stateOf(comparison, [run]));
    expect(all('.piece').length).toBeLessThan(100);
    vi.advanceTimersByTime(3000);
    expect(all('.piece')).toHaveLength(500);
  });
});

describe('what was looked at', () => {
  it('stands open again after a reload', () => {
    const first = new DecodingHarness(stateOf(comparison));
    toggle(3, 'tree').click();
    toggle(1, 'parameters').click();
    new DecodingHarness(stateOf(comparison), { kept: first.kept });
    expect(all('.tree', card(3))).toHaveLength(1);
    expect(all('.recipe', card(1))).toHaveLength(1);
    expect(all('.recipe', card(2))).toHaveLength(0);
  });

  it('does not run a determinism check again by itself', () => {
    const first = new DecodingHarness(stateOf(comparison));
    toggle(1, 'determinism').click();
    expect(first.sentOf('determinism')).toEqual([{ type: 'determinism', run: 1 }]);
    const second = new DecodingHarness(stateOf(comparison), { kept: first.kept });
    expect(all('.determinism', card(1))).toHaveLength(1);
    expect(second.sentOf('determinism')).toEqual([]);
  });

  it('has underlines unless they are switched off', () => {
    const test = new DecodingHarness(stateOf(comparison));
    expect(all('.runs.underlined')).toHaveLength(1);
    all('.runs > .line > button')[0]?.click();
    expect(all('.runs.underlined')).toHaveLength(0);
    expect(all('.levels')[0]?.hidden).toBe(true);
    expect(test.kept.closed).toEqual(['probabilities']);
  });
});
