import * as l10n from '@vscode/l10n';
import { BarRows, type BarRow } from '../../drawing/barRows.js';
import { Panels, type Panel } from '../../drawing/panels.js';
import type { Drawing } from '../../model/experiment.js';
import { cosineText, signalSentence } from './signalSentence.js';
import {
  agreementOf,
  lossOf,
  normOf,
  otherEffect,
  ownEffect,
  partName,
  partNormOf,
  shareOf,
  sideName,
  sideOf,
  type SignalResult,
  type SignalSide,
  type StepEffect,
} from './sides.js';

/** Colours: the BERT's, the GPT's. */
const seriesOf = ({ kind }: SignalSide) => (kind === 'masked' ? 0 : 1);

/** Who learns from how many tokens, what that costs, where the gradient is large, whether draws agree, and what a step does. */
export function signalPicture(result: SignalResult, drawing: Drawing) {
  const learning = [sideOf(result, 'masked'), sideOf(result, 'causal')].flatMap((side) => side ?? []);
  const { numbers } = drawing;
  const bar = (side: SignalSide, value: number): BarRow => ({
    ...{ label: sideName(side), values: [value], firstSeries: seriesOf(side) },
  });
  const panel = (heading: string, rows: BarRow[], figure: (value: number) => string, most?: number): Panel => ({
    heading,
    draw: (width) => BarRows({ numbers, width, rows, figure, label: heading, ...(most !== undefined && { most }) }),
  });
  const decimal = (digits: number) => (value: number) => numbers.figure(value, digits);
  const drawn = result.sides.flatMap((side) => {
    const cosine = agreementOf(side);
    return cosine === null ? [] : [bar(side, cosine)];
  });
  const panels: Panel[] = [
    {
      ...panel(
        l10n.t('Tokens that carry loss'),
        learning.map((side) => bar(side, shareOf(side))),
        (share) => numbers.percent(Math.round(share * 1000) / 1000),
        1,
      ),
      isNarrow: true,
    },
    {
      ...panel(
        l10n.t('Loss, nats a token'),
        learning.map((side) => bar(side, lossOf(side))),
        decimal(2),
      ),
      isNarrow: true,
    },
    panel(l10n.t('Gradient norm, part by part'), normRows(learning), decimal(1)),
    ...(drawn.length > 0
      ? [panel(l10n.t('Cosine of two draws'), drawn, (cosine) => cosineText(cosine, numbers), 1)]
      : []),
    panel(l10n.t('Loss before and behind a step, nats'), stepRows(learning), decimal(2)),
  ];
  return Panels({ ...drawing, panels, label: signalSentence(result, numbers) });
}

/** A row for each part that one of the models has, and one for the whole. */
function normRows(learning: readonly SignalSide[]): BarRow[] {
  const longest = [...learning].sort((one, other) => other.parts.length - one.parts.length)[0];
  const all = [...(longest?.parts ?? []), ...learning.flatMap(({ parts }) => parts)].map(({ part }) => part);
  const rows = [...new Set(all)].map((part) => ({
    label: partName(part),
    values: learning.map((side) => partNormOf(side, part)),
    ...firstOf(learning),
  }));
  return [...rows, { label: l10n.t('whole'), values: learning.map(normOf), ...firstOf(learning) }];
}

/** Where there is one side only, its colour stays. */
const firstOf = ([first]: readonly SignalSide[]) => (first ? { firstSeries: seriesOf(first) } : {});

function stepRows(learning: readonly SignalSide[]): BarRow[] {
  const pair = (heading: string, side: SignalSide, { before, after }: StepEffect): BarRow[] => [
    { heading, label: l10n.t('before'), values: [before], firstSeries: seriesOf(side) },
    { label: after === null ? l10n.t('no number') : l10n.t('behind it'), values: [after], firstSeries: seriesOf(side) },
  ];
  return learning.flatMap((side) => {
    const other = otherEffect(side);
    return [
      ...pair(side.kind === 'masked' ? l10n.t('BERT, the masks of the step') : sideName(side), side, ownEffect(side)),
      ...(other ? pair(l10n.t('BERT, other masks'), side, other) : []),
    ];
  });
}
