import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { signal } from '@preact/signals';
import { h, options, render } from 'preact';
import type { FromLaboratoryWebview } from '../../../src/protocol/webviews/index.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import { EXPERIMENTS } from '../../../webview-ui/laboratory/experiments/index.js';
import { LaboratoryView } from '../../../webview-ui/laboratory/layout/laboratoryView.js';
import type { AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import type { Part } from '../../../webview-ui/laboratory/model/experiment.js';
import type { Outcome } from '../../../webview-ui/laboratory/model/keptLaboratory.js';
import { Laboratory } from '../../../webview-ui/laboratory/model/laboratoryState.js';
import { labModels } from './labModels.js';

// What changes is drawn at once, not in a microtask.
options.debounceRendering = (redraw) => redraw();

const fixtures = path.join(import.meta.dirname, '../fixtures/laboratory');

/** What experiments came to with the embedded models, by `experiment.part`; test/model/laboratory/examples.test.ts writes it. */
export const recorded = Object.assign(
  {},
  ...readdirSync(fixtures).map((file) => JSON.parse(readFileSync(path.join(fixtures, file), 'utf8')) as object),
) as Record<string, Outcome>;

export const numbers = numbersFor('en');

/** The measurement that an outcome is of. */
export function partOf({ experiment, part }: Outcome): Part {
  const found = EXPERIMENTS.find(({ id }) => id === experiment)?.parts.find(({ id }) => id === part);
  if (!found) throw new Error(`There is no ${experiment}.${part}.`);
  return found;
}

export const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
export const one = (selector: string) => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector} in ${document.body.innerHTML.slice(0, 500)}`);
  return found;
};
export const button = (text: string) => {
  const found = all('button').find(({ textContent }) => textContent?.trim() === text);
  if (!found) throw new Error(`There is no button ${text}.`);
  return found;
};

interface Drawn {
  lab: Laboratory;
  sent: FromLaboratoryWebview[];
  said: { value: string };
}

/** Draws the page. @param askEngine answers what experiments ask */
export function drawLaboratory(outcome: Outcome | null, askEngine?: AskEngine, models = labModels): Drawn {
  document.documentElement.lang = 'en';
  document.title = 'Laboratory';
  const sent: FromLaboratoryWebview[] = [];
  const nobody: AskEngine = () => Promise.reject(new Error('Nobody answers.'));
  const lab = new Laboratory(askEngine ?? nobody, (message) => void sent.push(message));
  lab.models.value = models;
  if (outcome) {
    const { text, other, models: chosen, options: choices } = outcome.input;
    const { experiment, part } = outcome;
    lab.restore({ experiment, part, text, other, models: chosen, options: choices, outcome });
  }
  const main = document.createElement('main');
  document.body.replaceChildren(main);
  const said = signal('');
  render(h(LaboratoryView, { page: { lab, numbers, shell: 'posix', wide: false, said } }), main);
  return { lab, sent, said };
}
