import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { evenParts, STREAMS } from '../../../../src/training/chance.js';
import type { LabInput, Option, Part } from '../../model/experiment.js';
import { classesOfLines, differentLines, labelledLines, type LabelledLine } from '../../model/labelledText.js';
import { CAUSAL, MASKED } from '../../model/roles.js';
import { CHINESE_TOPICS, SENTIMENT, TOPICS, TWINS } from './examples.js';

/** Parts of the cross-validation: each line is told once, by a probe that has learnt from the other four fifths. */
const FOLDS = 5;
/** A label of one line cannot be learnt and told. */
const LEAST_LINES = 2;
/** scikit-learn's 1 / C: what *Train* takes for its first head, and less. */
const PENALTIES = ['100', '10', '1'] as const;
const SEEDS = ['1', '2', '3', '4', '5'] as const;

/** What lines a measurement has, and how they are divided. */
export interface ProbeSetup {
  lines: LabelledLine[];
  labels: string[];
  classes: number[];
  parts: number[];
  penalty: number;
  seed: number;
}

/** What both measurements tell of the lines. */
export interface ProbeLines {
  lines: number;
  /** lines that say something of their own, whatever their signs and capitals */
  different: number;
  labels: { label: string; lines: number }[];
  folds: number;
  penalty: number;
}

/** @throws GlassboxError `bad-request` for what is no labelled lines, two labels at least */
export function setUp({ text, options }: LabInput): ProbeSetup {
  const lines = labelledLines(text);
  const { labels, classes } = classesOfLines(lines, LEAST_LINES);
  const seed = Number(options.dice ?? SEEDS[0]);
  const parts = evenParts(classes, Math.min(FOLDS, classes.length), new Random(seed, STREAMS.split));
  return { lines, labels, classes, parts, penalty: Number(options.penalty ?? PENALTIES[0]), seed };
}

export const linesOf = ({ lines, labels, classes, parts, penalty }: ProbeSetup): ProbeLines => ({
  lines: lines.length,
  different: differentLines(lines),
  labels: labels.map((label, at) => ({ label, lines: classes.filter((one) => one === at).length })),
  folds: new Set(parts).size,
  penalty,
});

/** The share of lines that have the most frequent label. */
export const majorityOf = ({ lines, labels }: ProbeLines): number =>
  Math.max(...labels.map((one) => one.lines)) / lines;

const OPTIONS: readonly Option[] = [
  {
    id: 'penalty',
    label: () => l10n.t('Weights held down by'),
    choices: () => PENALTIES.map((penalty) => [penalty, `λ = ${penalty}`] as const),
  },
  { id: 'dice', label: () => l10n.t('Draw'), choices: () => SEEDS.map((seed) => [seed, seed] as const) },
];

/** What both measurements take. */
export const INPUT = {
  roles: [MASKED, CAUSAL],
  options: OPTIONS,
  takes: 'lines',
  textRows: 8,
  textHint: () => l10n.t('One line each: “label: text” or “text => label”.'),
  examples: [
    {
      language: 'en',
      text: TOPICS,
      point: () => l10n.t('Food, weather or sport: the subject of a line can be read off'),
    },
    {
      language: 'en',
      text: SENTIMENT,
      point: () => l10n.t('Praise or blame: harder, and one vector is not as good as another'),
    },
    {
      language: 'en',
      text: TWINS,
      point: () => l10n.t('Praise and blame as twins: the nearest line that was learnt has the other label'),
    },
    {
      language: 'zh',
      text: CHINESE_TOPICS,
      point: () => l10n.t('Food or weather in Chinese: one of the models has never read it'),
    },
  ],
} satisfies Pick<Part, 'roles' | 'options' | 'takes' | 'textRows' | 'textHint' | 'examples'>;
