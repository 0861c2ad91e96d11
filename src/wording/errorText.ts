import * as l10n from '@vscode/l10n';
import { fieldLabel, type FormatNumber } from '../decoding/config/texts.js';
import type { ErrorCode, ErrorDetails, ErrorDetailsOf, ErrorValue, LanguagePair } from '../protocol/engine/index.js';
import { downloadText } from './downloadText.js';
import { fieldIssueText } from './fieldIssueText.js';
import { joinList, labelled } from './joining.js';
import { manyText } from './manyErrorText.js';
import { searchText } from './searchErrorText.js';
import { fileText, indexText, lengthText, modelText, noGraphText, taskText } from './modelErrorText.js';
import { nearestNames } from './nearestNames.js';
import { serverText } from './serverText.js';
import { trainingText } from './trainingText.js';

/** Says what happened, as far as the code tells it. */
export function errorSummary(code: ErrorCode): string {
  switch (code) {
    case 'no-mask':
      return l10n.t('There is nothing to fill here.');
    case 'too-long':
      return l10n.t('The text is longer than the model takes.');
    case 'bad-request':
      return l10n.t('The engine could not take this request.');
    case 'unknown-model':
      return l10n.t('The model was not found.');
    case 'wrong-architecture':
      return l10n.t('This model cannot do that.');
    case 'model-broken':
      return l10n.t('The model’s files are broken or incomplete.');
    case 'out-of-memory':
      return l10n.t('There was not enough memory.');
    case 'engine-died':
      return l10n.t('The engine stopped while it worked; your text is as it was.');
    case 'offline':
      return l10n.t('This needs the network, and the extension is offline.');
    case 'download-failed':
      return l10n.t('The download failed.');
    case 'server-failed':
      return l10n.t('The server did not do it.');
    case 'not-trusted':
      return l10n.t('This is not allowed here.');
    case 'cancelled':
      return l10n.t('Stopped');
    case 'internal':
      return l10n.t('Something went wrong in Glassbox.');
  }
}

/** So many of the models are named that there are. */
const NAMED = 4;

/** The names that are nearest to one that is not known, and how many more there are. */
function knownText(model: string, known: readonly string[], number: FormatNumber): string {
  const names = nearestNames(model, known);
  const named = joinList(names.slice(0, NAMED));
  const more = names.length - NAMED;
  return more > 0 ? l10n.t('{0} and {1} more', named, number(more)) : named;
}

const pairsText = (pairs: readonly LanguagePair[]) => joinList(pairs.map(({ from, to }) => `${from} → ${to}`));

/** Says what exactly was wrong and what can be done, with the figures; one or two sentences. */
export function errorDetail(details: ErrorDetails, number: FormatNumber): string {
  switch (details.kind) {
    case 'field': {
      const { issue, setting } = details;
      return labelled(setting ?? fieldLabel(issue.field), fieldIssueText(issue, number));
    }
    case 'parameter':
      return l10n.t('The parameter {0} is unknown, or has a value that is not taken.', details.name);
    case 'index':
      return indexText(details, number);
    case 'emptyPrompt':
    case 'nothingToRead':
    case 'nothingToPredict':
      return emptyText(details);
    case 'noTokenLeft':
      return l10n.t(
        'After {0} new tokens the parameters leave no token to choose. Block longer n-grams only, or take a smaller least length.',
        number(details.newTokens),
      );
    case 'languagePair': {
      const { model, pair, known } = details;
      return l10n.t('{0} does not translate {1}. It translates {2}.', model, pairsText([pair]), pairsText(known));
    }
    case 'otherVocabulary':
      return l10n.t(
        '{0} has another vocabulary than {1}: their distributions cannot be compared. Choose another model.',
        details.other,
        details.model,
      );
    case 'decodingFile':
      return decodingFileText(details, number);
    case 'unknownModel':
      return unknownModelText(details, number);
    case 'noModelFolder':
      return l10n.t(
        'There is no model folder {0}. Choose an installed model or a folder that has one.',
        details.folder,
      );
    case 'task':
      return taskText(details);
    case 'noGraph':
      return noGraphText(details);
    case 'modelNeeded':
      return l10n.t('No model that comes with Glassbox does this ({0}). Name one that does.', details.method);
    case 'noTranslation':
      return l10n.t('{0} does not translate; t5-mini does.', details.model);
    case 'length':
      return lengthText(details, number);
    case 'noMask':
      return l10n.t('The text has no {0}. Write {0} where a word is to be found.', details.mask);
    case 'noMaskToken':
      return l10n.t('{0} has no token for a mask. Choose another model.', details.model);
    case 'noGap':
      return l10n.t('Write [MASK], or a line of underscores like _____, where a word is missing.');
    case 'noWord':
      return l10n.t('There is no word at the cursor. Put the cursor on the word to replace, or select it.');
    case 'file':
      return fileText(details, number);
    case 'noHiddenState':
    case 'tokenizerType':
    case 'onnxruntime':
    case 'graph':
    case 'loop':
    case 'attentionForm':
    case 'notANumber':
    case 'offsets':
    case 'noGradients':
      return modelText(details, number);
    case 'openFiles':
    case 'extensionFile':
    case 'exit':
    case 'crashes':
    case 'restarted':
    case 'shutDown':
      return engineText(details, number);
    case 'download':
    case 'disk':
    case 'storeBusy':
    case 'store':
    case 'hubId':
    case 'hubAddress':
    case 'memory':
      return downloadText(details, number);
    case 'server':
    case 'serverAddress':
    case 'serverTrust':
    case 'servedTask':
    case 'uncertainStep':
    case 'untoldToken':
      return serverText(details, number);
    case 'indexMissing':
    case 'indexOfOtherModel':
    case 'indexOfOtherVersion':
    case 'indexDamaged':
    case 'noCrossEncoder':
    case 'nothingToSearch':
      return searchText(details, number);
    case 'training':
      return trainingText(details, number);
    case 'many':
      return manyText(details);
    case 'foreignFolder':
      return l10n.t(
        'The model {0} is named by its folder, which a workspace that is not trusted may not do. Trust the workspace, or put the folder that holds the model into {1} of your user settings and name it {2}.',
        details.folder,
        details.setting,
        details.name,
      );
  }
}

