import { describeConfig } from '../../../src/decoding/config/describe.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { named } from '../../shared/texts.js';
import type { Page } from '../page.js';

/** What a run is called: as the person named it, or by its parameters; a branch with the token that it began with. */
export function nameOf(
  { say, language }: Page,
  { name, decoding, branch }: Pick<DecodingRun, 'name' | 'decoding' | 'branch'>,
): string {
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 6, useGrouping: false });
  if (name !== null) return name;
  const title = describeConfig({ say, number }, decoding);
  return branch ? `${title} ↳ ${named(branch.chosen)}` : title;
}

/** Its place in the list, from 1: the number that card, table and picture share. */
export function placeOf({ state }: Page, id: number): number {
  return state.runs.findIndex((run) => run.id === id) + 1;
}
