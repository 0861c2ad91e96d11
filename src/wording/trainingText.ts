import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import type { ErrorDetailsOf } from '../protocol/engine/index.js';
import { joinList } from './joining.js';

/** What stands in the way of training, and what can be done. */
export function trainingText(details: ErrorDetailsOf<'training'>, number: FormatNumber): string {
  switch (details.problem) {
    case 'weights':
      return l10n.t(
        '{0} cannot be trained: its files do not tell which of its weights are which. Take a model with its own model.safetensors.',
        details.model,
      );
    case 'noRule':
      return l10n.t(
        'The layers of {0} cannot be trained: there is no derivative of {1}. Train its head alone.',
        details.model,
        details.operator,
      );
    case 'noLayers':
      return l10n.t(
        'The layers of {0} share their weights, so that none are the upper ones. Train all of it, or its head alone.',
        details.model,
      );
    case 'labels':
      return details.labels.length === 0
        ? l10n.t('There are no lines to learn from. Give lines with two labels at least.')
        : l10n.t('All lines have the label {0}. A classifier needs two labels at least.', details.labels.join(''));
    case 'rareLabel':
      return l10n.t(
        'The label {0} has {1} of the lines, and each label needs {2}: some to learn from and some to judge by.',
        details.label,
        number(details.lines),
        number(details.needed),
      );
    case 'sameLines':
      return l10n.t(
        'The lines of the label {0} are all the same: some are needed to learn from and others to judge by. Give a line with another text.',
        details.label,
      );
    case 'tagLabel':
      return l10n.t(
        'Names cannot be of the kind {0}: O, B- and I- say in a model where names begin and end. Call the kind otherwise.',
        details.label,
      );
    case 'emptyLine':
      return l10n.t('Line {0} has no words. Leave it out.', number(details.line));
    case 'noLabel':
      return l10n.t('Line {0} has no label. Write “label: text” or “text => label”.', number(details.line));
    case 'column':
      return l10n.t(
        'The table has no column {0}; it has {1}. Name the column of the texts and that of the labels.',
        details.column,
        joinList(details.columns),
      );
    case 'noNames':
      return l10n.t('No name is marked in the lines. Mark names as in “[Anna](PERSON) lives in [Rome](PLACE)”.');
    case 'badSpan':
      return l10n.t('Line {0} has a span that is not within it, or two that overlap.', number(details.line));
    case 'shortText':
      return l10n.t(
        'Characters of the text, counted as Unicode code points: {0}; needed: {1}. Give a longer text.',
        number(details.characters),
        number(details.needed),
      );
    case 'fewTokens':
      return l10n.t(
        'The text has {0} tokens, as {1} reads it, and {2} are needed. Give a longer text.',
        number(details.tokens),
        details.model,
        number(details.needed),
      );
    case 'oneCharacter':
      return l10n.t('The text is one character again and again: there is nothing to learn.');
    case 'taken':
      return l10n.t('{0} is there already. Name a place that is not.', details.folder);
  }
}
