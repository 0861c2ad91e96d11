import type { Mutation } from '../mutation.js';
import { checkpointConfigMutations } from './configs.js';
import { checkpointFileMutations } from './files.js';
import { headerMutations } from './headers.js';
import { shardMutations } from './shards.js';
import { vocabularyMutations } from './vocabularies.js';
import { checkpointWeightMutations } from './weights.js';

/** Folders of safetensors and config.json, whose graphs we write. */
export const checkpointMutations = (): Mutation[] => [
  ...headerMutations(),
  ...checkpointFileMutations(),
  ...checkpointWeightMutations(),
  ...checkpointConfigMutations(),
  ...shardMutations(),
  ...vocabularyMutations(),
];
