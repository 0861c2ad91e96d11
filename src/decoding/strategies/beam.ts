import { beamSearch } from './beam/beamSearch.js';
import { asSingleBeam } from './beam/singleBeam.js';
import { createGreedySearch } from './greedy.js';
import { createSampling } from './sample.js';
import { RARE_WARPERS, type CreateTokenGenerator, type StrategySpec } from './strategy.js';

export const beam: StrategySpec = {
  fields: ({ doSample }) => ({
    first: [
      'numBeams',
      'lengthPenalty',
      'noRepeatNgramSize',
      'numReturnSequences',
      'doSample',
      ...(doSample ? (['temperature', 'topK', 'topP'] as const) : []),
    ],
    more: [
      'earlyStopping',
      'numBeamGroups',
      'diversityPenalty',
      'repetitionPenalty',
      ...(doSample ? RARE_WARPERS : []),
    ],
  }),
  draws: ({ doSample }) => doSample === true,
  initial: { numBeams: 4 },

  findContradiction({ numBeams, numBeamGroups, numReturnSequences, diversityPenalty, doSample }, _, limits) {
    const { vocabularySize } = limits;
    if (numBeams > vocabularySize) {
      const message = `must be at most the vocabulary's ${vocabularySize} tokens; it is ${numBeams}.`;
      return { field: 'numBeams', kind: 'overVocabulary', max: vocabularySize, message };
    }
    if (numBeams % numBeamGroups !== 0) {
      const message = `must divide numBeams (${numBeams}) without rest; it is ${numBeamGroups}.`;
      return { field: 'numBeamGroups', kind: 'divisor', max: numBeams, message };
    }
    if (numBeamGroups > 1 && diversityPenalty === 0) {
      const message = 'must be above 0 when numBeamGroups is above 1: the groups would all be the same.';
      return { field: 'diversityPenalty', kind: 'groupsAlike', message };
    }
    if (numBeamGroups > 1 && doSample) {
      const message = `must be false when numBeamGroups is above 1; numBeamGroups is ${numBeamGroups}.`;
      return { field: 'doSample', kind: 'groupsDraw', message };
    }
    if (numReturnSequences > numBeams) {
      const message = `must be at most numBeams (${numBeams}); it is ${numReturnSequences}.`;
      return { field: 'numReturnSequences', kind: 'overBeams', max: numBeams, message };
    }
    return null;
  },

  warnings({ numBeams, numBeamGroups, diversityPenalty }, given) {
    const apart = numBeamGroups === 1 && diversityPenalty > 0;
    return [
      ...(given.numBeams === undefined ? [{ kind: 'defaultBeams' as const, numBeams }] : []),
      ...(apart ? [{ kind: 'diversityWithoutGroups' as const }] : []),
    ];
  },

  customGenerate: ({ numBeamGroups = 1 }) => (numBeamGroups > 1 ? 'transformers-community/group-beam-search' : null),
};

/** Keeps the best beginnings side by side; with one beam it is greedy search or sampling, scored as beams are. */
export const createBeamSearch: CreateTokenGenerator = (models, request, config, signal) => {
  if (config.numBeams > 1) return beamSearch(models.main, request, config, signal);
  const single = (config.doSample ? createSampling : createGreedySearch)(models, request, config, signal);
  return asSingleBeam(single, config.lengthPenalty);
};
