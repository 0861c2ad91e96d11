import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import { joinList } from './joining.js';

/** Lines that are named; of more the count tells. */
const NAMED = 8;

/**
 * Says what is to be known of lines before they are learnt from, a sentence for each kind; nothing where there is nothing.
 * @param remarks numbers of lines, by kind, as `LineRemarks` of `text` has them
 */
export function lineRemarkTexts(
  { without, unread }: Record<'without' | 'unread', readonly number[]>,
  number: FormatNumber,
): string[] {
  const said = (lines: readonly number[], text: (count: string, named: string) => string) =>
    lines.length === 0 ? [] : [text(number(lines.length), named(lines.map(number)))];
  return [
    ...said(without, (count, lines) =>
      l10n.t('Lines left out, which lack a label or a text: {0} (numbers: {1}).', count, lines),
    ),
    ...said(unread, (count, lines) =>
      l10n.t('Lines in which something looks like a mark and is read as text: {0} (numbers: {1}).', count, lines),
    ),
  ];
}

const named = (lines: readonly string[]): string =>
  joinList([...lines.slice(0, NAMED), ...(lines.length > NAMED ? ['…'] : [])]);
