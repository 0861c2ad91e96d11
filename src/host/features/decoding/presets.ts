import type { GenerationConfig } from '../../../protocol/engine/index.js';
import type { PresetId } from '../../../protocol/webviews/index.js';

/** What the presets depend on. */
export interface PresetContext {
  encoderDecoder: boolean;
  /** a weaker model for contrastive decoding; null when there is none */
  amateur: string | null;
}

/** The list of a first visit: one of each kind, few enough for a narrow view. */
export const FIRST_RECIPES: readonly GenerationConfig[] = [
  { strategy: 'greedy' },
  { strategy: 'sample', temperature: 0.8, topP: 0.9 },
  { strategy: 'beam', numBeams: 4 },
  { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 },
];

/** The recipes of a classical comparison. An encoder-decoder's are those that its tasks are usually shown with. */
export function presetRecipes(preset: PresetId, context: PresetContext): GenerationConfig[] {
  switch (preset) {
    case 'strategies':
      return strategies(context);
    case 'repetition':
      return [
        { strategy: 'greedy' },
        { strategy: 'greedy', repetitionPenalty: 1.2 },
        { strategy: 'greedy', noRepeatNgramSize: 3 },
      ];
    case 'lengthPenalty':
      return [
        { strategy: 'beam', numBeams: 1 },
        { strategy: 'beam', numBeams: 2 },
        { strategy: 'beam', numBeams: 4, lengthPenalty: 0 },
        { strategy: 'beam', numBeams: 4, lengthPenalty: 1 },
        { strategy: 'beam', numBeams: 4, lengthPenalty: 2 },
        { strategy: 'beam', numBeams: 8 },
      ];
    case 'nucleusAndBeams':
      return [
        { strategy: 'sample', topP: 0.9 },
        { strategy: 'beam', numBeams: 5 },
        { strategy: 'beam', numBeams: 5, doSample: true, topP: 0.9 },
      ];
  }
}

function strategies({ encoderDecoder, amateur }: PresetContext): GenerationConfig[] {
  const common: GenerationConfig[] = [
    { strategy: 'greedy' },
    { strategy: 'beam', numBeams: 4 },
    { strategy: 'beam', numBeams: 4, noRepeatNgramSize: 3 },
    { strategy: 'sample', temperature: 0.7 },
    { strategy: 'sample', temperature: 1.5 },
    { strategy: 'sample', topK: 50 },
    { strategy: 'sample', topP: 0.9 },
  ];
  // With a source to keep to, diverse beams tell more than the two contrastive strategies, made for open-ended text.
  if (encoderDecoder) {
    return [
      ...common,
      { strategy: 'beam', numBeams: 4, numBeamGroups: 4, diversityPenalty: 0.5, numReturnSequences: 4 },
    ];
  }
  return [
    ...common,
    { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 },
    { strategy: 'contrastiveDecoding', alpha: 0.5, ...(amateur !== null && { amateur }) },
  ];
}
