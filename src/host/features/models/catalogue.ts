import * as vscode from 'vscode';
import type { MethodName } from '../../../protocol/engine/index.js';
import type { WeightForm } from '../../../hub/index.js';

/** What a model of the catalogue is mostly for, in the order in which the view has them. */
export const CATALOGUE_GROUPS = ['words', 'continue', 'translate', 'rewrite', 'read', 'search'] as const;
export type CatalogueGroup = (typeof CATALOGUE_GROUPS)[number];

/** A model that is good to have: what is known of it without asking anybody. */
export interface CatalogueEntry {
  /** on the public hub */
  id: string;
  group: CatalogueGroup;
  /** methods that it is good for, the first one first */
  tasks: readonly MethodName[];
  /** as published */
  parameters: number;
  /** primary subtags; empty: very many */
  languages: readonly string[];
  /** as its card has it; of an export in another form the licence of the model that it was made from */
  licence: string;
  /** of the weights on the hub, and bytes for each parameter in the most exact of them */
  form: WeightForm;
  bytesEach: 2 | 4;
  /** positions; null: as many as there is memory for */
  maxLength: number | null;
  goodFor(): string;
}

const WORDS = ['fillMask', 'betterWords', 'attention'] as const;
const WRITES = ['generate', 'compare', 'score', 'attention'] as const;

const entry = (
  id: string,
  group: CatalogueGroup,
  tasks: readonly MethodName[],
  millions: number,
  languages: string,
  licence: string,
  maxLength: number | null,
  goodFor: () => string,
  more: Partial<Pick<CatalogueEntry, 'form' | 'bytesEach'>> = {},
): CatalogueEntry => ({
  id,
  group,
  tasks,
  parameters: Math.round(millions * 1e6),
  languages: languages.split(' ').filter((one) => one !== ''),
  licence,
  form: 'safetensors',
  bytesEach: 4,
  maxLength,
  goodFor,
  ...more,
});

/** Masked models. */
const words = (): CatalogueEntry[] => [
  entry('google-bert/bert-base-uncased', 'words', WORDS, 110, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('The classical model for filling gaps in English; writes all in small letters.'),
  ),
  entry('answerdotai/ModernBERT-base', 'words', WORDS, 149, 'en', 'apache-2.0', 8192, () =>
    vscode.l10n.t('A recent model for gaps in English, and in program code, in long texts.'),
  ),
  entry('FacebookAI/roberta-base', 'words', WORDS, 125, 'en', 'mit', 512, () =>
    vscode.l10n.t('Gaps in English with capitals; more sure than BERT of rare words.'),
  ),
  entry('distilbert/distilbert-base-uncased', 'words', WORDS, 67, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('Gaps in English, nearly as well as BERT in half of the time.'),
  ),
  entry('albert/albert-base-v2', 'words', WORDS, 11.8, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('Gaps in English; a small download that computes as long as a large one.'),
  ),
  entry('google-bert/bert-base-chinese', 'words', WORDS, 103, 'zh', 'apache-2.0', 512, () =>
    vscode.l10n.t('Gaps in Chinese, character by character.'),
  ),
  entry('google-bert/bert-base-multilingual-cased', 'words', WORDS, 179, '', 'apache-2.0', 512, () =>
    vscode.l10n.t('Gaps in 104 languages, in each of them less sure than a model of its own.'),
  ),
  entry('FacebookAI/xlm-roberta-base', 'words', WORDS, 278, '', 'mit', 512, () =>
    vscode.l10n.t('Gaps in 100 languages, rare ones too.'),
  ),
];

/** Decoders. */
const writers = (): CatalogueEntry[] => [
  entry('openai-community/gpt2', 'continue', WRITES, 124, 'en', 'mit', 1024, () =>
    vscode.l10n.t('The classical model for going on with a text in English.'),
  ),
  entry('HuggingFaceTB/SmolLM2-135M', 'continue', WRITES, 135, 'en', 'apache-2.0', 8192, () =>
    vscode.l10n.t('A recent model that goes on with English better than GPT-2 of its size.'), { bytesEach: 2 },
  ),
  entry('distilbert/distilgpt2', 'continue', WRITES, 82, 'en', 'apache-2.0', 1024, () =>
    vscode.l10n.t('GPT-2 at twice the speed, a little less fluent.'),
  ),
  entry('openai-community/gpt2-medium', 'continue', WRITES, 355, 'en', 'mit', 1024, () =>
    vscode.l10n.t('GPT-2 with three times the parameters: holds on to its subject longer.'),
  ),
  entry('EleutherAI/pythia-160m', 'continue', WRITES, 162, 'en', 'apache-2.0', 2048, () =>
    vscode.l10n.t('Made for looking into: its data and every step of its training are public.'), { bytesEach: 2 },
  ),
  entry('Qwen/Qwen2.5-0.5B', 'continue', WRITES, 494, '', 'apache-2.0', 32_768, () =>
    vscode.l10n.t('Goes on with Chinese, English and 27 other languages.'), { bytesEach: 2 },
  ),
];

