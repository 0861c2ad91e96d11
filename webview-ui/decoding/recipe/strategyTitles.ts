import type { Strategy } from '../../../src/protocol/engine/index.js';
import type { DecodingPageText } from '../../../src/protocol/webviews/index.js';
import type { DecodingPage } from '../model/decodingPage.js';

const TITLES: Record<Strategy, DecodingPageText> = {
  greedy: 'strategyGreedy',
  beam: 'strategyBeam',
  sample: 'strategySample',
  contrastiveSearch: 'strategyContrastiveSearch',
  contrastiveDecoding: 'strategyContrastiveDecoding',
};

export const STRATEGY_NAMES: readonly Strategy[] = Object.keys(TITLES) as Strategy[];

export function strategyTitle({ say }: DecodingPage, strategy: Strategy): string {
  return say(TITLES[strategy]);
}
