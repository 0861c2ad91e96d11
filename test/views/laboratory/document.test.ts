// @vitest-environment happy-dom
/* Measurements of a whole text that take their time: what is taken, what stands apart, how the picture grows, what Stop leaves. */
import { describe, expect, it, vi } from 'vitest';
import type { PretrainingProgress, Progress } from '../../../src/protocol/engine/index.js';
import type { AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import { EXPERIMENTS } from '../../../webview-ui/laboratory/experiments/index.js';
import { all, button, drawLaboratory, one, recorded } from './laboratoryHarness.js';

const LONG = 'A sentence that is learnt from. '.repeat(12).trim();
const text = { characters: 383, learnt: 318, heldOut: 65, vocabulary: 14, unknown: 0 };
const progress = (done: number): PretrainingProgress => ({
  ...{ done, count: 300, steps: [], ...(done === 0 && { begun: { text, frequencyLoss: 2.5 } }) },
  judgements: [{ learner: 'decoder', step: done, loss: 3, tokens: 60, right: 1 }],
});

/** An engine that trains as it is told. */
function training() {
  const asked: string[] = [];
  let tell: (progress: Progress) => void = () => undefined;
  const resumed: boolean[] = [];
  let answer: (value: unknown) => void = () => undefined;
  const askEngine = ((method: string, _: object, { signal, onProgress, resumes }: Parameters<AskEngine>[2]) => {
    asked.push(method);
    resumed.push(resumes === true);
    tell = onProgress;
    return new Promise((resolve, reject) => {
      answer = resolve;
      signal.addEventListener('abort', () => reject(new Error('ended')));
    });
  }) as unknown as AskEngine;
  const report = (done: number) => tell({ kind: 'pretraining', progress: progress(done) });
  return { asked, resumed, askEngine, report, end: () => answer({}) };
}

describe('a measurement of a whole text', () => {
  it('asks for the whole text, and leaves the sentence of the others alone', () => {
    const { lab, sent } = drawLaboratory(null);
    lab.choose('tokens');
    lab.text.value = 'A sentence of mine.';
    lab.choose('nothing');
    expect(lab.text.value.length).toBeGreaterThan(2000);
    button('Take Whole Text from Editor').click();
    expect(sent).toEqual([{ type: 'take', kind: 'document' }]);
    lab.text.value = LONG;
    lab.choose('nothing', 'why');
    lab.choose('tokens');
    expect(lab.text.value).toBe('A sentence of mine.');
    lab.choose('nothing');
    expect(lab.text.value).toBe(LONG);
  });

  it('opens with a text of its own, and not with the sentence at the cursor', () => {
    const { lab } = drawLaboratory(null);
    lab.open({ experiment: 'nothing', part: 'learning', text: LONG });
    expect(lab.text.value).toBe(LONG);
    lab.open({ sentence: 'The cursor’s sentence.' });
    expect(lab.text.value).toBe(LONG);
    lab.choose('tokens');
    expect(lab.text.value).toBe('The cursor’s sentence.');
    lab.open({ experiment: 'nothing', part: '', sentence: 'Another one.' });
    expect(lab.text.value).toBe(LONG);
  });
});

describe('a measurement of several lines', () => {
  const LINES = 'good: what a fine day\nbad: what a poor day';
  const taking = EXPERIMENTS.flatMap(({ id, parts }) =>
    parts.flatMap((part) => (part.takes === 'lines' ? [[id, part.id] as const] : [])),
  );

  it('is each that says so of its text, or whose examples all have several lines', () => {
    const found = EXPERIMENTS.flatMap(({ id, parts }) =>
      parts
        .filter(({ takes, examples }) => takes !== 'document' && examples.every(({ text: own }) => own.includes('\n')))
        .map((part) => [id, part.id]),
    );
    expect(taking).toEqual(expect.arrayContaining(found));
    expect(taking).toContainEqual(['fineTuning', 'tuning']);
    expect(taking).toContainEqual(['meaning', 'map']);
  });

  it.each(taking)('%s, %s takes all lines of the editor, and the sentence at its cursor never', (id, part) => {
    const { lab, sent } = drawLaboratory(null);
    lab.choose('masks');
    lab.text.value = 'A sentence of mine.';
    lab.choose(id, part);
    expect(lab.text.value).toBe(lab.part.value!.examples[0]!.text);
    button('Take Whole Text from Editor').click();
    expect(sent).toEqual([{ type: 'take', kind: 'lines' }]);
    lab.takeText(LINES, 'lines');
    lab.open({ experiment: id, part, sentence: 'The cursor’s sentence.' });
    expect(lab.text.value).toBe(LINES);
    lab.choose('masks');
    expect(lab.text.value).toBe('The cursor’s sentence.');
    lab.choose('nothing');
    expect(lab.text.value.length).toBeGreaterThan(2000);
    lab.choose(id, part);
    expect(lab.text.value).toBe(LINES);
  });

  it('keeps what it measured while a sentence or a whole text is open', () => {
    const outcome = recorded['fineTuning.tuning']!;
    const { lab } = drawLaboratory(outcome);
    lab.choose('tokens');
    expect(lab.outcome.value).toBeNull();
    const { lab: back } = drawLaboratory(null);
    back.restore(structuredClone(lab.kept));
    back.choose('nothing');
    back.choose('fineTuning');
    expect(back.outcome.value).toEqual(outcome);
    expect(back.text.value).toBe(outcome.input.text);
  });
});

describe('the answer of the editor', () => {
  it('lands with the measurements of its kind, whichever is open by then', () => {
    const { lab } = drawLaboratory(null);
    lab.choose('tokens');
    lab.text.value = 'A sentence of mine.';
    lab.choose('nothing');
    button('Take Whole Text from Editor').click();
    lab.choose('tokens');
    lab.takeText(LONG, 'document');
    expect(lab.text.value).toBe('A sentence of mine.');
    button('Take from Editor').click();
    lab.choose('nothing');
    expect(lab.text.value).toBe(LONG);
    lab.takeText('The cursor’s sentence.', 'sentence');
    expect(lab.text.value).toBe(LONG);
    lab.choose('tokens');
    expect(lab.text.value).toBe('The cursor’s sentence.');
  });
});

describe('a measurement that takes its time', () => {
  it('is followed again by a page that was hidden, as it was asked for, and not by one that had stopped it', async () => {
    const { resumed, askEngine, report, end } = training();
    const { lab } = drawLaboratory(null, askEngine);
    lab.open({ experiment: 'nothing', part: 'learning', text: LONG });
    expect(lab.kept.running).toBeUndefined();
    button('Measure').click();
    report(0);
    await vi.waitFor(() => expect(one('.seen').textContent).toContain('After 0 of 300 steps'));
    lab.text.value = 'Typed meanwhile.';
    lab.setOption('learningSteps', '600');
    const { kept } = structuredClone({ kept: lab.kept });
    expect(kept).toMatchObject({ text: 'Typed meanwhile.', running: { text: LONG }, outcome: null });

    const { lab: back } = drawLaboratory(null, askEngine);
    back.restore(kept);
    expect(button('Measure')).toBeTruthy();
    back.resume();
    expect(resumed).toEqual([false, true]);
    report(0);
    report(30);
    await vi.waitFor(() => expect(one('.seen').textContent).toContain('After 30 of 300 steps'));
    expect(all('.carry button').map(({ textContent }) => textContent)).toEqual(['Export']);
    expect(one('.measured-text').textContent).toContain('A sentence that is learnt from.');
    end();
    await vi.waitFor(() => expect(back.status.value.kind).toBe('idle'));
    expect(back.kept).toMatchObject({ outcome: { input: { text: LONG, options: { learningSteps: '300' } } } });
    expect(back.kept.running).toBeUndefined();
    back.resume();
    expect(resumed).toHaveLength(2);

    lab.cancel();
    expect(lab.kept.running).toBeUndefined();
  });

  it('goes on while its page says why, also hidden there, and says that it was stopped where it was left', async () => {
    const { asked, askEngine, report } = training();
    const { lab } = drawLaboratory(null, askEngine);
    lab.open({ experiment: 'nothing', part: 'learning', text: LONG });
    button('Measure').click();
    report(0);
    lab.choosePart('why');
    report(30);
    const kept = structuredClone(lab.kept);
    lab.choosePart('learning');
    await vi.waitFor(() => expect(one('.seen').textContent).toContain('After 30 of 300 steps'));
    expect(asked).toHaveLength(1);
    expect(lab.status.value.kind).toBe('running');
    lab.choose(null);
    expect(lab.kept.running).toBeUndefined();
    lab.choose('nothing');
    expect(lab.status.value.kind).toBe('cancelled');
    expect(one('main').textContent).toContain('Stopped');

    const { lab: back } = drawLaboratory(null, askEngine);
    expect(kept).toMatchObject({ part: 'why', running: { part: 'learning', text: LONG } });
    back.restore(kept);
    back.resume();
    report(60);
    back.choosePart('learning');
    expect(asked).toHaveLength(2);
    expect(back.status.value.kind).toBe('running');
  });

  it('learns what was learnt before the page was hidden not once more, of the same lines by the same model', async () => {
    const asked: [layers: unknown, resumes: boolean][] = [];
    let isLate = false;
    const engine = ((_: string, { layers }: { layers: unknown }, { resumes, signal }: Parameters<AskEngine>[2]) => {
      asked.push([layers, resumes === true]);
      if (layers !== 'head' && !isLate) return new Promise((__, reject) => signal.addEventListener('abort', reject));
      const classifier = { count: 4, right: 3, confusion: [] };
      const labels = [{ label: 'bad' }, { label: 'good' }];
      return Promise.resolve({ ...{ labels, classifier, cut: [], wrong: [], seconds: 1 }, parameters: {} });
    }) as unknown as AskEngine;
    const { lab } = drawLaboratory(null, engine);
    const lines = 'good: a\nbad: b\ngood: c\nbad: d';
    lab.open({ experiment: 'fineTuning', part: 'tuning', text: lines });
    button('Measure').click();
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    lab.setModel('encoder', 'e5-mini');
    const kept = structuredClone(lab.kept);
    expect(kept.running).toMatchObject({ text: lines, models: { encoder: 'bert-mini' }, settled: { lines: 4 } });
    isLate = true;
    const { lab: back } = drawLaboratory(null, engine);
    back.restore(kept);
    back.resume();
    await vi.waitFor(() => expect(back.status.value.kind).toBe('idle'));
    expect(asked.slice(2)).toEqual([
      ['upper', true],
      ['all', true],
    ]);
    expect(back.outcome.value).toMatchObject({ isPartial: false, input: { models: { encoder: 'bert-mini' } } });
    expect(back.outcome.value!.calls).toHaveLength(3);
  });

  it('offers to keep the models that it made, and none where it failed', async () => {
    const { askEngine, report } = training();
    const { lab, sent } = drawLaboratory(null, askEngine);
    lab.open({ experiment: 'nothing', part: 'learning', text: LONG });
    button('Measure').click();
    report(30);
    await vi.waitFor(() => expect(all('.table tbody tr')).toHaveLength(1));
    button('Stop').click();
    await vi.waitFor(() => button('Keep Both Models …').click());
    const params = lab.outcome.value!.calls[0]!.params;
    expect(sent).toEqual([{ type: 'keep', params }]);
    expect(params).toMatchObject({ text: LONG, steps: 300 });
    const { lab: back } = drawLaboratory(null, askEngine);
    back.restore(structuredClone(lab.kept));
    expect(one('.outcome').textContent).toContain('Stopped. What had been measured is shown.');
    expect(all('.table tbody tr')).toHaveLength(1);
    back.status.value = { kind: 'failed', error: { code: 'engine-died', message: '' } };
    expect(all('.carry button').map(({ textContent }) => textContent)).toEqual(['Export']);
  });

  it('grows, keeps what it had when it is stopped, and begins only by its button', async () => {
    const { asked, askEngine, report } = training();
    const { lab } = drawLaboratory(null, askEngine);
    lab.open({ experiment: 'nothing', part: 'learning', text: LONG });
    expect(asked).toEqual([]);
    button('Measure').click();
    expect(asked).toEqual(['pretrain']);
    report(0);
    await vi.waitFor(() => expect(one('.seen').textContent).toContain('After 0 of 300 steps'));
    report(30);
    await vi.waitFor(() => expect(all('.table tbody tr')).toHaveLength(2));
    button('Stop').click();
    await vi.waitFor(() => expect(one('.outcome').textContent).toContain('What had been measured is shown.'));
    expect(all('.table tbody tr')).toHaveLength(2);
    lab.setOption('positions', 'learned');
    lab.setModel('causal', 'gpt2-mini-amateur');
    lab.takeExample(lab.part.value!.examples[1]!);
    expect(asked).toEqual(['pretrain']);
    expect(lab.status.value.kind).toBe('cancelled');
    lab.choosePart('why');
    lab.choosePart('learning');
    expect(asked).toEqual(['pretrain']);
    lab.choose('tokens');
    expect(all('.seen')).toHaveLength(0);
    lab.restore(structuredClone(lab.kept));
    lab.choose('nothing');
    expect(one('.seen').textContent).toContain('After 30 of 300 steps');
  });
});