/** Translators, by their exports: the checkpoints themselves are in a form that is not read. */
const translators = (): CatalogueEntry[] => [
  entry('Xenova/opus-mt-en-de', 'translate', ['translate'], 74, 'en de', 'cc-by-4.0', 512, () =>
    vscode.l10n.t('Translates English into German, better than the model that came along.'), { form: 'onnx' },
  ),
  entry('Xenova/opus-mt-en-zh', 'translate', ['translate'], 78, 'en zh', 'apache-2.0', 512, () =>
    vscode.l10n.t('Translates English into Chinese.'), { form: 'onnx' },
  ),
  entry('Xenova/opus-mt-zh-en', 'translate', ['translate'], 78, 'zh en', 'cc-by-4.0', 512, () =>
    vscode.l10n.t('Translates Chinese into English.'), { form: 'onnx' },
  ),
  entry('google-t5/t5-small', 'translate', ['translate', 'summarize', 'attention'], 60.5, 'en de fr ro', 'apache-2.0', null, () =>
    vscode.l10n.t('Translates English into German, French and Romanian, and sums texts up.'),
  ),
  entry('google-t5/t5-base', 'translate', ['translate', 'summarize', 'attention'], 223, 'en de fr ro', 'apache-2.0', null, () =>
    vscode.l10n.t('T5 with four times the parameters: truer translations of long sentences.'),
  ),
];

const rewriters = (): CatalogueEntry[] => [
  entry('google/flan-t5-small', 'rewrite', ['generate', 'attention'], 77, 'en de fr ro', 'apache-2.0', null, () =>
    vscode.l10n.t('Follows short instructions in English: answer, shorten, sort.'),
  ),
  entry('google/flan-t5-base', 'rewrite', ['generate', 'attention'], 248, 'en de fr ro', 'apache-2.0', null, () =>
    vscode.l10n.t('Follows instructions in English more surely than the small one.'),
  ),
  entry('facebook/bart-large-cnn', 'rewrite', ['summarize', 'generate', 'attention'], 406, 'en', 'mit', 1024, () =>
    vscode.l10n.t('Sums up news and reports in a few English sentences.'),
  ),
];

const readers = (): CatalogueEntry[] => [
  entry('distilbert/distilbert-base-uncased-finetuned-sst-2-english', 'read', ['classify', 'attention'], 67, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('Tells whether an English sentence praises or blames.'),
  ),
  entry('dslim/bert-base-NER', 'read', ['entities', 'attention'], 108, 'en', 'mit', 512, () =>
    vscode.l10n.t('Finds people, places, organisations and other names in English.'),
  ),
  entry('Davlan/bert-base-multilingual-cased-ner-hrl', 'read', ['entities', 'attention'], 177, 'ar de en es fr it lv nl pt zh', 'afl-3.0', 512, () =>
    vscode.l10n.t('Finds people, places and organisations in ten languages, Chinese and German among them.'),
  ),
  entry('deepset/roberta-base-squad2', 'read', ['answer', 'attention'], 124, 'en', 'cc-by-4.0', 512, () =>
    vscode.l10n.t('Finds the answer in an English text, and says when there is none.'),
  ),
  entry('distilbert/distilbert-base-cased-distilled-squad', 'read', ['answer', 'attention'], 65, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('Finds the answer to a question in an English text, quickly; was never shown a question without one.'),
  ),
];

const searchers = (): CatalogueEntry[] => [
  entry('sentence-transformers/all-MiniLM-L6-v2', 'search', ['embed', 'rank'], 22.7, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('Tells how near English sentences are in meaning; small and quick.'),
  ),
  entry('intfloat/multilingual-e5-small', 'search', ['embed', 'rank'], 118, '', 'mit', 512, () =>
    vscode.l10n.t('Tells how near texts are in meaning, across 94 languages.'),
  ),
  entry('cross-encoder/ms-marco-MiniLM-L6-v2', 'search', ['rank'], 22.7, 'en', 'apache-2.0', 512, () =>
    vscode.l10n.t('Sorts English passages by how well they answer a question.'),
  ),
];

/** The models that are good to have, the first choice of each group first. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...words(),
  ...writers(),
  ...translators(),
  ...rewriters(),
  ...readers(),
  ...searchers(),
];

/** What a group of the catalogue is called. */
export function groupName(group: CatalogueGroup): string {
  switch (group) {
    case 'words':
      return vscode.l10n.t('Fill masks and find words');
    case 'continue':
      return vscode.l10n.t('Continue texts');
    case 'translate':
      return vscode.l10n.t('Translate');
    case 'rewrite':
      return vscode.l10n.t('Sum up and follow instructions');
    case 'read':
      return vscode.l10n.t('Judge, find names and answers');
    case 'search':
      return vscode.l10n.t('Compare and sort texts');
  }
}

/** About how large its most exact weights are, by what was published. */
export const publishedBytes = ({ parameters, bytesEach }: CatalogueEntry): number => parameters * bytesEach;

/** The entry of a model of a hub; a mirror's models have the same ids. */
export const entryOf = (id: string): CatalogueEntry | undefined => CATALOGUE.find((one) => one.id === id);
