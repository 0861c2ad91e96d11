import type { DecodingRun, RunIssue } from '../../../src/protocol/webviews/index.js';
import { html } from '../../shared/elements.js';
import { longShot, repeats, sure } from '../../shared/noticed.js';
import { named } from '../../shared/texts.js';
import type { Page } from '../page.js';
import { faultText } from '../recipe/faultText.js';
import { FIELDS } from '../recipe/fields.js';
import { placeOf } from '../recipe/name.js';

/** Drawn tokens are often improbable; this improbable is worth a line. */
const LONG_SHOT = 0.001;

/** What a learner should see in a run that has ended. */
export function warningLines(page: Page, { metrics, sequences, decoding, warnings, status }: DecodingRun): string[] {
  if (!metrics || status === 'running' || status === 'waiting') return [];
  const drawn = decoding.strategy === 'sample';
  return [
    ...repeats(page, metrics),
    ...sure(page, metrics),
    ...longShot(page, sequences[0]?.steps ?? [], LONG_SHOT),
    ...(metrics.greedy && drawn ? [page.say('warnGreedy')] : []),
    ...warnings,
  ];
}

const ENDINGS = { eos: 'endShortEos', length: 'endShortLength', stop: 'endShortStop' } as const;

/** How a text ended, and what chance began with where it was not the seed above; empty while it is written. */
export function endingLine({ say, state }: Page, { sequences, status, seed }: DecodingRun, sequence: number): string {
  const { finish = null, text = '' } = sequences[sequence] ?? {};
  if (status !== 'done') return '';
  if (text === '') return say('wroteNothing');
  const ending = finish === null ? [] : [say(ENDINGS[finish])];
  return [...ending, ...(seed === null || seed === state.seed ? [] : [say('seedUsed', String(seed))])].join(' · ');
}

/** A fault as a sentence: the engine's end in the page's words, a field by its name, else as it was told. */
export function faultLine(page: Page, fault: RunIssue, decoding: DecodingRun['decoding'] | null): string {
  const { say } = page;
  if (fault.code === 'engine-died') return say('faultEngineGone');
  const { field } = fault;
  if (decoding && field !== undefined && field !== 'strategy') {
    return `${say(FIELDS[field].label)}: ${faultText(page, decoding, fault)}`;
  }
  return fault.message;
}

/** From where a branch goes on. */
export function branchLine(page: Page, { branch }: DecodingRun): HTMLElement | null {
  if (!branch) return null;
  const { say } = page;
  const place = placeOf(page, branch.run);
  const token = String(branch.step + 1);
  const chosen = named(branch.chosen);
  const text = place > 0 ? say('branchOf', String(place), token, chosen) : say('branchOfGone', token, chosen);
  return html('p.origin.dim.small', {}, text);
}

/** The lines below a run's text. */
export class Notes {
  readonly element = html('div.notes');
  #drawn = '';

  constructor(
    private readonly page: Page,
    private readonly id: number,
  ) {}

  show(run: DecodingRun): void {
    const { say } = this.page;
    const faults = run.faults.map((fault) => faultLine(this.page, fault, run.decoding));
    const error = run.error ? faultLine(this.page, run.error, run.decoding) : null;
    const lines = [
      ...warningLines(this.page, run).map((line) => ['p.warning', line] as const),
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
