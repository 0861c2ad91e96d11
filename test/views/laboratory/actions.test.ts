// @vitest-environment happy-dom
/* Buttons of a result that lead to a command of the extension, and models that are asked for with some options only. */
import { expect, it } from 'vitest';
import { all, button, drawLaboratory, recorded } from './laboratoryHarness.js';

it('runs the command of the task that is shown', () => {
  const { sent } = drawLaboratory(recorded['choice.path']!);
  button('Fill Mask').click();
  expect(sent).toEqual([{ type: 'run', command: 'fillMask' }]);
});

it('opens the lines that were measured where a classifier is trained of them', () => {
  const { sent } = drawLaboratory(recorded['fineTuning.tuning']!);
  button('Train Classifier…').click();
  const { text } = recorded['fineTuning.tuning']!.input;
  expect(sent).toEqual([{ type: 'run', command: 'trainClassifier', text }]);
});

it('begins nothing long by itself when a model is chosen', () => {
  const { lab } = drawLaboratory(recorded['fineTuning.tuning']!);
  lab.setModel('encoder', 'e5-mini');
  lab.setOption('epochs', '3');
  expect(lab.status.value.kind).toBe('idle');
});

it('asks for the model of the chosen task only', () => {
  const { lab } = drawLaboratory(recorded['choice.path']!);
  const labels = () => all('.choices label').map((label) => label.querySelector('span')!.textContent);
  expect(labels()).toEqual(['Task', 'Masked model (BERT)']);
  lab.setOption('task', 'continue');
  expect(labels()).toEqual(['Task', 'Causal model (GPT-2)']);
});
