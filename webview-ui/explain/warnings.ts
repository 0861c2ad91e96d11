import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html, section } from '../shared/elements.js';
import { longShot, repeats, sure } from '../shared/noticed.js';
import type { Page } from './page.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Below this probability a chosen token is worth a line. */
const LONG_SHOT = 0.01;

/** What a learner should see in this run, one line each; nothing where it was an ordinary one. */
export function warningLines(page: Page, { params, value }: GenerateResult): string[] {
  const { say, numbers } = page;
  const { metrics, sequences } = value;
  const [first] = sequences;
  return [
    ...repeats(page, metrics),
    ...sure(page, metrics),
    ...longShot(page, first?.steps ?? [], LONG_SHOT),
    ...(first?.finish === 'length' ? [say('warnLimit', numbers.decimal(first.ids.length, 0))] : []),
    ...(metrics.greedy && params.decoding.strategy === 'sample' ? [say('warnGreedy')] : []),
    ...value.warnings,
  ];
}

export function warnings(page: Page, result: GenerateResult): HTMLElement | null {
  const lines = warningLines(page, result);
  if (lines.length === 0) return null;
  return section('warnings', page.say('warnings'), html('ul', {}, ...lines.map((line) => html('li', {}, line))));
}
