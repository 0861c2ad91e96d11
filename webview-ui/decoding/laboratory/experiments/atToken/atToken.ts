import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import type { Experiment, ExperimentContext, ExperimentView, LabPlace } from '../../experiment.js';
import type { BenchSubject } from '../../filterBench.js';
import { labLogits } from '../../labModel.js';

/** The model's real logits before a token of a run. */
export const atToken: Experiment = {
  id: 'token',
  title: () => l10n.t('at a token'),
  open: openAtToken,
};

function openAtToken({ bench, askForPlace, refresh }: ExperimentContext<unknown>): ExperimentView {
  let current: { subject: BenchSubject; place: string } | null = null;
  const line = html('p.small.dim.place');
  const ask = html(
    'button',
    { attributes: { type: 'button' }, on: { click: () => askForPlace() } },
    l10n.t('Take the token in focus'),
  );
  return {
    elements: () => {
      line.textContent =
        current?.place ??
        l10n.t('The sliders act on the model’s real logits before a token of a run, without running it again.');
      return current ? [line, bench.element] : [line, ask];
    },
    shown: () => bench.use(() => current?.subject ?? null),
    update: (next) => {
      current = next && { subject: subjectOf(next.distribution), place: next.place };
      refresh();
    },
  };
}

/** The vocabulary in the order of ids again, as the engine filters it. */
function subjectOf({ value: { ids, logits, texts }, before }: LabPlace['distribution']): BenchSubject {
  const byId = new Float32Array(logits.length);
  ids.forEach((id, rank) => (byId[id] = logits[rank]!));
  return {
    logits: labLogits(byId, ids, before),
    textOf: ({ rank }) => texts[rank] ?? null,
    scores: false,
  };
}
