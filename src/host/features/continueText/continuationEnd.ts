import type { Params } from '../../../protocol/engine/index.js';
import type { SettingValue } from '../../core/settingTable.js';
import type { LineStart } from './lineStart.js';
import type { EndRule } from './partialCompletion.js';

type Stop = SettingValue<'continueText.stop'>;

/** So many tokens more than asked for may come until a sentence ends; one in a hundred of Tatoeba's is longer. */
export const RUN_ON = 30;

/** Where a continuation ends, by the setting. Without a stop it has as many tokens as it is given. */
export function endRule(stop: Stop, maxNewTokens: number): EndRule {
  switch (stop) {
    case 'none':
      return { oneSentence: false, budget: null };
    case 'sentence':
      return { oneSentence: true, budget: null };
    case 'line':
    case 'paragraph':
      return { oneSentence: false, budget: maxNewTokens };
  }
}

/** A heading is nothing that a continuation makes up: of Markdown's kind and of wikis'. */
const HEADINGS = ['\n#', '\n='];

/**
 * The strings at which a continuation ends, the one first that the model may want before anything else. A sentence's end is
 * no string; it is found while the text grows. An item and a heading have one line.
 */
export function stopStrings(stop: Stop, line: LineStart['kind']): NonNullable<Params<'generate'>['stop']> {
  if (stop === 'none') return [];
  return stop === 'paragraph' && line === 'prose' ? ['\n\n', ...HEADINGS] : ['\n'];
}
