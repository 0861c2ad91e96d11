// @vitest-environment happy-dom
/* The page of the Laboratory: every experiment as it was measured, what is asked of engine and host, keys, files, axe-core's rules. */
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import { EXPERIMENTS } from '../../../webview-ui/laboratory/experiments/index.js';
import type { AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import {
  outcomeCommand,
  outcomeJson,
  outcomeMarkdown,
  tableCsv,
} from '../../../webview-ui/laboratory/export/exportFiles.js';
import { all, button, drawLaboratory, numbers, one, partOf, recorded } from './laboratoryHarness.js';

/** Colours and sizes are a browser's matter. */
async function complaints(): Promise<unknown[]> {
  const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
}

const tokensOf = (texts: readonly string[]) => ({
  model: 'bert-mini',
  tokens: texts.map((text, at) => ({ id: at, text, start: at, end: at + 1 })),
  maxLength: 512,
});

describe('an experiment that was measured', () => {
  it('is there for every measurement', () => {
    const ids = EXPERIMENTS.flatMap(({ id, parts }) => parts.map((part) => `${id}.${part.id}`));
    expect(ids.filter((id) => recorded[id] === undefined)).toEqual([]);
  });

  it.each(Object.keys(recorded))('%s: sentence, picture, table, and nothing of axe-core against it', async (name) => {
    const outcome = recorded[name]!;
    const part = partOf(outcome);
    drawLaboratory(outcome);
    expect(one('.seen').textContent).toBe(part.seen(outcome.result, numbers));
    expect(one('.not-shown').textContent).toContain(part.unseen(outcome.result));
    expect(all('.table tbody tr')).toHaveLength(part.table(outcome.result, numbers).rows.length);
    const drawing = one('.picture svg.drawing');
    expect(drawing.getAttribute('aria-label')).not.toBe('');
    expect(drawing.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawing.outerHTML).toMatchSnapshot();
    expect(await complaints()).toEqual([]);
  });

  it.each(Object.keys(recorded))('%s as CSV, JSON, Markdown and a command', (name) => {
    const outcome = recorded[name]!;
    const experiment = EXPERIMENTS.find(({ id }) => id === outcome.experiment)!;
    const exported = { experiment, part: partOf(outcome), outcome, numbers, shell: 'bash' };
    const { rows, header } = exported.part.table(outcome.result, numbers);
    expect(tableCsv(exported).split('\r\n').length).toBeGreaterThanOrEqual(rows.length + 2);
    expect(JSON.parse(outcomeJson(exported))).toMatchObject({ experiment: outcome.experiment, result: outcome.result });
    const notes = outcomeMarkdown(exported);
    expect(notes.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(rows.length + 2);
    for (const line of notes.split('\n').filter((text) => text.startsWith('| '))) {
      expect(line.match(/(?<!\\)\|/g)).toHaveLength(header.length + 1);
    }
    const command = outcomeCommand(exported);
    for (const { method } of outcome.calls) expect(command).toContain(method);
  });
});

describe('the list', () => {
  it('has every experiment, and nothing of axe-core against it', async () => {
    drawLaboratory(null);
    expect(all('.list .entry .title').map(({ textContent }) => textContent)).toEqual(
      EXPERIMENTS.map(({ title }) => title()),
    );
    expect(await complaints()).toEqual([]);
  });

  it('opens one with its first example, and leads back', () => {
    const { lab } = drawLaboratory(null);
    all('.list .entry')[0]!.click();
    expect(one('h1.name').textContent).toBe(EXPERIMENTS[0]!.title());
    expect(one('.experiment textarea').matches(':disabled')).toBe(false);
    expect(lab.text.value).toBe(EXPERIMENTS[0]!.parts[0]!.examples[0]!.text);
    button('All experiments').click();
    expect(all('.experiment')).toHaveLength(0);
  });

  it('leads to the other views of the house, with the text', () => {
    const { lab, sent } = drawLaboratory(null);
    lab.text.value = ' A text. ';
    all('.links button')[1]!.click();
    expect(sent).toEqual([{ type: 'link', to: 'architectures', text: 'A text.' }]);
  });
});

describe('why', () => {
  it.each(EXPERIMENTS.map(({ id }) => id))(
    '%s has text, formulas, sources, an exercise, and nothing against it',
    async (id) => {
      const { lab } = drawLaboratory(null);
      lab.choose(id, 'why');
      expect(all('.why > p').length).toBeGreaterThan(1);
      expect(all('.formulas dt').length).toBeGreaterThan(0);
      expect(all('.sources li').length).toBeGreaterThan(0);
      expect(one('.exercise').textContent).toContain('Check');
      const { exercise, parts } = EXPERIMENTS.find((one) => one.id === id)!;
      expect(parts.map((part) => part.id)).toContain(exercise.part);
      expect(await complaints()).toEqual([]);
    },
  );

  it('has the exercise checked by the engine', async () => {
    const counts: Record<string, number> = { 'bert-mini': 3, 'gpt2-mini': 9, 't5-mini': 4 };
    const askEngine = ((_: string, { model }: { model: string }) =>
      Promise.resolve({
        ...tokensOf(Array.from({ length: counts[model]! }, () => 'a')),
        model,
      })) as unknown as AskEngine;
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens', 'why');
    const field = one('.exercise textarea') as HTMLTextAreaElement;
    field.value = 'abc def ghi';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    one('.exercise').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(one('.verdict').textContent).toContain('Done.'));
    expect(one('.verdict').textContent).toContain('bert-mini: 1.00 tokens a word, gpt2-mini: 3.00');
  });
});

describe('a measurement', () => {
  it('shows what there is as it comes, and ends', async () => {
    const answers: ((tokens: string[]) => void)[] = [];
    const askEngine = (() =>
      new Promise((resolve) => answers.push((texts) => resolve(tokensOf(texts))))) as unknown as AskEngine;
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    button('Measure').click();
    expect(one('.outcome').getAttribute('aria-busy')).toBe('true');
    answers[0]!(['a', 'b']);
    await vi.waitFor(() => expect(all('.chip')).toHaveLength(2));
    expect(lab.outcome.value?.isPartial).toBe(true);
    answers[1]!(['c']);
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    answers[2]!(['d']);
    await vi.waitFor(() => expect(lab.status.value.kind).toBe('idle'));
    expect(lab.outcome.value).toMatchObject({ isPartial: false, calls: [{ method: 'tokens' }, {}, {}] });
    expect(all('.chip')).toHaveLength(4);
  });

  it('is taken back at once, and what was found stays', async () => {
    let aborted = false;
    let count = 0;
    const askEngine = ((_: string, __: object, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', () => (aborted = true));
      return count++ === 0 ? Promise.resolve(tokensOf(['a'])) : new Promise(() => undefined);
    }) as unknown as AskEngine;
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    button('Measure').click();
    await vi.waitFor(() => expect(all('.chip')).toHaveLength(1));
    button('Stop').click();
    expect(aborted).toBe(true);
    expect(lab.status.value.kind).toBe('cancelled');
    expect(all('.chip')).toHaveLength(1);
    expect(button('Measure')).toBeTruthy();
  });

  it('says what failed', async () => {
    const askEngine: AskEngine = () => Promise.reject(new GlassboxError('engine-died', 'It is gone.'));
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    button('Measure').click();
    await vi.waitFor(() => expect(one('.notice.failed').textContent).toContain('engine stopped'));
    expect(lab.status.value.kind).toBe('failed');
  });

  it('of another text is told apart from the text that stands there', () => {
    const { lab } = drawLaboratory(recorded['tokens.pieces']!);
    expect(all('.measured-text')).toHaveLength(0);
    lab.text.value = 'Something else.';
    expect(one('.measured-text').textContent).toContain(recorded['tokens.pieces']!.input.text);
  });

  it('is run by Ctrl+Enter', async () => {
    const asked = vi.fn(() => Promise.resolve(tokensOf(['a'])));
    const { lab } = drawLaboratory(null, asked as unknown as AskEngine);
    lab.choose('tokens');
    const key = new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true });
    one('.experiment textarea').dispatchEvent(key);
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  });

  it('cannot be run without a text or a model that it needs', () => {
    const { lab } = drawLaboratory(null, undefined, []);
    lab.choose('tokens', 'vectors');
    expect(one('.notice').textContent).toContain('No model here can do this.');
    expect(button('Measure').hasAttribute('disabled')).toBe(true);
  });
});

