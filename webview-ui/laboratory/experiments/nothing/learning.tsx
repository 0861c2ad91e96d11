import * as l10n from '@vscode/l10n';
import { ENCODER_POSITIONS, type EncoderPositions } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Bench, LabInput, LabTable, Option, Part } from '../../model/experiment.js';
import {
  courseOf,
  CourseRecorder,
  LEAST_CHARACTERS,
  paramsOf,
  type NothingResult,
  type NothingSettings,
} from './course.js';
import { coursePicture, nameOf } from './coursePicture.js';
import { courseSentence, positionsName } from './courseSentence.js';
import { CHINESE_FORM, ENGLISH_FORM, STORY } from './texts.js';

const STEPS = ['300', '600', '1500', '3000'] as const;
/** Numbers that stand for a character; heads divide them. */
const WIDTHS = ['48', '32', '96'] as const;
const MASK_SHARES = ['0.15', '0.4', '0.05'] as const;

const OPTIONS: readonly Option[] = [
  { id: 'learningSteps', label: () => l10n.t('Steps'), choices: () => STEPS.map((steps) => [steps, steps] as const) },
  { id: 'learnerWidth', label: () => l10n.t('Width'), choices: () => WIDTHS.map((width) => [width, width] as const) },
  {
    id: 'positions',
    label: () => l10n.t('BERT’s positions'),
    choices: () => ENCODER_POSITIONS.map((positions) => [positions, positionsName(positions)] as const),
  },
  {
    id: 'maskShare',
    label: () => l10n.t('Hidden from BERT'),
    choices: () => MASK_SHARES.map((share) => [share, `${Math.round(100 * Number(share))}\u00a0%`] as const),
  },
];

function settingsOf({ options }: LabInput): NothingSettings {
  return {
    steps: Number(options.learningSteps ?? STEPS[0]),
    width: Number(options.learnerWidth ?? WIDTHS[0]),
    positions: (options.positions ?? ENCODER_POSITIONS[0]) as EncoderPositions,
    maskShare: Number(options.maskShare ?? MASK_SHARES[0]),
  };
}

async function* measure(bench: Bench, input: LabInput): AsyncGenerator<NothingResult> {
  const settings = settingsOf(input);
  const recorder = new CourseRecorder(settings);
  for await (const told of bench.follow('pretrain', paramsOf(input.text, settings))) {
    if (told.kind !== 'progress' || told.progress.kind !== 'pretraining') continue;
    if (!recorder.take(told.progress.progress)) continue;
    bench.progress(recorder.result.done, settings.steps);
    yield recorder.snapshot;
  }
}

function table({ courses }: NothingResult): LabTable {
  return {
    header: [
      l10n.t('model'),
      l10n.t('step'),
      l10n.t('held out, bits a predicted character'),
      l10n.t('held out, predicted characters'),
      l10n.t('first choice right, characters'),
      l10n.t('first choice right, %'),
      l10n.t('read by then, characters'),
      l10n.t('of them with loss, characters'),
      l10n.t('learnt from, bits a predicted character'),
      l10n.t('gradient norm'),
    ],
    rows: courses.flatMap(({ learner, looks, points }) =>
      looks.map(({ step, bits, characters, right, read, carried }) => {
        const point = points.find((one) => one.step === step);
        return [
          ...[nameOf(learner), step, bits, characters, right, (100 * right) / characters, read, carried],
          ...[point?.bits ?? null, point?.gradientNorm ?? null],
        ];
      }),
    ),
  };
}

/** On how little BERT's best figure rests. */
function luck(result: NothingResult): string {
  const looks = courseOf(result, 'encoder')?.looks ?? [];
  const last = looks.at(-1);
  if (!last) return '';
  return l10n.t(
    'BERT’s figure is of few hidden characters ({0}), and “at best” is the best of all looks at the same text ({1}): a part of it is luck.',
    last.characters,
    looks.length,
  );
}

/** A GPT and a BERT learn one text from nothing, side by side. */
export const learning: Part<NothingResult> = {
  id: 'learning',
  title: () => l10n.t('Two learners'),
  question: () => l10n.t('What do a GPT and a BERT that know nothing learn of one text, and how soon?'),
  roles: [],
  options: OPTIONS,
  takes: 'document',
  isLong: true,
  textRows: 8,
  textHint: () =>
    l10n.t(
      'A whole text, {0} characters or more; some 3,000 of few words are best. 300 steps take some seconds, 3,000 a minute or more.',
      LEAST_CHARACTERS,
    ),
  examples: [
    {
      language: 'en',
      text: ENGLISH_FORM,
      options: { learningSteps: '300', positions: 'relative' },
      point: () => l10n.t('A language of one sentence form: both learn it, BERT later'),
    },
    {
      language: 'en',
      text: ENGLISH_FORM,
      options: { learningSteps: '300', positions: 'learned' },
      point: () => l10n.t('The same with a table of positions: BERT stays at letter frequencies'),
    },
    {
      language: 'en',
      text: STORY,
      options: { learningSteps: '600', positions: 'relative' },
      point: () =>
        l10n.t('A story of two thousand characters: the GPT soon has it by heart, and gets worse on the rest'),
    },
    {
      language: 'zh',
      text: CHINESE_FORM,
      options: { learningSteps: '300', positions: 'relative' },
      point: () => l10n.t('One sentence form in Chinese: characters are more like words'),
    },
  ],
  measure,
  seen: courseSentence,
  unseen: (result) =>
    joinSentences(
      luck(result),
      l10n.t(
        'The two losses do not compare: BERT’s is of hidden characters, with both sides in sight. A text of some kB teaches spelling and its own phrases; neither a language nor facts. Words of Chinese are counted as pairs of characters. One run is one draw: with another seed curves shift. Kept are of each the weights that were best on the text held out.',
      ),
    ),
  picture: coursePicture,
  legend: () => [
    { mark: 'mark-0', text: l10n.t('GPT on text held out; fine line: on what it learns from') },
    { mark: 'mark-1', text: l10n.t('BERT on text held out; fine line: on what it learns from') },
    { mark: 'chip-right', text: l10n.t('hidden character told rightly') },
    { mark: 'chip-wrong', text: l10n.t('hidden character told wrongly') },
  ],
  table,
  actions: ({ done }) => (done === 0 ? [] : [{ label: l10n.t('Keep Both Models …'), keeps: 'models' }]),
};
