import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runTokenCount } from '../model/runs.js';

/** Whether a server decodes it, whose text comes without tokens. */
const isWithoutTokens = ({ sequences }: DecodingRun) =>
  sequences.some(({ text, steps }) => text !== '' && steps.length === 0);

/** How far a run is: tokens, tokens per second, and a line that fills. */
export class RunProgress {
  readonly figures = html('span.figures.dim.small');
  readonly line = html('span.filled');
  readonly bar: HTMLElement;
  #generation = -1;
  #started = 0;
  #first = 0;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage, labelledBy: string) {
    this.#page = page;

    this.bar = html(
      'div.progress',
      {
        attributes: { role: 'progressbar', 'aria-labelledby': labelledBy, 'aria-valuemin': 0 },
      },
      this.line,
    );
    this.bar.hidden = true;
  }

  /** Shows the run's figures; cheap enough for every token. */
  update(run: DecodingRun): void {
    const running = run.status === 'running' || run.status === 'waiting';
    if (this.bar.hidden === running) this.bar.hidden = !running;
    const text = this.#text(run);
    if (this.figures.textContent !== text) this.figures.textContent = text;
    if (!running) return;
    const { numReturnSequences = 1 } = run.decoding;
    const most = this.#page.state.maxNewTokens * Math.max(1, numReturnSequences);
    const share = Math.min(1, runTokenCount(run) / Math.max(1, most));
    this.line.style.setProperty('--share', share.toFixed(3));
    this.bar.setAttribute('aria-valuemax', String(most));
    this.bar.setAttribute('aria-valuenow', String(runTokenCount(run)));
  }

  #text(run: DecodingRun): string {
    const { numbers } = this.#page;
    const figure = (value: number) => numbers.decimal(value, 0);
    const count = (value: number) => (value === 1 ? l10n.t('1 token') : l10n.t('{0} tokens', figure(value)));
    const tokens = runTokenCount(run);
    switch (run.status) {
      case 'idle':
        return run.faults.length > 0 ? l10n.t('cannot run') : l10n.t('not run yet');
      case 'waiting':
        return l10n.t('waiting for the model …');
      case 'running': {
        if (isWithoutTokens(run)) return l10n.t('the server writes …');
        const speed = this.#speed(run, tokens);
        return speed === null ? count(tokens) : `${count(tokens)} · ${l10n.t('{0}/s', figure(speed))}`;
      }
      case 'done': {
        const { newTokens, tokensPerSecond } = run.metrics ?? { newTokens: tokens, tokensPerSecond: 0 };
        // A server that decoded may not say how many.
        if (newTokens === null || tokensPerSecond === null) return l10n.t('done');
        return `${count(newTokens)} · ${l10n.t('{0}/s', figure(tokensPerSecond))}`;
      }
      case 'stopped':
        if (isWithoutTokens(run)) return l10n.t('stopped');
        return `${count(tokens)} · ${l10n.t('stopped')}`;
      case 'failed':
        return l10n.t('failed');
    }
  }

  /** Tokens per second since this page saw the first one; null while there are too few to tell. */
  #speed({ generation }: DecodingRun, tokens: number): number | null {
    const now = performance.now();
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#started = now;
      this.#first = tokens;
    }
    const seconds = (now - this.#started) / 1000;
    return seconds > 0.1 && tokens > this.#first ? (tokens - this.#first) / seconds : null;
  }
}
