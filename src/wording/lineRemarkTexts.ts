import * as l10n from '@vscode/l10n';
import { joinList } from './joining.js';

/** Lines that are named; of more the count tells. */
const NAMED = 8;

/** Lines by kind, as `LineRemarks` of `text` has them. */
type Remarks = Record<'without' | 'wide' | 'garbled' | 'unread' | 'within' | 'repeated', readonly number[]> & {
  alike: readonly (readonly string[])[];
  differing: readonly (readonly number[])[];
};

/**
 * Says what is to be known of lines before they are learnt from, a sentence for each kind; nothing where there is nothing.
 * @param nameOf what a line is called by its number
 * @param number writes a count
 */
export function lineRemarkTexts(
  { without, wide, garbled, unread, within, alike, differing, repeated }: Remarks,
  number: (count: number) => string,
  nameOf = number,
): string[] {
  const said = (lines: readonly string[], text: (count: string, named: string) => string) =>
    lines.length === 0 ? [] : [text(number(lines.length), named(lines))];
  return [
    ...said(without.map(nameOf), (count, lines) =>
      l10n.t('Lines left out, which lack a label or a text: {0} (numbers: {1}).', count, lines),
    ),
    ...said(wide.map(nameOf), (count, lines) =>
      l10n.t(
        'Lines left out, which have more values than the table has columns: {0} (numbers: {1}). A value with the separator in it stands in quotation marks.',
        count,
        lines,
      ),
    ),
    ...said(garbled.map(nameOf), (count, lines) =>
      l10n.t(
        'Lines with the sign � in place of what could not be read, as of a file in another encoding: {0} (numbers: {1}).',
        count,
        lines,
      ),
    ),
    ...said(unread.map(nameOf), (count, lines) =>
      l10n.t('Lines in which something looks like a mark and is read as text: {0} (numbers: {1}).', count, lines),
    ),
    ...said(within.map(nameOf), (count, lines) =>
      l10n.t(
        'Lines in which a mark begins or ends within a word, which is found as a whole or not at all: {0} (numbers: {1}).',
        count,
        lines,
      ),
    ),
    ...(alike.length === 0
      ? []
      : [
          l10n.t(
            'Labels that differ by capitals alone are learnt as different ones: {0}.',
            named(alike.map((labels) => labels.join(' ≠ '))),
          ),
        ]),
    ...said(
      differing.map((lines) => lines.slice(0, NAMED).map(nameOf).join(' = ')),
      (count, lines) =>
        l10n.t(
          'Texts that stand there again with another label: {0} ({1}). A model tells one thing of each.',
          count,
          lines,
        ),
    ),
    ...said(repeated.map(nameOf), (count, lines) =>
      l10n.t(
        'Lines that repeat an earlier one with its label: {0} ({1}). No text is both learnt from and judged by.',
        count,
        lines,
      ),
    ),
  ];
}

const named = (lines: readonly string[]): string =>
  joinList([...lines.slice(0, NAMED), ...(lines.length > NAMED ? ['…'] : [])]);
