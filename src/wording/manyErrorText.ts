import * as l10n from '@vscode/l10n';
import type { ErrorDetailsOf, LineProblem } from '../protocol/engine/index.js';
import { joinList } from './joining.js';

/** What stands in the way of many texts, and what can be done. */
export function manyText(details: ErrorDetailsOf<'many'>): string {
  switch (details.problem) {
    case 'input':
      return l10n.t('{0} cannot be read: {1}.', details.input, details.said);
    case 'nothing':
      return l10n.t('{0} has no text.', details.input);
    case 'column':
      return l10n.t('There is no column {0}; there is {1}.', details.column, joinList(details.columns));
    case 'noColumn':
      return l10n.t('None of the columns has texts: {0}.', joinList(details.columns));
    case 'changed':
      return l10n.t('{0} has changed since it was counted. Begin anew.', details.input);
    case 'otherInput':
      return l10n.t('A run with other texts was begun at {0}. Begin anew, or choose another place.', details.output);
    case 'otherSettings':
      return l10n.t(
        'A run with other settings was begun at {0} ({1}). Give the same ones, begin anew, or choose another place.',
        details.output,
        differingText(details.differing),
      );
    case 'exists':
      return l10n.t('{0} is there already. Replace it, or choose another place.', details.output);
    case 'sameFile':
      return l10n.t('{0} has the texts themselves. Choose another place for the result.', details.output);
    case 'noRoom':
      return l10n.t('{0} has no room for the result. What was done is kept: free some, and go on.', details.folder);
    case 'unwritable':
      return l10n.t('{0} cannot be written to: {1}.', details.folder, details.said);
    case 'line':
      return lineText(details.why);
  }
}

/** Settings of a run by their names, as a person reads them. */
export const differingText = (names: readonly string[]): string => joinList([...new Set(names.map(settingName))]);

function settingName(name: string): string {
  switch (name) {
    case 'glassbox':
      return l10n.t('the version of Glassbox');
    case 'model':
      return l10n.t('the model or its files');
    case 'column':
      return l10n.t('the column');
    case 'inputKind':
      return l10n.t('how the input is read');
    default:
      return l10n.t('what is found out, and how');
  }
}

function lineText(why: LineProblem): string {
  switch (why) {
    case 'quote':
      return l10n.t('A quotation mark is not closed, or stands within a value that has none around it.');
    case 'cells':
      return l10n.t('There are more values than columns: one with a separator in it needs quotation marks around it.');
    case 'json':
      return l10n.t('This is no JSON.');
    case 'object':
      return l10n.t('This is neither an object nor a string of JSON.');
    case 'field':
      return l10n.t('There is no text under the column’s name.');
    case 'long':
      return l10n.t('This is longer than is read.');
    case 'binary':
      return l10n.t('This file is no text.');
    case 'unreadable':
      return l10n.t('This file cannot be read.');
  }
}
