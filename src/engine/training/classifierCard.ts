import type { ModelInfo, TrainValue } from '../../protocol/engine/index.js';
import { cardTable, cell, knownText, percent, stepRows } from './cardTable.js';
import type { TrainSettings } from './fineTune.js';

/** Lines of the card that tell wrong lines. */
const MOST_WRONG = 20;

/**
 * The card of a classifier, README.md: what it was made from and how, how well it tells lines, and which it tells wrongly.
 * @param wrong texts of lines that are told wrongly, in the order of the value's
 */
export function classifierCard(
  { id, licence, knownLanguages: languages }: ModelInfo,
  value: Omit<TrainValue, 'folder'>,
  settings: TrainSettings,
  wrong: readonly string[],
): string {
  const labels = value.labels.map(({ label }) => label);
  const lines = value.labels.reduce((sum, { lines: count }) => sum + count, 0);
  const head = [
    '---',
    ...(licence === undefined ? [] : [`license: ${licence}`]),
    ...(languages ? [`language: [${languages.join(', ')}]`] : []),
    'pipeline_tag: text-classification',
    'library_name: transformers',
    '---',
  ];
  return [
    ...head,
    '',
    `# ${labels.map(cell).join(', ')}`,
    '',
    `A classifier made from ${id} with Glassbox, of ${lines} lines. Classes it was not shown it does not know, and it tells one of its own of any text.`,
    '',
    '## How it was made',
    '',
    ...cardTable([['label', 'lines'], ...value.labels.map((one) => [one.label, one.lines])]),
    '',
    ...cardTable([['setting', 'value'], ...madeWith(value, settings)]),
    '',
    ...judgedBy(value, labels),
    ...knownText(value.known, id, 'Lines'),
    ...(wrong.length === 0
      ? []
      : [
          '## Told wrongly',
          '',
          ...cardTable([
            ['line', 'is', 'was told to be', 'text'],
            ...value.wrong
              .slice(0, MOST_WRONG)
              .map((one, at) => [
                one.index + 1,
                one.label,
                `${one.told} (${percent(one.probability)})`,
                wrong[at] ?? '',
              ]),
          ]),
          '',
        ]),
  ].join('\n');
}

function madeWith(value: Omit<TrainValue, 'folder'>, settings: TrainSettings): (string | number)[][] {
  const { layers, parameters, seed } = value;
  const head = [
    ['trained', layers === 'upper' ? `the upper ${settings.upperLayers} layers and the head` : layers],
    ['parameters trained', `${parameters.trained} of ${parameters.all}`],
    ['seed', seed],
    ['penalty of the first head', settings.penalty],
  ];
  if (layers === 'head') return head;
  return [...head, ...stepRows(value, settings)];
}

function judgedBy(
  { judged, classifier, head, control, calibration, curve }: Omit<TrainValue, 'folder'>,
  labels: readonly string[],
): string[] {
  if (!classifier || !head) return ['Nothing was held out: how well it tells new lines is not known.', ''];
  const how =
    judged === 'folds'
      ? 'Each line was told by a classifier that had not learnt from it.'
      : 'Lines that it did not learn from; the weights with the least loss on them were kept, so that new lines may be told a little worse.';
  const share = ({ right, count }: { right: number; count: number }) =>
    `${right} of ${count}, ${percent(right / count)}`;
  return [
    '## How well it tells lines',
    '',
    how,
    '',
    ...cardTable([
      ['what', 'right'],
      ['this classifier', share(classifier)],
      ['its head alone, on the model as it was', share(head)],
      ...(control
        ? [
            [
              `the head with labels shuffled, ${control.shuffles} times`,
              `${percent(control.mean)}, at most ${percent(control.most)}`,
            ],
          ]
        : []),
    ]),
    '',
    ...cardTable([
      ['is \\ was told to be', ...labels],
      ...classifier.confusion.map((row, at) => [labels[at] ?? '', ...row]),
    ]),
    '',
    ...(calibration
      ? [
          `Its probabilities are off by ${percent(calibration.error)} on the mean (expected calibration error, ten bins).`,
          '',
        ]
      : []),
    ...(curve.length > 0
      ? [
          'Heads on the model as it was, by the lines that they learnt from (five draws):',
          '',
          ...cardTable([
            ['lines', 'right', 'least', 'most'],
            ...curve.map((one) => [one.lines, percent(one.mean), percent(one.least), percent(one.most)]),
          ]),
          '',
        ]
      : []),
  ];
}
