import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import type { ErrorDetailsOf, ExpectedValue } from '../protocol/engine/index.js';
import { architectureName } from './architectureName.js';
import { joinList } from './joining.js';

/* What is wrong with a model: its files, its graph, and what it is asked for. */

/** What keeps a model from running. */
export function modelText(
  details: ErrorDetailsOf<
    | 'noHiddenState'
    | 'tokenizerType'
    | 'onnxruntime'
    | 'graph'
    | 'loop'
    | 'attentionForm'
    | 'notANumber'
    | 'offsets'
    | 'noGradients'
  >,
  number: FormatNumber,
): string {
  switch (details.kind) {
    case 'noHiddenState':
      return l10n.t(
        '{0} cannot do contrastive search: its last hidden state was not found in the graph. Take another strategy.',
        details.model,
      );
    case 'tokenizerType':
      return l10n.t(
        '{0} has a part that is not known, “{1}”. Glassbox reads the tokenizers of BERT, GPT-2 and T5: choose such a model.',
        details.file,
        details.type,
      );
    case 'onnxruntime':
      return l10n.t('onnxruntime says: “{0}”. Install the model again, or choose another.', details.said);
    case 'graph':
      return l10n.t(
        'Its graph has a form that is not known, at {0}. Install it again, or take another form of it.',
        details.name,
      );
    case 'loop':
      return l10n.t(
        '{0} is not run: its graph may repeat a part of itself without end. Export the model again, or choose another.',
        details.file,
      );
    case 'attentionForm':
      return l10n.t(
        'No attention was found in {0}. Take another form of the model for looking at attention.',
        details.name,
      );
    case 'noGradients':
      return l10n.t(
        'There are no gradients of {0}: they need a family whose graph Glassbox writes itself, and its weights by their names. Take a model with model.safetensors, or one that comes with Glassbox.',
        details.model,
      );
    case 'notANumber':
      return l10n.t(
        'The model gives what is no number: its weights are damaged, or too large for its number format. Install it again, or take another form of it.',
      );
    case 'offsets':
      return l10n.t(
        'Characters {0} to {1} of the text: the places of their tokens are not certain. Leave this stretch out, or use another model.',
        number(details.start),
        number(details.end),
      );
  }
}

export function lengthText({ what, tokens, limit, model }: ErrorDetailsOf<'length'>, number: FormatNumber): string {
  const [has, most] = [number(tokens), number(limit)];
  switch (what) {
    case 'text':
      return l10n.t('The text is {0} tokens long; {1} takes at most {2}. Take a shorter text.', has, model, most);
    case 'question':
      return l10n.t('The question is {0} tokens long; {1} takes at most {2}. Ask a shorter one.', has, model, most);
    case 'prompt':
      return l10n.t(
        'The prompt is {0} tokens long; {1} has {3} positions, so at most {2} leave room for a token. Take a shorter text.',
        has,
        model,
        most,
        number(limit + 1),
      );
    case 'target':
      return l10n.t('The target is {0} tokens long; {1} reads at most {2}. Take a shorter one.', has, model, most);
    case 'sentence':
      return l10n.t(
        'A piece of {0} tokens has no place to cut it at; {1} takes at most {2}. Break it up and try again.',
        has,
        model,
        most,
      );
  }
}

/** What a place in a file must hold. */
function expectedText(expected: ExpectedValue, number: FormatNumber): string {
  switch (expected.type) {
    case 'whole':
      return l10n.t('a whole number from {0} to {1}', number(expected.min), number(expected.max));
    case 'number':
      return l10n.t('a number');
    case 'text':
      return l10n.t('a text');
    case 'flag':
      return l10n.t('true or false');
    case 'list':
      return l10n.t('a list');
    case 'object':
      return l10n.t('an object');
    case 'tokenIds':
      return l10n.t('the id of a token, or a list of such');
    case 'oneOf':
      return l10n.t('one of {0}', expected.names.join(', '));
  }
}

/** What is wrong at a place in a file. */
function contentText({ file, at, found, expected }: ErrorDetailsOf<'file'>, number: FormatNumber): string {
  if (at === undefined)
    return l10n.t('{0} is not what it should be. Install the model again, or choose another.', file);
  if (found === null) return l10n.t('In {0}, {1} is missing. Install the model again, or choose another.', file, at);
  if (found === undefined || !expected) {
    return l10n.t('{0} is not what it should be at {1}. Install the model again, or choose another.', file, at);
  }
  const what = expectedText(expected, number);
  return l10n.t(
    'In {0}, {1} is {2}: it must be {3}. Install the model again, or choose another.',
    file,
    at,
    found,
    what,
  );
}

