import * as l10n from '@vscode/l10n';
import { fieldLabel, STRATEGY_TEXTS, type FormatNumber } from '../decoding/config/texts.js';
import { joinList } from './joining.js';
import type { GenerationWarning } from '../protocol/engine/index.js';

/** Says what was accepted in a recipe but is not as it may seem. */
export function warningText(warning: GenerationWarning, number: FormatNumber): string {
  switch (warning.kind) {
    case 'noEffect': {
      const [field, strategy] = [fieldLabel(warning.field), STRATEGY_TEXTS[warning.strategy].label()];
      return warning.unlessDrawn
        ? l10n.t('no effect: {0}, since {1} draws no tokens here', field, strategy)
        : l10n.t('no effect: {0} is not a parameter of {1}', field, strategy);
    }
    case 'defaultBeams':
      return l10n.t('{0} beams were used, since no number was given', number(warning.numBeams));
    case 'diversityWithoutGroups':
      return l10n.t('no effect: {0} needs several beam groups', fieldLabel('diversityPenalty'));
    case 'idleWhenGreedy':
      return l10n.t('no effect at temperature 0: {0}', joinList(warning.fields.map(fieldLabel)));
    case 'sameSequences':
      return l10n.t('at temperature 0 the {0} texts are the same', number(warning.count));
    case 'fewerSequences':
      return l10n.t('only {0} of {1} texts were possible', number(warning.count), number(warning.wanted));
    case 'decodedByServer':
      return warning.step === undefined
        ? l10n.t('decoded by the server: it tells neither tokens nor their probabilities')
        : l10n.t(
            'decoded by the server: token {0} depends on others than it tells, and of what it writes it tells no figures',
            number(warning.step),
          );
    case 'ignoredByServer':
      return l10n.t('the server ignores: {0}', joinList(warning.fields.map(fieldLabel)));
    case 'unsureAtServer':
      return l10n.t('not known whether the server obeys: {0}', joinList(warning.fields.map(fieldLabel)));
    case 'brokenOff': {
      const { host, said = '' } = warning;
      return said === ''
        ? l10n.t('{0} broke its answer off: what had come until then stays', host)
        : l10n.t('{0} broke its answer off: what had come until then stays. It says: {1}', host, said);
    }
    case 'overlong':
      return l10n.t('the server wrote far more than was asked for, and was ended');
    case 'otherModel':
      return l10n.t('the server says that another model wrote: {0} instead of {1}', warning.said, warning.asked);
    case 'lostCharacters':
      return l10n.t('the server sent pieces of characters, which cannot be put together (�)');
  }
}
