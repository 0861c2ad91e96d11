// @vitest-environment happy-dom
/* What the form says where no model can take a part: what to install, and whether it goes on without. */
import { expect, it } from 'vitest';
import { labModels } from './labModels.js';
import { all, button, drawLaboratory, one } from './laboratoryHarness.js';

const classifier = { ...labModels[0]!, id: 'sst2', tasks: ['classify' as const], source: 'installed' as const };

it('a part that can be done without is offered, and the rest is measured', () => {
  const { lab, sent } = drawLaboratory(null);
  lab.choose('task');
  expect(one('.notice').textContent).toContain('install a classifier');
  expect(one('.notice').getAttribute('role')).toBeNull();
  expect(button('Measure').hasAttribute('disabled')).toBe(false);
  button('Install Model …').click();
  expect(sent).toEqual([{ type: 'link', to: 'models', text: '' }]);
});

it('nothing is offered where a model is installed that can', () => {
  const { lab } = drawLaboratory(null, undefined, [...labModels, classifier]);
  lab.choose('task');
  expect(all('.notice')).toHaveLength(0);
  expect(lab.inputOf(lab.part.value!).models.classifier?.id).toBe('sst2');
});

it('a part that is needed stops the measurement, and is told beside what is offered', () => {
  const { lab } = drawLaboratory(null, undefined, []);
  lab.choose('task');
  expect(one('.notice').getAttribute('role')).toBe('alert');
  expect(one('.notice').textContent).toContain('No model here can do this.');
  expect(button('Measure').hasAttribute('disabled')).toBe(true);
});

it('a text of many lines has a field for them, in its exercise too', () => {
  const { lab } = drawLaboratory(null);
  lab.choose('probes');
  expect(one('.experiment textarea').getAttribute('rows')).toBe('8');
  lab.choose('probes', 'why');
  expect(one('.exercise textarea').getAttribute('rows')).toBe('8');
  expect(one('.exercise').textContent).toContain('One line each');
});

it('a second text is asked for where the model that is chosen reads one, and given to no other', () => {
  const { lab } = drawLaboratory(null);
  const fields = () => all('.input textarea').length;
  lab.choose('layers', 'lens');
  lab.setModel('layered', 'gpt2-mini');
  lab.other.value = 'Das Haus';
  expect(fields()).toBe(1);
  expect(lab.inputOf(lab.part.value!).other).toBe('');
  lab.setModel('layered', 't5-mini');
  expect(fields()).toBe(2);
  expect(lab.inputOf(lab.part.value!).other).toBe('Das Haus');
  lab.choose('tokens', 'vectors');
  expect(fields()).toBe(2);
  lab.setModel('any', 'gpt2-mini');
  expect(fields()).toBe(1);
});
