// @vitest-environment happy-dom
/* What the page of Explain Last Result draws for each kind of result. */
import { describe, expect, it } from 'vitest';
import { continuation, fill, fillTwo, repeating, signs, translation } from '../fixtures.js';
import { draw } from './explainHarness.js';

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
/** Texts as one reads them: no-break spaces are spaces. */
const texts = (selector: string) => all(selector).map((element) => element.textContent.replaceAll('\u00a0', ' '));
const text = (selector: string) => texts(selector)[0];
const press = (key: string) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
const shares = (selector: string) => all(selector).map((bar) => Number(bar.style.getPropertyValue('--share')));

describe('without a result', () => {
  it('says what to do', () => {
    draw(null);
    expect(text('h1')).toBe('Nothing to explain yet');
    expect(text('p')).toContain('Run Fill Mask');
  });
});

describe('a filled mask', () => {
  it('is drawn whole', () => {
    draw(fill);
    expect(document.body.innerHTML).toMatchSnapshot();
  });

  it('has a bar and a number for each candidate, by falling probability', () => {
    draw(fill);
    const candidates = fill.value.masks[0]?.candidates ?? [];
    expect(all('.row')).toHaveLength(candidates.length);
    expect(text('.row .number')).toBe('26.5 %');
    const drawn = shares('.row .bar');
    expect(drawn).toEqual([...drawn].sort((a, b) => b - a));
    expect(drawn[0]).toBeCloseTo((candidates[0]?.probability ?? 0) / 0.3, 3);
  });

  it('names what was taken in words', () => {
    draw(fill);
    expect(text('.row.taken .word')).toBe('teataken');
    expect(text('p.taken')).toBe('Taken: tea');
  });

  it('changes its scale and remembers it', () => {
    const page = draw(fill);
    const before = shares('.row .bar');
    all('[data-scale=log]')[0]?.click();
    expect(page.state.scale).toBe('log');
    expect(all('[data-scale=log]')[0]?.getAttribute('aria-pressed')).toBe('true');
    expect(shares('.row .bar')[9]).toBeGreaterThan((before[9] ?? 1) * 2);
    expect(text('.row .number')).toBe('26.5 %');
  });

  it('tells a token’s id and place when it has the focus', () => {
    draw(fill);
    const tokens = all('.token');
    tokens[1]?.focus();
    expect(text('.detail')).toBe('she · token 2 · id 4191 · characters 0 to 3 of the text');
    press('Home');
    expect(document.activeElement).toBe(tokens[0]);
    expect(text('.detail')).toContain('stands for no text');
  });

  it('numbers several masks, and adds what fits together', () => {
    draw(fillTwo);
    expect(texts('mark')).toEqual(['[MASK]1', '[MASK]2']);
    expect(texts('.mask h3')).toEqual(['Mask 1 of 2', 'Mask 2 of 2']);
    expect(all('.joint .row')).toHaveLength(fillTwo.value.joint?.length ?? 0);
    expect(text('.joint .row')).toMatch(/^cat … door0\.72 %ln p −4\.93$/);
  });
});

