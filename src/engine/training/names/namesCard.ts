import type {
  Calibration,
  ModelInfo,
  NameControl,
  NameCounts,
  TrainNamesValue,
} from '../../../protocol/engine/index.js';
import { cardTable, cell, knownText, percent, stepRows } from '../cardTable.js';
import type { TrainNamesSettings } from './trainNames.js';

/** Of names: a share of those that were found, and of those that are marked; – where there are none. */
const shareOf = (right: number, all: number): string => (all === 0 ? '–' : percent(right / all));

/** The card of a model that finds names, README.md: what it was made from and how, and how well it finds them. */
export function namesCard(
  { id, licence, knownLanguages: languages }: ModelInfo,
  value: Omit<TrainNamesValue, 'folder'>,
  settings: TrainNamesSettings,
): string {
  const steps = stepRows(value, settings);
  return [
    '---',
    ...(licence === undefined ? [] : [`license: ${licence}`]),
    ...(languages ? [`language: [${languages.join(', ')}]`] : []),
    'pipeline_tag: token-classification',
    'library_name: transformers',
    '---',
    '',
    `# ${value.labels.map(({ label }) => cell(label)).join(', ')}`,
    '',
    `Finds names of these kinds. Made from ${id} with Glassbox, of ${value.lines} lines. Its tags are \`O\`, \`B-\` of a name's first token and \`I-\` of its further ones.`,
    '',
    '## How it was made',
    '',
    ...cardTable([['label', 'names'], ...value.labels.map((one) => [one.label, one.names])]),
    '',
    ...cardTable([
      ['setting', 'value'],
      ['trained', value.layers === 'upper' ? `the upper ${settings.upperLayers} layers and the head` : value.layers],
      ['parameters trained', `${value.parameters.trained} of ${value.parameters.all}`],
      ['seed', value.seed],
      ['penalty of the first head', settings.penalty],
      ...(value.layers === 'head' ? [] : steps),
    ]),
    '',
    '## How well it finds names',
    '',
    ...judgedBy(value),
    ...calibrationOf(value.calibration),
    ...chanceOf(value.control),
    '',
    ...knownText(value.known, id, 'Lines'),
  ].join('\n');
}

function judgedBy({ judged, tagger, head }: Omit<TrainNamesValue, 'folder'>): string[] {
  if (!tagger || !head) return ['Nothing was held out: how well it finds names in new lines is not known.'];
  const row = (what: string, { marked, found, right }: NameCounts) => [
    what,
    marked,
    found,
    right,
    shareOf(right, found),
    shareOf(right, marked),
  ];
  const how =
    judged === 'folds'
      ? `${tagger.lines} lines, each read by a model that had not learnt from it.`
      : `${tagger.lines} lines that it did not learn from; the weights that tell their tokens best were kept, so that names in new lines may be found a little worse.`;
  return [
    `${how} A name is right where its label and both of its ends are.`,
    '',
    ...cardTable([
      ['what', 'marked', 'found', 'right', 'right of those found', 'right of those marked'],
      row('all', tagger),
      ...tagger.labels.map((one) => row(one.label, one)),
      row('its head alone, on the model as it was', head),
    ]),
  ];
}

const calibrationOf = (calibration: Calibration | null): string[] =>
  calibration === null
    ? []
    : [
        '',
        `The probabilities of the names that it finds, the mean of those of their words, are off by ${percent(calibration.error)} on the mean (expected calibration error, ten bins).`,
      ];

const chanceOf = (control: NameControl | null): string[] =>
  control === null
    ? []
    : [
        '',
        `Such a head, of lines with each name put at other words of its line by chance (${control.shuffles} times), comes to an F1 of ${percent(control.mean)}, at most ${percent(control.most)}.`,
      ];
