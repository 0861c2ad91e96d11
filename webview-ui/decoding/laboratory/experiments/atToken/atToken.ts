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
  let current: { subject: BenchSubject | null; place: string } | null = null;
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
      if (!current) return [line, ask];
      return current.subject ? [line, bench.element] : [line, html('p.small.dim', {}, untold())];
    },
    shown: () => bench.use(() => current?.subject ?? null),
    update: (next) => {
      current = next && { subject: subjectOf(next.distribution), place: next.place };
      refresh();
    },
  };
}

const untold = () =>
  l10n.t(
    'The server tells the likeliest tokens only, and filters act on all. Choose a model on this machine, or have the server tell more.',
  );

/** Null where a server does not tell all: of some alone shares would be other ones. */
function subjectOf({ value: { ids, logits, texts, rest = 0 }, before }: LabPlace['distribution']): BenchSubject | null {
  if (rest > 0) return null;
  return subjectOfAll({ ids, logits, texts }, before);
}

/** The vocabulary in the order of ids again, as the engine filters it. */
function subjectOfAll(
  { ids, logits, texts }: Pick<LabPlace['distribution']['value'], 'ids' | 'logits' | 'texts'>,
  before: readonly number[],
): BenchSubject {
  const byId = new Float32Array(logits.length);
  ids.forEach((id, rank) => (byId[id] = logits[rank]!));
  return {
    logits: labLogits(byId, ids, before),
    textOf: ({ rank }) => texts[rank] ?? null,
    scores: false,
  };
}