it('steps through its tabs by arrow keys', () => {
  const { lab } = drawLaboratory(null);
  lab.choose('tokens');
  const press = (key: string) =>
    one('[role=tablist]').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  press('ArrowLeft');
  expect(lab.partId.value).toBe('why');
  expect(one('[role=tab][aria-selected=true]').textContent).toBe('Why');
  press('ArrowRight');
  expect(one('[role=tab][aria-selected=true]').textContent).toBe('Pieces');
});

it.each(['task.labels', 'probes.accuracy', 'layers.settling'])(
  '%s says what was found in a few lines of a side bar',
  (id) => {
    const { result } = recorded[id]!;
    const part = partOf(recorded[id]!);
    expect(part.seen(result, numbers).length).toBeLessThan(420);
    expect(part.unseen(result).length).toBeLessThan(230);
  },
);

it('leads from the page that says why to the other experiments that it names', () => {
  const { lab } = drawLaboratory(null);
  const named = EXPERIMENTS.flatMap(({ id, why }) =>
    why().paragraphs.flatMap((text) => text.match(/\*[^*]+\*/g)?.map((name) => [id, name] as const) ?? []),
  );
  expect(named.map(([id]) => id)).toEqual(expect.arrayContaining(['trainingSignal', 'fineTuning']));
  for (const [id, name] of named) {
    lab.choose(id, 'why');
    expect(one('.why').textContent).not.toContain(name);
    button(name.slice(1, -1)).click();
    expect(lab.experimentId.value).not.toBe(id);
  }
  lab.choose('trainingSignal', 'why');
  button('Information: 15 % and 100 %').click();
  expect([lab.experimentId.value, lab.part.value?.id]).toEqual(['information', 'signal']);
});

it('takes the text of the editor, and an example', () => {
  const { lab, sent } = drawLaboratory(null);
  lab.choose('tokens');
  button('Take from Editor').click();
  expect(sent).toEqual([{ type: 'take', kind: 'sentence' }]);
  const choice = one('.examples select') as HTMLSelectElement;
  choice.value = '1';
  choice.dispatchEvent(new Event('change', { bubbles: true }));
  expect(lab.text.value).toBe(EXPERIMENTS[0]!.parts[0]!.examples[1]!.text);
});

it('saves what is shown by its menu', async () => {
  const { sent } = drawLaboratory(recorded['tokens.pieces']!);
  await vi.waitFor(() => expect(all('.export button').length).toBeGreaterThan(0));
  button('Export').click();
  const entry = (text: string) => all('.menu .entry').find(({ textContent }) => textContent === text)!;
  entry('Table as CSV …').click();
  button('Export').click();
  entry('Picture as SVG …').click();
  expect(sent).toMatchObject([
    { type: 'save', format: 'csv', name: 'laboratory-tokens-pieces' },
    { type: 'save', format: 'svg' },
  ]);
  const [, picture] = sent as { content: string }[];
  expect(picture!.content).toMatch(/^<\?xml/);
  expect(picture!.content).toContain('photograph');
  expect(picture!.content).toContain('beginning of a word');
});
