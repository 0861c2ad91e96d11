import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import { GENERATION_FIELDS, isNumberField, STRATEGIES } from '../protocol/engine/generationFields.js';
import { joinList, joinSentences } from './joining.js';
import type { FieldIssue, FieldName } from '../protocol/engine/index.js';

/** Says what a field of numbers may be. */
export function fieldRangeText(name: FieldName, number: FormatNumber): string {
  const field = GENERATION_FIELDS[name];
  if (!isNumberField(field)) return l10n.t('has a value that it cannot have');
  const [min, max] = [number(field.min), number(field.max)];
  return field.kind === 'integer'
    ? l10n.t('must be a whole number from {0} to {1}', min, max)
    : l10n.t('must be from {0} to {1}', min, max);
}

/** What would do as an amateur. */
const chooseAmateur = () => l10n.t('Choose a smaller model with the same vocabulary.');

function missingText({ field, given }: FieldIssue): string {
  if (field === 'penaltyAlpha') return l10n.t('needs a number from 0 to 1, such as 0.6');
  if (field !== 'amateur') return l10n.t('is missing');
  return given === undefined ? chooseAmateur() : joinSentences(l10n.t('{0} is not installed.', given), chooseAmateur());
}

function typeText({ field, given }: FieldIssue, number: FormatNumber): string {
  if (field !== 'strategy') return fieldRangeText(field, number);
  const known = joinList(STRATEGIES);
  return given === undefined
    ? l10n.t('must be one of {0}', known)
    : l10n.t('“{0}” is no strategy; there are {1}', given, known);
}

/** Says what is wrong with a field of a recipe, without the field's name. */
export function fieldIssueText(issue: FieldIssue, number: FormatNumber): string {
  const { kind, given, min = 0, max = 0 } = issue;
  switch (kind) {
    case 'type':
    case 'range':
      return typeText(issue, number);
    case 'whole':
      return l10n.t('must be a whole number from {0} to {1}', number(min), number(max));
    case 'missing':
      return missingText(issue);
    case 'vocabulary':
      return given === undefined
        ? chooseAmateur()
        : joinSentences(l10n.t('{0} has another vocabulary.', given), chooseAmateur());
    case 'aboveZero':
      return l10n.t('must be above 0');
    case 'overNewTokens':
      return l10n.t('must be at most the length, {0}', number(max));
    case 'overVocabulary':
      return l10n.t('must be at most the {0} tokens of the vocabulary', number(max));
    case 'overBeams':
      return l10n.t('must be at most the number of beams, {0}', number(max));
    case 'oneSequence':
      return l10n.t('must be 1: this strategy has one result');
    case 'candidates':
      return l10n.t('must be from {0} to {1}, such as 4', number(min), number(max));
    case 'divisor':
      return l10n.t('must divide the {0} beams without rest', number(max));
    case 'groupsAlike':
      return l10n.t('must be above 0 where there are several groups: they would all be the same');
    case 'groupsDraw':
      return l10n.t('cannot be together with several groups');
  }
}
