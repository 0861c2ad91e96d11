import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { unlikelyToken, repetition, lowPerplexity } from '../../kit/insights.js';
import { trimToken } from '../../kit/displayText.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { faultText } from '../recipe/faultText.js';
import { runNumber } from '../model/runs.js';

/** Drawn tokens are often improbable; this improbable is worth a line. */
const LONG_SHOT = 0.001;

/** What a learner should see in a run that has ended. */
export function runWarnings(page: DecodingPage, { metrics, sequences, warnings, status }: DecodingRun): string[] {
  if (!metrics || status === 'running' || status === 'waiting') return [];
  return [
    ...repetition(page.numbers, metrics),
    ...lowPerplexity(page.numbers, metrics),
    ...unlikelyToken(page.numbers, sequences[0]?.steps ?? [], LONG_SHOT),
    ...(metrics.greedy ? [page.say('warnGreedy')] : []),
    ...warnings,
  ];
}

const ENDINGS = { eos: 'endShortEos', length: 'endShortLength', stop: 'endShortStop' } as const;

/** How a text ended, and what chance began with where it was not the seed above; empty while it is written. */
export function endingLine(
  { say, state }: DecodingPage,
  { sequences, status, seed }: DecodingRun,
  sequence: number,
): string {
  const { finish = null, text = '' } = sequences[sequence] ?? {};
  if (status !== 'done') return '';
  if (text === '') return say('wroteNothing');
  const ending = finish === null ? [] : [say(ENDINGS[finish])];
  return [...ending, ...(seed === null || seed === state.seed ? [] : [say('seedUsed', String(seed))])].join(' · ');
}

/** From where a branch goes on. */
export function branchLine(page: DecodingPage, { branch }: DecodingRun): HTMLElement | null {
  if (!branch) return null;
  const { say } = page;
  const place = runNumber(page, branch.run);
  const token = String(branch.step + 1);
  const chosen = trimToken(branch.chosen);
  const text = place > 0 ? say('branchOf', String(place), token, chosen) : say('branchOfGone', token, chosen);
  return html('p.origin.dim.small', {}, text);
}

/** The lines below a run's text. */
export class RunNotes {
  readonly element = html('div.notes');
  #drawn = '';

  constructor(
    private readonly page: DecodingPage,
    private readonly id: number,
  ) {}

  show(run: DecodingRun): void {
    const { say } = this.page;
    const faults = run.faults.map((fault) => faultText(this.page, fault, run.decoding));
    const error = run.error ? faultText(this.page, run.error, run.decoding) : null;
    const lines = [
      ...runWarnings(this.page, run).map((line) => ['p.warning', line] as const),
      ...(error !== null && !faults.includes(error) ? [['p.error', error] as const] : []),
      ...faults.map((line) => ['p.error', line] as const),
    ];
    const again = run.status === 'failed' && run.faults.length === 0;
    // Drawn anew only when it says something else: a button in it may have the focus.
    const titled = (line: string) => (line === error ? { attributes: { title: run.error?.message ?? '' } } : {});
    const drawn = JSON.stringify([lines, again, run.error]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const button = again
      ? html(
          'button',
          { attributes: { type: 'button' }, on: { click: () => this.page.send({ type: 'run', runs: [this.id] }) } },
          say('startAgain'),
        )
      : null;
    this.element.replaceChildren(
      ...lines.map(([tag, line]) => html(tag, titled(line), line)),
      ...(button ? [button] : []),
    );
  }
}
