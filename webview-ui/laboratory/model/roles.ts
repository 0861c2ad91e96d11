import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../../src/protocol/engine/index.js';
import type { Role } from './experiment.js';

const serves = (method: ModelInfo['tasks'][number]) => (model: ModelInfo) => model.tasks.includes(method);

/** An encoder with the head of a masked language model. */
export const MASKED: Role = {
  id: 'masked',
  label: () => l10n.t('Masked model (BERT)'),
  can: (model) => model.architecture === 'encoder' && serves('fillMask')(model),
  prefer: ['bert-mini'],
};

/** A model that writes from the left. */
export const CAUSAL: Role = {
  id: 'causal',
  label: () => l10n.t('Causal model (GPT-2)'),
  can: ({ architecture }) => architecture === 'decoder',
  prefer: ['gpt2-mini'],
};

/** A model that reads one text and writes another. */
export const TEXT_TO_TEXT: Role = {
  id: 'textToText',
  label: () => l10n.t('Encoder-decoder (T5)'),
  can: ({ architecture }) => architecture === 'encoder-decoder',
  prefer: ['t5-mini'],
};

/** One model whose context can be cut: best one that was trained both ways. */
export const BOTH_WAYS: Role = {
  id: 'bothWays',
  label: () => l10n.t('Model that reads with and without'),
  can: (model) => model.architecture === 'encoder' && serves('predictions')(model),
  prefer: ['gptbert-mini', 'bert-mini'],
};

/** A reader from the left: a decoder, or an encoder that was trained to be one, too. */
export const LEFT_READER: Role = {
  id: 'leftReader',
  label: () => l10n.t('Reads from the left'),
  can: (model) =>
    serves('predictions')(model) && (model.architecture === 'decoder' || model.causalMaskValue !== undefined),
  prefer: ['gptbert-mini', 'gpt2-mini'],
};

/** A model of any architecture whose layers are looked into. */
export const LAYERED: Role = {
  id: 'layered',
  label: () => l10n.t('Model'),
  can: serves('logitLens'),
  prefer: ['gpt2-mini', 'bert-mini', 't5-mini'],
};

/** An encoder that was trained to tell classes. */
export const CLASSIFIER: Role = {
  id: 'classifier',
  label: () => l10n.t('Classifier'),
  can: serves('classify'),
  prefer: [],
  optional: true,
  offer: () =>
    l10n.t(
      'For a head that was trained on many texts install a classifier, such as distilbert/distilbert-base-uncased-finetuned-sst-2-english.',
    ),
};

/** An encoder that marks the answer to a question in a text. */
export const READER: Role = {
  id: 'reader',
  label: () => l10n.t('Finds answers in a text'),
  can: serves('answer'),
  prefer: [],
  optional: true,
  offer: () => l10n.t('For answers that are marked in the text install a reader, such as deepset/roberta-base-squad2.'),
};

/** A model that reads from both sides, with or without a head: its states are looked at. */
export const ENCODER: Role = {
  id: 'encoder',
  label: () => l10n.t('Encoder'),
  can: (model) => model.architecture === 'encoder' && serves('hidden')(model),
  prefer: ['bert-mini', 'e5-mini'],
};

/** An encoder whose weights can be trained. */
export const LEARNING_ENCODER: Role = {
  ...ENCODER,
  can: (model) => model.architecture === 'encoder' && serves('train')(model),
  prefer: ['bert-mini'],
};

/** A BERT with the head that tells whether a sentence follows another. */
export const NEXT_SENTENCE: Role = {
  id: 'nextSentence',
  label: () => l10n.t('Tells the next sentence'),
  can: serves('nextSentence'),
  prefer: [],
  optional: true,
  offer: () =>
    l10n.t(
      'For next-sentence prediction install a BERT with its head, as transformers saves one from BertForNextSentencePrediction.',
    ),
};

/** A sentence encoder. */
export const EMBEDDER: Role = {
  id: 'embedder',
  label: () => l10n.t('Sentence encoder'),
  can: (model) => model.architecture === 'encoder' && serves('embed')(model),
  prefer: ['e5-mini', 'bert-mini'],
};

/** ELECTRA's discriminator. */
export const DETECTOR: Role = {
  id: 'detector',
  label: () => l10n.t('Sees replaced words (ELECTRA)'),
  can: serves('replaced'),
  prefer: [],
  optional: true,
  offer: () =>
    l10n.t('For ELECTRA’s own judgement install a discriminator, such as google/electra-small-discriminator.'),
};

/** Who takes a role: the chosen one where it can, else a preferred one, else the first that can; undefined where none can. */
export function takesRole(role: Role, models: readonly ModelInfo[], chosen: string | undefined): ModelInfo | undefined {
  const able = models.filter(role.can);
  const named = (id: string | undefined) => able.find((model) => model.id === id);
  return named(chosen) ?? role.prefer.map(named).find((model) => model !== undefined) ?? able[0];
}
