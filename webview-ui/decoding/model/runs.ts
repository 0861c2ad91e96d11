import { describeConfig } from '../../../src/decoding/config/describe.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { numberFormat } from '../../../src/text/numbers.js';
import { trimToken } from '../../kit/displayText.js';
import type { DecodingPage } from './decodingPage.js';

/** What a run is called: as the user named it, or by its parameters; a branch with the token that it began with. */
export function runName(
  { language }: DecodingPage,
  { name, decoding, branch }: Pick<DecodingRun, 'name' | 'decoding' | 'branch'>,
): string {
  if (name !== null) return name;
  const number = numberFormat(language, { useGrouping: false });
  const title = describeConfig(decoding, number);
  return branch ? `${title} ↳ ${trimToken(branch.chosen)}` : title;
}

/** Its place in the list, from 1: the number that card, table and picture share. */
export function runNumber({ state }: DecodingPage, id: number): number {
  return state.runs.findIndex((run) => run.id === id) + 1;
}

export function runTokenCount({ sequences }: Pick<DecodingRun, 'sequences'>): number {
  return sequences.reduce((sum, { ids }) => sum + ids.length, 0);
}
