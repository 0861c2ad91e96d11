import * as vscode from 'vscode';
import type { FoundName, NameCounts, NameSpan, TrainNamesValue } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { isolate } from '../../../text/isolate.js';
import { markdownTable } from '../../../text/markdownTable.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { userNumber } from '../../core/userNumber.js';
import type { ResultHeading, ResultRow } from '../../editor/resultList.js';
import { calibrationFigures, judgedText, knownTexts } from './runTexts.js';

const SHOWN = 64;

const percent = (share: number) => formatPercent(share, vscode.env.language);

/**
 * The harmonic mean of precision and recall, by names (CoNLL 2003): 2 · right / (marked + found). Null where there was
 * nothing to be found, and nothing was.
 */
export const f1Of = ({ marked, found, right }: NameCounts): number | null =>
  marked + found === 0 ? null : (2 * right) / (marked + found);

/** “8 of 10 found, false ones: 1; F1 84.2 %”, where label and both ends are right. */
function countsText(counts: NameCounts): string {
  const f1 = f1Of(counts);
  const [right, marked, wrong] = [counts.right, counts.marked, counts.found - counts.right].map(userNumber());
  if (f1 === null) return vscode.l10n.t('none to be found, and none found');
  return vscode.l10n.t('{0} of {1} found, false ones: {2}; F1 {3}', right!, marked!, wrong!, percent(f1));
}

/** How well names are found in lines held out, beside the head alone, and label by label. */
export function nameFigures({ tagger, head, layers, control }: TrainNamesValue): { what: string; figure: string }[] {
  return [
    ...(tagger ? [{ what: vscode.l10n.t('The name finder'), figure: countsText(tagger) }] : []),
    ...(head && layers !== 'head'
      ? [{ what: vscode.l10n.t('A head on the model as it was'), figure: countsText(head) }]
      : []),
    ...(control
      ? [
          {
            what: vscode.l10n.t('A head on names at words by chance'),
            figure: vscode.l10n.t('F1 {0}, at most {1}', ...[control.mean, control.most].map(percent)),
          },
        ]
      : []),
    ...(tagger && tagger.labels.length > 1
      ? tagger.labels.map(({ label, ...counts }) => ({ what: label, figure: countsText(counts) }))
      : []),
  ];
}

/** Lines in which names were missed, or found where there is none. */
export function wrongNameRows(
  value: TrainNamesValue,
  lines: readonly { text: string }[],
): (ResultRow | ResultHeading)[] {
  if (value.wrong.length === 0) return [];
  return [
    { heading: vscode.l10n.t('Lines That Are Not Told Right') },
    ...value.wrong.map(({ index, missed, wrong }): ResultRow => {
      const text = lines[index]?.text ?? '';
      return {
        label: clipEnd(text.replace(/\s+/g, ' '), SHOWN),
        description: faultText(text, missed, wrong),
        places: [index],
      };
    }),
  ];
}

function faultText(text: string, missed: readonly NameSpan[], wrong: readonly FoundName[]): string {
  const names = (spans: readonly (NameSpan & Partial<FoundName>)[]) =>
    spans
      .map(({ start, end, label, probability }) => {
        const told = [isolate(label), ...(probability === undefined ? [] : [percent(probability)])];
        return `${isolate(text.slice(start, end))} (${told.join(', ')})`;
      })
      .join(', ');
  return [
    ...(missed.length > 0 ? [vscode.l10n.t('missed: {0}', names(missed))] : []),
    ...(wrong.length > 0 ? [vscode.l10n.t('found, but not marked: {0}', names(wrong))] : []),
  ].join(' · ');
}

/** What its figures are of. */
export const nameJudgedText = ({ judged, tagger }: Pick<TrainNamesValue, 'judged' | 'tagger'>): string =>
  judged === 'heldOut' && tagger
    ? vscode.l10n.t('of lines held out: {0}', userNumber()(tagger.lines))
    : judgedText({ judged });

/** All of it as Markdown. */
export function nameReport(
  name: string,
  value: TrainNamesValue,
  lines: readonly { text: string }[],
  remarks: readonly string[],
): string {
  const number = userNumber();
  const facts = [
    [vscode.l10n.t('Made from'), value.model],
    [vscode.l10n.t('Labels'), value.labels.map(({ label, names }) => `${label} (${number(names)})`).join(', ')],
    [vscode.l10n.t('Lines'), number(value.lines)],
    [vscode.l10n.t('Numbers learnt, of all'), `${number(value.parameters.trained)} / ${number(value.parameters.all)}`],
    ...(value.bestStep > 0
      ? [[vscode.l10n.t('Step that is kept, of all'), `${number(value.bestStep)} / ${number(value.losses.length)}`]]
      : []),
    ...[...nameFigures(value), ...calibrationFigures(value)].map(({ what, figure }) => [what, figure]),
    [vscode.l10n.t('Seconds'), value.seconds.toLocaleString(vscode.env.language, { maximumFractionDigits: 1 })],
  ];
  const wrong = value.wrong.map(({ index, missed, wrong: found }) => {
    const text = lines[index]?.text ?? '';
    return [text.replace(/\s+/g, ' '), faultText(text, missed, found)];
  });
  return `${[
    `# ${name}`,
    markdownTable([vscode.l10n.t('What'), { figures: vscode.l10n.t('Figure') }], facts),
    vscode.l10n.t('Figures are {0}.', nameJudgedText(value)),
    ...knownTexts(value),
    ...remarks,
    ...(wrong.length === 0
      ? []
      : [
          `## ${vscode.l10n.t('Lines That Are Not Told Right')}`,
          markdownTable([vscode.l10n.t('Text'), vscode.l10n.t('Fault')], wrong),
        ]),
  ].join('\n\n')}\n`;
}
