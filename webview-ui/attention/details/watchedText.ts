import * as l10n from '@vscode/l10n';
import type { Word } from '../../../src/attention/tokenWords.js';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { readText } from '../model/mapNames.js';
import { watchedWord } from '../model/watchedWord.js';

/**
 * Says what the bits are of: the prediction that a row feeds, of a word of several pieces their sum.
 * @param how what is taken away in turn, a sentence by itself
 */
export function changeText(how: string, map: DisplayedMap, word: Word): (Node | string)[] {
  const bold = (text: string) => html('b', {}, trimToken(text));
  const watched = watchedWord(map, word);
  const of = watched
    ? watched === word
      ? interpolateNodes(l10n.t('Change of the prediction of {0}, in bits.'), bold(word.text))
      : interpolateNodes(
          l10n.t('Change of the prediction of {0}, which comes after {1}, in bits.'),
          bold(watched.text),
          bold(word.text),
        )
    : interpolateNodes(l10n.t('Change of what is predicted after {0}, in bits.'), bold(readText(map, word)));
  const pieces = watched ? watched.to - watched.from : 1;
  const sum = pieces > 1 ? [' ', l10n.t('Summed over its {0} pieces.', String(pieces))] : [];
  return [how, ' ', ...of, ...sum];
}