export function fileText(details: ErrorDetailsOf<'file'>, number: FormatNumber): string {
  const { file, problem } = details;
  switch (problem) {
    case 'missing':
      return l10n.t('There is no {0}. Install the model again.', file);
    case 'unreadable':
      return l10n.t('{0} cannot be read. Install the model again.', file);
    case 'forbidden':
      return l10n.t('{0} may not be read. Change the rights of the file and of its folders.', file);
    case 'dangling':
      return l10n.t('{0} is a link to nothing. Install the model again.', file);
    case 'notAFile':
      return l10n.t('{0} is not a file. Install the model again.', file);
    case 'empty':
      return l10n.t('{0} is empty. Install the model again.', file);
    case 'gitLfs':
      return l10n.t(
        '{0} only points to the file that Git LFS keeps elsewhere. Run “git lfs pull” in its folder.',
        file,
      );
    case 'pickle':
      return l10n.t(
        '{0} can run code when it is read, so it is not read. In Python, “from transformers import AutoModel” and “AutoModel.from_pretrained(folder).save_pretrained(folder)”, with the class that config.json names in place of AutoModel, save it as safetensors.',
        file,
      );
    case 'noTokenizer':
      return l10n.t(
        'There is no {0}, and none of the files that a tokenizer is made of. In Python, AutoTokenizer.from_pretrained(name).save_pretrained(folder) writes them.',
        file,
      );
    case 'tooLarge':
      return l10n.t('{0} is larger than such a file can be. Install the model again.', file);
    case 'notJson':
      return l10n.t('{0} is no JSON. Install the model again.', file);
    case 'content':
      return contentText(details, number);
  }
}

/** Why a model is not asked for what it was not made for. */
export function taskText({
  model,
  architecture,
  type,
  wanted,
  classes = [],
  onlyTranslates = false,
}: ErrorDetailsOf<'task'>): string {
  if (onlyTranslates) return l10n.t('{0} was made to translate, and does nothing else. Choose another one.', model);
  if (wanted === undefined) {
    return l10n.t(
      '{0} is a model of the kind {1} ({2}). Choose another one.',
      model,
      architectureName(architecture),
      type,
    );
  }
  const made = classes.length > 0 ? `${model} (${joinList(classes)})` : model;
  return wantedText(made, wanted);
}

/** What a model that was asked does not do, by how the class of one ends that does. */
function wantedText(model: string, wanted: string): string {
  switch (wanted) {
    case 'ForSequenceClassification':
      return l10n.t('{0} does not sort texts into classes. Choose a model that does.', model);
    case 'ForTokenClassification':
      return l10n.t('{0} does not find names. Choose a model that does.', model);
    case 'ForQuestionAnswering':
      return l10n.t('{0} does not find answers in a text. Choose a model that does.', model);
    case 'ForMaskedLM':
      return l10n.t('{0} does not fill gaps. Choose a model that does.', model);
    default:
      return l10n.t('{0} was not made for this. Choose a model whose class ends in {1}.', model, wanted);
  }
}

/** Which graph was looked for, and what there is. */
export function noGraphText({ model, folder, wanted, found }: ErrorDetailsOf<'noGraph'>): string {
  return found.length > 0
    ? l10n.t(
        '{0} has no {1} in {2} or its folder onnx. There is {3}: give a file one of the names that are looked for.',
        model,
        wanted,
        folder,
        joinList(found),
      )
    : l10n.t(
        '{0} has no {1} in {2} or its folder onnx, and no model.safetensors. Get the model again.',
        model,
        wanted,
        folder,
      );
}

/** Counted from 1, as settings and pages do. */
export function indexText({ what, index, count, model }: ErrorDetailsOf<'index'>, number: FormatNumber): string {
  const [has, asked] = [number(count), number(index + 1)];
  switch (what) {
    case 'layer':
      return l10n.t('{0} has {1} layers, and layer {2} is asked for. Choose one that it has.', model, has, asked);
    case 'head':
      return l10n.t(
        '{0} has {1} heads in a layer, and head {2} is asked for. Choose one that it has.',
        model,
        has,
        asked,
      );
    case 'row':
      return l10n.t(
        'The map of {0} has {1} rows, and row {2} is asked for. Choose one that it has.',
        model,
        has,
        asked,
      );
  }
}
