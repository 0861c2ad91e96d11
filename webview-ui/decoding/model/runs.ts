import { describeConfig } from '../../../src/decoding/config/describe.js';
import { findModel } from '../../../src/decoding/config/amateurModels.js';
import type { ModelInfo } from '../../../src/protocol/engine/index.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { numberFormat } from '../../../src/text/numbers.js';
import { branchTitle } from '../../../src/text/displayText.js';
import type { DecodingPage } from './decodingPage.js';

/** What a run is called: as the user named it, or by its parameters; a branch with the token that it began with. */
export function runName(
  { language }: DecodingPage,
  { name, decoding, branch, ownModel }: Pick<DecodingRun, 'name' | 'decoding' | 'branch' | 'ownModel'>,
): string {
  if (name !== null) return name;
  const number = numberFormat(language, { useGrouping: false });
  const title = branchTitle(describeConfig(decoding, number), branch);
  return ownModel === undefined ? title : `${title} · ${ownModel}`;
}

/** Its place in the list, from 1: the number that card, table and picture share. */
export function runNumber({ state }: DecodingPage, id: number): number {
  return state.runs.findIndex((run) => run.id === id) + 1;
}

export function runTokenCount({ sequences }: Pick<DecodingRun, 'sequences'>): number {
  return sequences.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** The model that wrote a run, or would write it now; undefined where it is not known. */
export function runModel(
  { state }: DecodingPage,
  { model, branch, ownModel }: Pick<DecodingRun, 'model' | 'branch' | 'ownModel'>,
): ModelInfo | undefined {
  return findModel(state.models, model ?? branch?.model ?? ownModel ?? state.model);
}

/** Whether a run says something again in other words, as a translation does, and does not go on with a text. */
export function isTransformed(page: DecodingPage, run: Pick<DecodingRun, 'model' | 'branch'>): boolean {
  return runModel(page, run)?.architecture === 'encoder-decoder';
}
