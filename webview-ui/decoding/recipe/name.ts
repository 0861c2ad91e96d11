import { recipeTitle } from '../../../src/decoding/title.js';
import type { DecodingRun } from '../../../src/protocol/index.js';
import type { Page } from '../page.js';

/** What a run is called: as the person named it, or by its parameters. */
export function nameOf({ say, language }: Page, { name, decoding }: Pick<DecodingRun, 'name' | 'decoding'>): string {
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 6, useGrouping: false });
  return name ?? recipeTitle({ say, number }, decoding);
}

/** Its place in the list, from 1: the number that card, table and picture share. */
export function placeOf({ state }: Page, id: number): number {
  return state.runs.findIndex((run) => run.id === id) + 1;
}
