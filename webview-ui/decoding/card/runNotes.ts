import * as l10n from '@vscode/l10n';
import type { FinishReason } from '../../../src/protocol/engine/index.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { hostBeyond } from '../../../src/protocol/engine/serverHost.js';
import { errorText, warningText, whereText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import { unlikelyToken, repetition, lowPerplexity } from '../../kit/insights.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { faultText } from '../recipe/faultText.js';
import { isTransformed, runModel, runNumber } from '../model/runs.js';

/** Drawn tokens are often improbable; this improbable is worth a line. */
const LONG_SHOT = 0.001;

/** What a learner should see in a run that has ended. */
export function runWarnings(page: DecodingPage, run: DecodingRun): string[] {
  const { metrics, sequences, warnings, status } = run;
  if (!metrics || status === 'running' || status === 'waiting') return [];
  return [
    ...repetition(page.numbers, metrics),
    // A right translation leaves little to be unsure of.
    ...(isTransformed(page, run) ? [] : lowPerplexity(page.numbers, metrics)),
    ...unlikelyToken(page.numbers, sequences[0]?.steps ?? [], LONG_SHOT),
    ...(isPenaltyIdle(run)
      ? [l10n.t('no hypothesis ended: all are equally long, so no length penalty changes their order')]
      : []),
    ...(metrics.greedy ? [l10n.t('no chance: temperature 0 always takes the most probable token')] : []),
    ...warnings.map((warning) => warningText(warning, page.numbers.number)),
  ];
}

/** Whether a beam search ranked texts of one length only: divided by it to any power they keep their order. */
function isPenaltyIdle({ decoding, tree, sequences, status }: DecodingRun): boolean {
  if (decoding.strategy !== 'beam' || decoding.lengthPenalty === undefined || status !== 'done' || !tree) return false;
  return tree.every(({ state }) => state !== 'finished') && sequences.every(({ finish }) => finish === 'length');
}

function endingText(finish: FinishReason): string {
  switch (finish) {
    case 'eos':
      return l10n.t('ended by itself');
    case 'length':
      return l10n.t('at full length');
    case 'stop':
      return l10n.t('at a stop text');
    case 'cut':
      return l10n.t('broken off by the server');
  }
}

/** How a text ended, and what chance began with where it was not the seed above; empty while it is written. */
export function endingLine(
  { state }: DecodingPage,
  { sequences, status, seed }: DecodingRun,
  sequence: number,
): string {
  const { finish = null, text = '' } = sequences[sequence] ?? {};
  if (status !== 'done') return '';
  if (text === '') return l10n.t('It ended the text at once and wrote nothing.');
  const ending = finish === null ? [] : [endingText(finish)];
  return [...ending, ...(seed === null || seed === state.seed ? [] : [l10n.t('seed {0}', String(seed))])].join(' · ');
}

/** From where a branch goes on. */
export function branchLine(page: DecodingPage, { branch }: DecodingRun): HTMLElement | null {
  if (!branch) return null;
  const place = runNumber(page, branch.run);
  const token = String(branch.step + 1);
  const chosen = trimToken(branch.chosen);
  const text =
    place > 0
      ? l10n.t('Branch of run {0} at token {1}: {2}', String(place), token, chosen)
      : l10n.t('Branch at token {0}: {1}', token, chosen);
  return html('p.origin.dim.small', {}, text);
}

/** Of a run by a served model: where texts go, and how much of it the server drew by its own sampler. */
export function servedLine(page: DecodingPage, run: DecodingRun): HTMLElement | null {
  const { server } = runModel(page, run) ?? {};
  if (!server) return null;
  const steps = run.sequences.flatMap((sequence) => sequence.steps);
  const drawn = steps.filter(({ drawnByServer }) => drawnByServer).length;
  const { number } = page.numbers;
  const exact =
    steps.length === 0
      ? []
      : drawn === 0
        ? [l10n.t('decoded here, exactly')]
        : [l10n.t('tokens that the server drew itself: {0} of {1}', number(drawn), number(steps.length))];
  return html('p.origin.dim.small', {}, [whereText(hostBeyond(server.address)), ...exact].join(' · '));
}

/** The lines below a run's text. */
export class RunNotes {
  readonly element = html('div.notes');
  #drawn = '';
  readonly #page: DecodingPage;
  readonly #id: number;

  constructor(page: DecodingPage, id: number) {
    this.#page = page;
    this.#id = id;
  }

  update(run: DecodingRun): void {
    const faults = run.faults.map((fault) => faultText(this.#page, fault));
    const error = run.error ? faultText(this.#page, run.error) : null;
    const lines = [
      ...runWarnings(this.#page, run).map((line) => ['p.warning', line] as const),
      ...(error !== null && !faults.includes(error) ? [['p.error', error] as const] : []),
      ...faults.map((line) => ['p.error', line] as const),
    ];
    const again = run.status === 'failed' && run.faults.length === 0;
    // Drawn anew only when it says something else: a button in it may have the focus.
    const titled = (line: string) =>
      line === error ? { attributes: { title: run.error ? errorText(run.error, this.#page.numbers.number) : '' } } : {};
    const drawn = JSON.stringify([lines, again, run.error]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const button = again
      ? html(
          'button',
          { attributes: { type: 'button' }, on: { click: () => this.#page.send({ type: 'run', runs: [this.#id] }) } },
          l10n.t('Start Again'),
        )
      : null;
    this.element.replaceChildren(
      ...lines.map(([tag, line]) => html(tag, titled(line), line)),
      ...(button ? [button] : []),
    );
  }
}