describe('a continuation', () => {
  it('is drawn whole', () => {
    draw(continuation);
    expect(document.body.innerHTML).toMatchSnapshot();
  });

  it('shows the prompt and every token, the text unbroken', () => {
    draw(continuation);
    expect(text('.flow')).toBe(`${continuation.params.text}${continuation.value.sequences[0]?.text}`);
    expect(all('.piece')).toHaveLength(24);
  });

  it('says the figures and alternatives of the token in focus, and why one was cut', () => {
    const page = draw(continuation);
    const cutAt =
      continuation.value.sequences[0]?.steps?.findIndex((step) => step.alternatives.some(({ cut }) => cut)) ?? -1;
    all('.piece')[cutAt]?.focus();
    expect(text('.facts')).toMatch(/token \d+ of 24 · id \d+ · model [\d.]+ % · drawn from [\d.]+ % · [\d.]+ bits$/);
    expect(text('tr.cut')).toMatch(/cut: top-p$/);
    expect(all('tr.chosen')).toHaveLength(1);
    expect(page.state.step).toBe(cutAt);
  });

  it('says of nothing that it was drawn at temperature 0', () => {
    const decoding = { ...continuation.params.decoding, temperature: 0 };
    // The engine gives no seed back where nothing is drawn.
    const { seed, ...value } = continuation.value;
    expect(seed).toBeDefined();
    draw({ ...continuation, params: { ...continuation.params, decoding }, value });
    for (const piece of all('.piece')) {
      piece.focus();
      expect(text('.facts')).toContain('model ');
      expect(text('.facts')).not.toContain('drawn');
    }
  });

  it('keeps a chosen token that is none of the best among them', () => {
    draw(continuation);
    expect(text('.facts')).toContain('grew');
    expect(texts('.card tbody th').at(-1)).toBe('␣grewchosen');
  });

  it('moves through its tokens with the keyboard', () => {
    draw(continuation, { step: 3 });
    const tokens = all('.piece');
    expect(tokens.findIndex((token) => token.tabIndex === 0)).toBe(3);
    tokens[3]?.focus();
    press('ArrowRight');
    expect(tokens[4]?.getAttribute('aria-selected')).toBe('true');
    press('End');
    expect(document.activeElement).toBe(tokens.at(-1));
  });

  it('has the token in focus among those of the result that is shown, also when a shorter one takes its place', () => {
    const { drawNext } = draw(repeating, { step: repeating.value.sequences[0]!.steps!.length - 1 });
    for (const next of [continuation, repeating]) {
      drawNext(next);
      const { length } = next.value.sequences[0]!.steps!;
      expect(all('.written .piece')).toHaveLength(length);
      const marked = all('.written [aria-selected=true]');
      expect(marked.map((one) => all('.written .piece').indexOf(one))).toEqual([length - 1]);
    }
  });

  it('says each token’s probability to those who do not see its line', () => {
    draw(continuation);
    expect(all('.piece')[0]?.getAttribute('aria-label')).toBe('grew, probability 0.53\u00a0%');
  });

  it('marks a token in the line of surprise, and goes to the one that is clicked there', () => {
    draw(continuation);
    const drawing = all('.plot svg')[0]!;
    drawing.getBoundingClientRect = () => new DOMRect(0, 0, 240, 56);
    drawing.dispatchEvent(new MouseEvent('click', { clientX: 55 }));
    expect(document.activeElement).toBe(all('.piece')[5]);
    expect(Number(all('.here')[0]?.getAttribute('x'))).toBeCloseTo((5 * 1000) / 24, 3);
  });

  it('tells what a learner should notice', () => {
    draw(repeating);
    expect(texts('.warnings li')).toEqual([
      'repeats: 27.6 % of its 4-grams stand in it already',
      'cut short: the limit of 32 tokens ended it, not the model',
    ]);
    draw(continuation);
    expect(texts('.warnings li')[0]).toMatch(/^long shot: “Fire” was chosen at a probability of 0\.\d+ %$/);
  });

  it('tells that temperature 0 leaves nothing to chance, whatever the strategy', () => {
    const { params, value } = repeating;
    const decoding = { strategy: 'beam', numBeams: 4, doSample: true, temperature: 0 } as const;
    const metrics = { ...value.metrics, greedy: true as const };
    draw({ ...repeating, params: { ...params, decoding }, value: { ...value, metrics } });
    expect(texts('.warnings li')).toContain('no chance: temperature 0 always takes the most probable token');
  });

  it('leaves out what filters left where there were none', () => {
    draw(repeating);
    expect(texts('.card thead th')).toEqual(['Token', 'Model']);
  });

  it('tells the strategy with its fields, and how it ended', () => {
    draw(continuation);
    expect(texts('.recipe li')).toContain('temperature 0.8');
    expect(texts('.recipe p').at(-1)).toBe('It ended at the limit of 24 tokens.');
  });

  it('sets the token that ended the text apart', () => {
    const [first] = continuation.value.sequences;
    draw({ ...continuation, value: { ...continuation.value, sequences: [{ ...first!, finish: 'eos' }] } });
    expect(all('.piece.end')).toEqual([all('.piece').at(-1)]);
    expect(texts('.recipe p').at(-1)).toBe('It ended because the model ended the text.');
  });

  it('shows the end of a long prompt only, and folds its tokens', () => {
    const prompt = Array.from({ length: 40 }, () => continuation.value.prompt).flat();
    const text = continuation.params.text!.concat(' ').repeat(40).trim();
    draw({ ...continuation, params: { ...continuation.params, text }, value: { ...continuation.value, prompt } });
    expect(texts('.prompt')[0]).toMatch(/^…\S.{200,320}children$/);
    expect(all('details .token')).toHaveLength(prompt.length);
  });

  it('gives every measure a meaning', () => {
    draw(continuation);
    expect(texts('.measures dt')).toHaveLength(8);
    expect(texts('.measures dd.dim').every((meaning) => (meaning?.length ?? 0) > 20)).toBe(true);
  });

  it('says when nothing was written', () => {
    const [first] = continuation.value.sequences;
    draw({
      ...continuation,
      value: { ...continuation.value, sequences: [{ ...first!, ids: [], text: '', steps: [] }] },
    });
    expect(text('.written p')).toContain('wrote nothing');
  });
});

describe('a translation', () => {
  it('is drawn whole', () => {
    draw(translation);
    expect(document.body.innerHTML).toMatchSnapshot();
  });

  it('pairs each sentence with its translation and how sure that is', () => {
    draw(translation);
    expect(texts('.list .source')[0]).toBe('The house is small.');
    expect(texts('.list .target')[0]).toBe('Das Haus ist klein.');
    expect(texts('.list .number')[0]).toBe('ln p −1.05');
    expect(Math.max(...shares('.list .bar'))).toBe(1);
  });

  it('gives no figure to what was left as it is', () => {
    draw(translation);
    const kept = all('.list .pair').find((pair) => pair.textContent?.includes('1984'));
    expect(kept?.querySelector('.number')?.textContent).toBe('left as it is');
    expect(kept?.querySelector('.track')).toBeNull();
  });

  it('tells where its signs went, by how much their words looked at each other, and what is in doubt', () => {
    draw(signs);
    expect(texts('.signs li')).toEqual([
      '** very important→ sehr wichtig83.0 %',
      '[ user guide→ Ressel90.1 %',
      '* old→ alte98.6 %',
      '** house→ Haus88.9 %',
    ]);
    expect(texts('.pair .doubts')).toEqual(['In doubt: the model was unsure of it']);
    expect(text('.pairs')).toContain('cross-attention');
    draw(translation);
    expect(text('.pairs')).not.toContain('cross-attention');
  });
});
