// @vitest-environment happy-dom
/* Measurements of a whole text that take their time: what is taken, what stands apart, how the picture grows, what Stop leaves. */
import { describe, expect, it, vi } from 'vitest';
import type { PretrainingProgress, Progress } from '../../../src/protocol/engine/index.js';
import type { AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import { all, button, drawLaboratory, one } from './laboratoryHarness.js';

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
  const askEngine = ((method: string, _: object, { signal, onProgress }: Parameters<AskEngine>[2]) => {
    asked.push(method);
    tell = onProgress;
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
  }) as unknown as AskEngine;
  const report = (done: number) => tell({ kind: 'pretraining', progress: progress(done) });
  return { asked, askEngine, report };
}

describe('a measurement of a whole text', () => {
  it('asks for the whole text, and leaves the sentence of the others alone', () => {
    const { lab, sent } = drawLaboratory(null);
    lab.choose('tokens');
    lab.text.value = 'A sentence of mine.';
    lab.choose('nothing');
    expect(lab.text.value.length).toBeGreaterThan(2000);
    button('Take Whole Text from Editor').click();
    expect(sent).toEqual([{ type: 'take', whole: true }]);
    lab.text.value = LONG;
    lab.choose('nothing', 'why');
    lab.choose('tokens');
    expect(lab.text.value).toBe('A sentence of mine.');
    lab.choose('nothing');
    expect(lab.text.value).toBe(LONG);
  });

  it('opens with a text that is long enough, and with none that is too short', () => {
    const { lab } = drawLaboratory(null);
    lab.open({ experiment: 'nothing', part: 'learning', text: LONG });
    expect(lab.text.value).toBe(LONG);
    lab.open({ text: 'The cursor’s sentence.' });
    expect(lab.text.value).toBe(LONG);
    lab.choose('tokens');
    expect(lab.text.value).toBe('The cursor’s sentence.');
    lab.open({ experiment: 'nothing', part: '', text: 'Another one.' });
    expect(lab.text.value).toBe(LONG);
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
    lab.takeText(LONG, true);
    expect(lab.text.value).toBe('A sentence of mine.');
    button('Take from Editor').click();
    lab.choose('nothing');
    expect(lab.text.value).toBe(LONG);
    lab.takeText('The cursor’s sentence.', false);
    expect(lab.text.value).toBe(LONG);
    lab.choose('tokens');
    expect(lab.text.value).toBe('The cursor’s sentence.');
  });
});

describe('a measurement that takes its time', () => {
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
  });
});
