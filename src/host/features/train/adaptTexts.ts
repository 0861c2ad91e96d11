import * as vscode from 'vscode';
import type { AdaptValue, CopiedShare } from '../../../protocol/engine/index.js';
import { markdownTable } from '../../../text/markdownTable.js';
import { decimalFormat, formatFigure } from '../../../text/numbers.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { userNumber } from '../../core/userNumber.js';

export const bitsText = (bits: number): string => formatFigure(bits, 2, decimalFormat(vscode.env.language));

/** A share of stretches; null where there are none. */
const shareText = ({ stretches, copied }: CopiedShare): string | null =>
  stretches === 0 ? null : formatPercent(copied / stretches, vscode.env.language);

/** What its figures are of. */
export const judgedText = ({ model, judgesKnown }: Pick<AdaptValue, 'model' | 'judgesKnown'>): string =>
  judgesKnown
    ? vscode.l10n.t(
        'of text that {0} had learnt already, for the most part: how it does with other text is not known',
        model,
      )
    : vscode.l10n.t('of what it has not learnt from');

/** That sentences judge nothing, since the model before had learnt them; nothing where there are none such. */
export const knownSentences = ({ known, model, judgesKnown }: AdaptValue): string[] =>
  known === undefined || judgesKnown
    ? []
    : [
        vscode.l10n.t(
          'Sentences left out of the figures, which {0} had learnt already: {1}',
          model,
          userNumber()(known),
        ),
      ];

/** What it is worth, and whether it only knows the text by heart. */
export function figureRows({ before, after, text, copied }: AdaptValue): { what: string; figure: string }[] {
  const number = userNumber();
  const [was, now, own] = [copied.before, copied.after, copied.heldOut].map(shareText);
  return [
    {
      what: vscode.l10n.t('Bits per byte, before and after'),
      figure: `${bitsText(before.bitsPerByte)} → ${bitsText(after.bitsPerByte)}`,
    },
    {
      what: vscode.l10n.t('Tokens learnt from, and held out'),
      figure: `${number(text.learnt)}, ${number(text.heldOut)}`,
    },
    ...(was != null && now != null
      ? [
          {
            what: vscode.l10n.t(
              'Stretches of {0} tokens that it writes and that stand in your text',
              number(copied.size),
            ),
            figure: `${was} → ${now}`,
          },
        ]
      : []),
    ...(own != null ? [{ what: vscode.l10n.t('Such stretches in what was held out'), figure: own }] : []),
  ];
}

/** All of it as Markdown, with what it writes before and after. */
export function adaptReport(name: string, value: AdaptValue): string {
  const { model, samples, copied, judgements, parameters } = value;
  const number = userNumber();
  const facts = [
    [vscode.l10n.t('Made from'), model],
    [vscode.l10n.t('Numbers learnt, of all'), `${number(parameters.trained)} / ${number(parameters.all)}`],
    [vscode.l10n.t('Step that is kept, of all'), `${number(value.bestStep)} / ${number(value.losses.length)}`],
    ...figureRows(value).map(({ what, figure }) => [what, figure]),
    ...(copied.longest === ''
      ? []
      : [[vscode.l10n.t('The longest stretch that it has from your text'), copied.longest]]),
  ];
  const steps = judgements.map(({ step, bitsPerByte }) => [number(step), bitsText(bitsPerByte)]);
  const written = samples.map(({ prompt, before, after }) => [prompt, before, after]);
  const figures = (heading: string) => ({ figures: heading });
  return `${[
    `# ${name}`,
    markdownTable([vscode.l10n.t('What'), figures(vscode.l10n.t('Figure'))], facts),
    vscode.l10n.t('Figures are {0}.', judgedText(value)),
    ...knownSentences(value),
    `## ${vscode.l10n.t('Held out, step by step')}`,
    markdownTable([figures(vscode.l10n.t('Step')), figures(vscode.l10n.t('bits per byte'))], steps),
    ...(written.length === 0
      ? []
      : [
          `## ${vscode.l10n.t('What it writes')}`,
          markdownTable([vscode.l10n.t('Behind'), vscode.l10n.t('Before'), vscode.l10n.t('After')], written),
        ]),
  ].join('\n\n')}\n`;
}
