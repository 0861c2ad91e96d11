// @vitest-environment happy-dom
/* What Explain Last Result draws of the commands that read texts: how figures were made, the figures, what is copied; and axe-core's rules. */
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { commandOf, resultJson } from '../../../webview-ui/explain/copyResult.js';
import { draw } from './explainHarness.js';
import * as given from './readings.js';

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const texts = (selector: string) => all(selector).map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
const making = () => texts('.making li').join('\n');
const rows = () =>
  all('.calls .row').map(({ children }) =>
    [...children].map(({ textContent }) => textContent.replaceAll('\u00a0', ' ')).join('|'),
  );

describe.each(Object.entries(given.readings))('%s', (_, result) => {
  it('is drawn with its model, how it was made and its figures', () => {
    draw(result);
    expect(texts('header p')[0]).toContain(result.model);
    expect(making()).not.toBe('');
    expect(all('.calls details')).toHaveLength(result.calls.length);
    expect(all('.calls .row').length).toBeGreaterThan(0);
  });

  it('breaks no rule of axe-core', async () => {
    document.documentElement.lang = 'en';
    document.title = 'Last Result';
    draw(result);
    // As the host's page has it.
    document.body.innerHTML = `<main>${document.body.innerHTML}</main>`;
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    document.body.replaceChildren();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it('is copied as what was asked', () => {
    draw(result);
    const command = commandOf(result, 'posix');
    for (const { method } of result.calls) expect(command).toContain(method);
    const json = JSON.parse(resultJson(result)) as object;
    expect(json).toEqual({ calls: result.calls, count: result.count, milliseconds: 412 });
  });
});

describe('how a figure was made', () => {
  it('says of a reading from the left what a space does, and from both sides what was hidden', () => {
    draw(given.surprise);
    expect(making()).toContain('Tokens begin with the space before their word');
    expect(making()).toContain('with the later tokens of its word');
    expect(texts('.sources a')).toEqual([
      ...['Oh and Schuler 2024', 'Pimentel and Meister 2024', 'Salazar et al. 2020', 'Kauf and Ivanova 2023'],
    ]);
    for (const link of all('.sources a')) expect(link.getAttribute('href')).toMatch(/^https:\/\//);
  });

  it('says nothing of spaces where tokens have none', () => {
    const [first] = given.surprise.calls;
    if (first?.method !== 'score') throw new Error('no score');
    const tokens = first.value.tokens.map((token) => ({ ...token, text: token.text.trim() }));
    draw({ ...given.surprise, calls: [{ ...first, value: { ...first.value, tokens } }] });
    expect(making()).not.toContain('space');
    expect(texts('.sources')).toEqual([]);
  });

  it('tells a softmax from sigmoids', () => {
    draw(given.classes);
    expect(making()).toContain('add up to 1.');
    draw(given.severalClasses);
    expect(making()).toContain('need not add up to 1');
  });

  it('tells nearness of meaning from how likely labels are, and shows the prompt of examples', () => {
    draw(given.typedLabels);
    expect(making()).toContain('20 times their cosines');
    expect(texts('.prompt')).toEqual([]);
    draw(given.byExamples);
    expect(making()).toContain('mean log-probability');
    expect(making()).toContain('It was shown examples with their labels first: 2.');
    expect(texts('.prompt')[0]).toContain('I slept.\nThis text is about bad.\n\nI liked');
  });

  it('says once what several calls have in common, and each pooling by itself', () => {
    draw(given.similarity);
    expect(all('.making')).toHaveLength(4);
    const [first] = given.names.calls;
    draw({ ...given.names, calls: [first!, first!] });
    expect(all('.making')).toHaveLength(1);
  });

  it('says how many calls are not there', () => {
    draw(given.names);
    expect(texts('.how p')[0]).toBe('The model was asked 140 times; the first 1 are here and in the copied command.');
    draw(given.classes);
    expect(texts('.how p.dim')).toEqual([]);
  });

  it('says of No Answer only where it was asked for', () => {
    draw(given.answers);
    expect(making()).toContain('No Answer is the same product');
    const [first] = given.answers.calls;
    if (first?.method !== 'answer') throw new Error('no answer');
    const { model, question, context, topK } = first.params;
    const value = { model: first.value.model, answers: first.value.answers };
    draw({
      ...given.answers,
      calls: [
        { method: 'answer', params: { ...(model && { model }), question, context, ...(topK && { topK }) }, value },
      ],
    });
    expect(making()).not.toContain('No Answer');
    expect(rows()).toEqual(['London||87.3 %', 'in London||4.1 %']);
  });
});

describe('the figures', () => {
  it('are bits of tokens', () => {
    draw(given.surprise);
    expect(rows().slice(0, 2)).toEqual(['The||–', '␣cat||9.3 bits']);
  });

  it('of a summary name the sentence that was looked at most', () => {
    draw(given.summary);
    expect(rows()).toHaveLength(1);
    expect(rows()[0]).toMatch(/^the dog went home\. ← The dog went home\.\|\|72\.?0?.%$/);
  });

  it('of many are the first, and how many more', () => {
    const [first] = given.names.calls;
    if (first?.method !== 'entities') throw new Error('no entities');
    const entities = Array.from({ length: 120 }, () => first.value.entities[0]!);
    draw({ ...given.names, calls: [{ ...first, value: { ...first.value, entities } }] });
    expect(rows()).toHaveLength(50);
    expect(texts('.calls details > p')).toEqual(['and 70 more']);
  });
});
