import * as l10n from '@vscode/l10n';
import { axisTo, stepAxis } from '../../drawing/axis.js';
import { BarRows } from '../../drawing/barRows.js';
import { Chips, type Chip } from '../../drawing/chips.js';
import { LineChart, type ChartLine } from '../../drawing/lineChart.js';
import { Panels, type Panel } from '../../drawing/panels.js';
import { Paragraphs, type Paragraph } from '../../drawing/paragraphs.js';
import type { ContinuedSample, FilledSample, LearnerName } from '../../../../src/protocol/engine/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import type { Drawing } from '../../model/experiment.js';
import { courseOf, filledBy, writtenBy, type NothingResult } from './course.js';
import { carriedShare, courseSentence, positionsName, wholePercent } from './courseSentence.js';

const LEARNERS = ['decoder', 'encoder'] as const satisfies readonly LearnerName[];
const seriesOf = (learner: LearnerName) => LEARNERS.indexOf(learner);

/** Losses, gradients, shares of what carries loss, and what was written last. */
export function coursePicture(result: NothingResult, drawing: Drawing) {
  const panels: Panel[] = [lossPanel(result, drawing), gradientPanel(result, drawing), sharePanel(result, drawing)];
  const filled = filledBy(courseOf(result, 'encoder'));
  if (filled) panels.push(filledPanel(filled, drawing));
  const paragraphs = LEARNERS.flatMap((learner) => paragraphOf(result, learner, drawing));
  if (paragraphs.length > 0) {
    const heading = l10n.t('Asked to go on');
    panels.push({ heading, draw: (width) => Paragraphs({ ...drawing, width, paragraphs, label: heading }) });
  }
  return Panels({ ...drawing, panels, label: courseSentence(result, drawing.numbers) });
}

function lossPanel(result: NothingResult, drawing: Drawing): Panel {
  const { courses, steps, frequencyBits, width, positions } = result;
  const all = courses.flatMap(({ points, looks }) => [...points, ...looks].map(({ bits }) => bits));
  const y = axisTo(Math.max(1, frequencyBits ?? 0, ...all), drawing.numbers);
  const line = (from: readonly { step: number; bits: number }[]) =>
    from.map(({ step, bits }) => ({ x: step / steps, y: bits / y.most }));
  const lines = courses.flatMap(({ learner, points, looks }): ChartLine[] => [
    { name: nameOf(learner), points: line(points), series: seriesOf(learner), bare: 'fine' },
    { name: nameOf(learner), points: line(looks), series: seriesOf(learner) },
  ]);
  const heading = l10n.t('Loss; width {0}; positions: {1}', width, positionsName(positions));
  const levels = frequencyBits === null ? [] : [{ at: frequencyBits / y.most, text: l10n.t('letter frequencies') }];
  return {
    heading,
    isNarrow: true,
    draw: (room) =>
      LineChart({
        ...{ ...drawing, width: room, lines, levels, label: heading, x: stepAxis(result.steps, drawing.numbers) },
        y: { ticks: y.ticks, name: l10n.t('bits a predicted character') },
      }),
  };
}

function gradientPanel(result: NothingResult, drawing: Drawing): Panel {
  const { courses, steps } = result;
  const all = courses.flatMap(({ points }) => points.map(({ gradientNorm }) => gradientNorm));
  const y = axisTo(Math.max(1e-6, ...all), drawing.numbers);
  const lines = courses.map(({ learner, points }): ChartLine => ({
    name: nameOf(learner),
    points: points.map(({ step, gradientNorm }) => ({ x: step / steps, y: gradientNorm / y.most })),
    series: seriesOf(learner),
    bare: 'plain',
  }));
  const heading = l10n.t('Gradients');
  return {
    heading,
    isNarrow: true,
    draw: (width) =>
      LineChart({
        ...{ ...drawing, width, lines, label: heading, x: stepAxis(result.steps, drawing.numbers) },
        y: { ticks: y.ticks, name: l10n.t('norm of all weights’ gradient, before clipping') },
      }),
  };
}

function sharePanel({ courses }: NothingResult, drawing: Drawing): Panel {
  const heading = l10n.t('Characters read that carry loss');
  const rows = courses.map((course) => ({
    label: nameOf(course.learner),
    values: [carriedShare(course)],
    firstSeries: seriesOf(course.learner),
  }));
  const figure = (share: number) => wholePercent(share, drawing.numbers);
  return { heading, draw: (width) => BarRows({ ...drawing, width, rows, figure, most: 1, label: heading }) };
}

/** Stretches that can be read, and between them the gaps with what was filled in. */
function filledPanel({ text, hidden, right }: FilledSample, drawing: Drawing): Panel {
  const heading = l10n.t(
    'BERT fills: {0} of {1} right',
    drawing.numbers.number(right),
    drawing.numbers.number(hidden.length),
  );
  const chips: Chip[] = [];
  let end = 0;
  const readable = (from: number, to: number) => {
    if (to > from) chips.push({ text: shown(text.slice(from, to)), look: 'plain' });
  };
  for (const gap of hidden) {
    readable(end, gap.start);
    const own = text.slice(gap.start, gap.end);
    const isRight = own === gap.told;
    chips.push({ text: shown(gap.told), look: isRight ? 'right' : 'wrong', ...(!isRight && { below: shown(own) }) });
    end = gap.end;
  }
  readable(end, text.length);
  return {
    heading,
    draw: (width) =>
      Chips({
        ...{ ...drawing, width, label: heading },
        lines: [{ heading: l10n.t('text held out; below: what stands there'), chips }],
      }),
  };
}

function paragraphOf(result: NothingResult, learner: LearnerName, { numbers }: Drawing): Paragraph[] {
  const written = writtenBy(courseOf(result, learner));
  if (!written) return [];
  return [
    {
      heading: writtenHeading(written, numbers),
      before: l10n.t('behind: {0}', shown(written.prompt)),
      text: shown(written.text),
    },
  ];
}

function writtenHeading({ learner, known, words }: ContinuedSample, numbers: Numbers): string {
  const counts = [numbers.number(known), numbers.number(words)] as const;
  if (learner === 'decoder') {
    return words === 0
      ? l10n.t('GPT: no whole word')
      : l10n.t('GPT: words that are in the text, {0} of {1}', ...counts);
  }
  return words === 0
    ? l10n.t('BERT, by a mask at the end: no whole word')
    : l10n.t('BERT, by a mask at the end: words that are in the text, {0} of {1}', ...counts);
}

/** Names, as a chart has them. */
export const nameOf = (learner: LearnerName): string => (learner === 'decoder' ? 'GPT' : 'BERT');

/** Line ends and spaces that stand alone as signs. */
const shown = (text: string): string => (text === ' ' ? '␣' : text.replace(/\n/g, '↵'));
