import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../src/protocol/webviews/index.js';
import { runTokenCount, runName, runNumber } from './model/runs.js';
import { faultText } from './recipe/faultText.js';
import type { DecodingPage } from './model/decodingPage.js';
import { joinSentences } from '../../src/wording/index.js';

/** Ends that come within this many milliseconds are said in one sentence. */
const TOGETHER_MS = 600;

/** From this many on they are only counted. */
const COUNTED = 4;

/** Says to screen readers that runs have ended; nothing while they write. */
export class Announcer {
  readonly #ended = new Map<number, DecodingRun>();
  readonly #status = new Map<number, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;
  }

  /** Notes how runs are, without saying anything: what had ended before the page was there is no news. */
  reset(runs: readonly DecodingRun[]): void {
    this.#status.clear();
    for (const run of runs) this.#status.set(run.id, keyOf(run));
  }

  /** Says it if this run has just ended. */
  noteStatus(run: DecodingRun): void {
    const before = this.#status.get(run.id);
    this.#status.set(run.id, keyOf(run));
    const over = run.status === 'done' || run.status === 'failed' || run.status === 'stopped';
    if (!over || before === undefined || before === keyOf(run)) return;
    this.#ended.set(run.id, run);
    this.#timer ??= setTimeout(() => this.#say(), TOGETHER_MS);
  }

  #say(): void {
    this.#timer = undefined;
    const runs = [...this.#ended.values()];
    this.#ended.clear();
    const failed = runs.filter(({ status }) => status === 'failed');
    const sentences =
      runs.length >= COUNTED
        ? [l10n.t('{0} runs have ended.', String(runs.length)), ...failed.map((run) => this.#sentence(run))]
        : runs.map((run) => this.#sentence(run));
    this.#page.announce(joinSentences(...sentences));
  }

  #sentence(run: DecodingRun): string {
    const page = this.#page;
    const place = String(runNumber(page, run.id));
    const name = runName(page, run);
    switch (run.status) {
      case 'failed':
        return l10n.t('Run {0}, {1}, failed: {2}', place, name, run.error ? faultText(page, run.error) : '');
      case 'stopped':
        return l10n.t('Run {0}, {1}, was stopped.', place, name);
      case 'done':
      case 'idle':
      case 'waiting':
      case 'running':
        return l10n.t('Run {0}, {1}: {2} tokens.', place, name, String(run.metrics?.newTokens ?? runTokenCount(run)));
    }
  }
}

const keyOf = ({ generation, status }: DecodingRun) => `${generation} ${status}`;
