import type { MethodName } from '../../protocol/engine/index.js';
import { answer } from './answer.js';
import { attention } from './attention.js';
import { attentionSummary } from './attentionSummary.js';
import { classify } from './classify.js';
import { compare } from './compare.js';
import type { Method } from './shared/methodContext.js';
import { distribution } from './distribution.js';
import { divergence } from './divergence.js';
import { fillMask } from './fillMask.js';
import { generate } from './generate.js';
import { headAblation } from './headAblation.js';
import { embed } from './embed.js';
import { inputVectors } from './inputVectors.js';
import { entities } from './entities.js';
import { endRun, models, state, unload } from './housekeeping.js';
import { gradients } from './gradients.js';
import { hidden } from './hidden.js';
import { logitLens } from './logitLens.js';
import { nextSentence } from './nextSentence.js';
import { occlusion } from './occlusion.js';
import { predictions } from './predictions.js';
import { rank } from './rank.js';
import { replaced } from './replaced.js';
import { rightContext } from './rightContext.js';
import { score } from './score.js';
import { summarize } from './summarize.js';
import { tokens } from './tokens.js';
import { zeroShot } from './zeroShot.js';

/** Every engine method by its name; console, extension and tests enter here. */
export const methods: { [M in MethodName]: Method<M> } = {
  fillMask,
  // With what reads the thesaurus: most sessions ask for no better word.
  betterWords: async (...call) => (await import('./betterWords.js')).betterWords(...call),
  tokens,
  generate,
  compare,
  distribution,
  divergence,
  // Its parsers of documents take a third of the time in which the process starts.
  translate: async (...call) => (await import('./translate.js')).translate(...call),
  attention,
  attentionSummary,
  occlusion,
  headAblation,
  // With the derivative rules, which training has, too.
  saliency: async (...call) => (await import('./saliency.js')).saliency(...call),
  rightContext,
  inputVectors,
  predictions,
  comparePrecision: async (...call) => (await import('./comparePrecision.js')).comparePrecision(...call),
  gradients,
  hidden,
  logitLens,
  score,
  embed,
  identify: async (...call) => (await import('./identify.js')).identify(...call),
  classify,
  entities,
  answer,
  nextSentence,
  replaced,
  rank,
  zeroShot,
  summarize,
  // With the library for words and the parsers of documents.
  search: async (...call) => (await import('./search.js')).search(...call),
  buildIndex: async (...call) => (await import('./buildIndex.js')).buildIndex(...call),
  indexState: async (...call) => (await import('./indexFiles.js')).indexState(...call),
  removeIndex: async (...call) => (await import('./indexFiles.js')).removeIndex(...call),
  planMany: async (...call) => (await import('./planMany.js')).planMany(...call),
  scoreMany: async (...call) => (await import('./scoreMany.js')).scoreMany(...call),
  train: async (...call) => (await import('./train.js')).train(...call),
  trainNames: async (...call) => (await import('./trainNames.js')).trainNames(...call),
  adapt: async (...call) => (await import('./adapt.js')).adapt(...call),
  pretrain: async (...call) => (await import('./pretrain.js')).pretrain(...call),
  models,
  inspect: async (...call) => (await import('./inspect.js')).inspect(...call),
  anatomy: async (...call) => (await import('./anatomy.js')).anatomy(...call),
  assess: async (...call) => (await import('./assess.js')).assess(...call),
  state,
  unload,
  endRun,
};
