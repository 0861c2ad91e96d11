// @vitest-environment happy-dom
/* The card of the distribution at a token. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { GenerationConfig, GenerationStep } from '../../../src/protocol/engine/index.js';
import {
  distributionCard,
  type DistributionCardOptions,
} from '../../../webview-ui/decoding/distribution/distributionCard.js';
import { stepDistribution } from '../../../webview-ui/decoding/distribution/stepDistribution.js';
import { englishContext } from './englishContext.js';
import { continuation, repeating } from '../fixtures.js';

const steps = continuation.value.sequences[0]!.steps!;
const { decoding } = continuation.params;
const prompt = continuation.value.prompt.map(({ id }) => id);

function draw(step: GenerationStep, change: Partial<DistributionCardOptions> = {}): HTMLElement {
  const options: DistributionCardOptions = {
    step,
    index: 4,
    count: steps.length,
    decoding,
    before: prompt,
    vocabularySize: 10_000,
    ...change,
  };
  const card = distributionCard(englishContext, options);
  document.body.replaceChildren(card);
  return card;
}

const texts = (selector: string) =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));

beforeEach(() => document.body.replaceChildren());

describe('the card', () => {
  it('is drawn whole', () => {
    draw({ ...steps[4]!, left: 41 }, { branch: () => undefined });
    expect(document.body.innerHTML).toMatchSnapshot();
  });

  it('says what the model gave, what it was sampled from, and how many tokens were left', () => {
    const [first] = steps[4]!.alternatives;
    draw({ ...steps[4]!, id: first!.id, probability: first!.probability, left: 41 });
    expect(texts('.facts')[0]).toMatch(
      /token 5 of 24 · model [\d.]+ % → sampled from [\d.]+ % · [\d.]+ bits · id \d+$/,
    );
    expect(texts('p.small')[0]).toBe('41 of 10,000 tokens left');
    draw({ ...steps[4]!, left: 41 }, { vocabularySize: null });
    expect(texts('p.small')[0]).toBe('41 tokens left');
  });

  it('marks cut tokens with the filter that cut them', () => {
    const cut = steps.find(({ alternatives }) => alternatives.some((one) => one.cut))!;
    draw(cut);
    expect(texts('tr.cut td.left')).toContain('cut: top-p');
    expect(document.querySelectorAll('tr.cut .bar.left')[0]!.getAttribute('style')).toContain('--share: 0');
  });

  it('keeps the chosen token among the others, with its own figures', () => {
    draw({ ...steps[0]!, filteredProbability: 0.0123 });
    expect(texts('tr.chosen th')[0]).toBe('grew✓');
    expect(texts('tr.chosen td.left')[0]).toBe('1.2 %');
    expect(texts('.facts')[0]).toContain('sampled from 1.2 %');
  });

  it('branches with a token that is chosen, and not with the one that stands there', () => {
    const chosen: number[] = [];
    draw(steps[4]!, { branch: (id) => chosen.push(id) });
    const buttons = [...document.querySelectorAll('button')];
    const others = steps[4]!.alternatives.filter(({ id }) => id !== steps[4]!.id);
    expect(buttons).toHaveLength(others.length);
    buttons[1]!.click();
    expect(chosen).toEqual([others[1]!.id]);
    expect(buttons[0]!.getAttribute('aria-label')).toMatch(/^Branch from here with /);
  });

  it('offers no branch where there is nobody to make one', () => {
    draw(steps[4]!);
    expect(document.querySelectorAll('button')).toHaveLength(0);
  });

  it('marks tokens that the repetition penalty lowered', () => {
    const seen = steps[4]!.alternatives[1]!.id;
    const { rows } = stepDistribution(steps[4]!, decoding, [seen]);
    expect(rows.filter(({ penalised }) => penalised).map(({ id }) => id)).toEqual([seen]);
    draw(steps[4]!, { before: [seen] });
    expect(document.querySelectorAll('.penalised[aria-label="penalised"]')).toHaveLength(1);
    const neutral: GenerationConfig = { ...decoding, repetitionPenalty: 1 };
    expect(stepDistribution(steps[4]!, neutral, [seen]).rows.some(({ penalised }) => penalised)).toBe(false);
  });

  it('speaks of drawing where tokens are drawn, and only there', () => {
    const step = { ...steps[4]!, filteredProbability: 0.2 };
    const from = (decoding: GenerationConfig) => stepDistribution(step, decoding, []).drawnFrom;
    expect(from({ strategy: 'beam', doSample: true })).toBe(0.2);
    expect(from({ strategy: 'greedy', doSample: true })).toBeNull();
    expect(from({ strategy: 'beam', doSample: true, temperature: 0 })).toBeNull();
  });

  it('has one column where nothing changed the model’s probabilities, and speaks of no drawing', () => {
    const greedy: GenerationConfig = { strategy: 'greedy' };
    draw(repeating.value.sequences[0]!.steps![3]!, { decoding: greedy });
    expect(texts('thead th')).toEqual(['Token', 'Model']);
    expect(texts('.facts')[0]).not.toContain('sampled');
    expect(document.querySelectorAll('.track.two')).toHaveLength(0);
  });

  it('shows texts', () => {
    draw({ ...steps[4]!, text: '<img src=x>' });
    expect(document.querySelector('img')).toBeNull();
  });
});