function unknownModelText(
  { model, known, field, setting }: ErrorDetailsOf<'unknownModel'>,
  number: FormatNumber,
): string {
  const text =
    known.length === 0
      ? l10n.t('There is no model {0}.', model)
      : l10n.t('There is no model {0}. Known models: {1}.', model, knownText(model, known, number));
  const place = setting ?? (field && fieldLabel(field));
  return place === undefined ? text : labelled(place, text);
}

/** A text that has too little for what is asked. */
function emptyText(details: ErrorDetailsOf<'emptyPrompt' | 'nothingToRead' | 'nothingToPredict'>): string {
  switch (details.kind) {
    case 'emptyPrompt':
      return l10n.t('The prompt is empty. Write a beginning, or put the cursor behind some text.');
    case 'nothingToRead':
      return l10n.t('The text has nothing that the model reads; give at least one word.');
    case 'nothingToPredict':
      return details.reads === 'left'
        ? l10n.t(
            '{0} reads a single token of the text, and nothing predicts the first. Give a longer text.',
            details.model,
          )
        : l10n.t(
            'The text has only signs of {0} itself, such as its mask, and no word to predict. Give at least one word.',
            details.model,
          );
  }
}

/** What became of the engine's process. */
function engineText(
  details: ErrorDetailsOf<'openFiles' | 'extensionFile' | 'exit' | 'crashes' | 'restarted' | 'shutDown'>,
  number: FormatNumber,
): string {
  switch (details.kind) {
    case 'openFiles':
      return l10n.t(
        'The engine may open no more files. Close other programs, or raise the limit, then restart the engine.',
      );
    case 'extensionFile':
      return l10n.t(
        'A file of the extension is missing or does not run on this system. Install the extension again, in the form for this platform; on Linux it needs glibc 2.28 or newer.',
      );
    case 'exit':
      return l10n.t(
        'The engine ended ({0}). It starts again with the next command.',
        typeof details.how === 'number' ? l10n.t('exit status {0}', details.how) : details.how,
      );
    case 'crashes':
      return l10n.t(
        'The engine died or did not answer {0} times in a row on {1}, so it is not started for it again. Choose another model, or run “Glassbox: Restart Engine” to try once more.',
        number(details.times),
        details.model,
      );
    case 'restarted':
      return l10n.t('The engine was restarted. Run the command again.');
    case 'shutDown':
      return l10n.t('The engine was shut down. It starts again with the next command.');
  }
}

function decodingFileText(details: ErrorDetailsOf<'decodingFile'>, number: FormatNumber): string {
  switch (details.problem) {
    case 'tooLarge':
      return l10n.t(
        'It has {0} bytes, and at most {1} are read. Take another file.',
        number(details.bytes),
        number(details.most),
      );
    case 'notJson':
      return l10n.t('It is no JSON. Take another file.');
    case 'otherFormat':
      return l10n.t('It has no "format": "{0}". Take a file that the Decoding view exported.', details.format);
    case 'otherVersion':
      return l10n.t(
        'Its version is {0}, and this Glassbox reads version {1}. Update Glassbox, or export it again.',
        details.version,
        details.known,
      );
    case 'strategy':
      return l10n.t(
        '“{0}”, at {1} in it, is no strategy; there are {2}. Correct it, or export it again.',
        details.given,
        details.path,
        joinList(details.known),
      );
    case 'content':
      return l10n.t('{0} in it is not what it should be. Correct it, or export it again.', details.path);
    case 'unknownField':
      return l10n.t('{0} in it is an unknown field. Correct it, or export it again.', details.path);
    case 'missingField':
      return l10n.t('{0} is missing in it. Correct it, or export it again.', details.path);
  }
}

/** Says in the user's language what went wrong: the details where there are some, else what the code tells. */
export function errorText({ code, details }: ErrorValue, number: FormatNumber): string {
  return details ? errorDetail(details, number) : errorSummary(code);
}
