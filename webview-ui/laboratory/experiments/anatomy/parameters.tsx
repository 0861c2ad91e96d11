import * as l10n from '@vscode/l10n';
import type { AnatomyValue, PartParameters, WeightPart } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { ShareRows } from '../../drawing/shareRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ANY, builtOf, countOf, partName, sideName, type Built } from './anatomyOf.js';
import { PUBLISHED } from './published.js';
import { textbookMatrices } from './textbook.js';

export interface ParametersResult extends Built {
  /** of published sizes, by their configurations */
  published: { name: string; total: number; parameters: PartParameters[] }[];
}

/** What is told apart in the picture: the rest is in the last. */
const SHOWN: readonly (readonly WeightPart[])[] = [
  ['words'],
  ['positions', 'segments', 'projection'],
  ['feedForward'],
  ['attention'],
  ['crossAttention'],
  ['norms', 'pooler', 'head', 'other'],
];

async function* measure(bench: Bench, input: LabInput): AsyncGenerator<ParametersResult> {
  const built = await builtOf(bench, input);
  if (!built) return;
  const published: ParametersResult['published'] = [];
  yield { ...built, published };
  for (const { name, config } of PUBLISHED) {
    const { total, parameters } = await bench.ask('anatomy', { config });
    published.push({ name, total: countOf(total), parameters });
    bench.progress(published.length, PUBLISHED.length);
    yield { ...built, published: [...published] };
  }
}

/** Sums of the parts that the picture tells apart. */
const sums = (parameters: readonly PartParameters[]): number[] =>
  SHOWN.map((parts) =>
    parameters.filter(({ part }) => parts.includes(part)).reduce((sum, one) => sum + countOf(one), 0),
  );

/** What the parts come to: as counted where the files name them. */
const totalOf = ({ parameters: parts }: AnatomyValue): number => parts.reduce((sum, one) => sum + countOf(one), 0);

/** Parameters that a text's reading looks at: of the table of words only the rows of its tokens, unless it makes the logits. */
export function unread({ anatomy, distinct }: Built): number {
  const words = anatomy.parameters.find(({ part }) => part === 'words');
  if (!words || !anatomy.vocabularySize || anatomy.tiedEmbeddings === true) return 0;
  const rows = Math.max(0, anatomy.vocabularySize - distinct);
  return Math.round((countOf(words) / anatomy.vocabularySize) * rows);
}

function seen(result: ParametersResult, numbers: Numbers): string {
  const { anatomy, distinct } = result;
  const shares = sums(anatomy.parameters).map((sum) => sum / Math.max(1, totalOf(anatomy)));
  const [words = 0, , feedForward = 0, attention = 0, cross = 0] = shares;
  const made = l10n.t(
    '{0} has {1} parameters: {2} in the table of words, {3} in feed-forward parts, {4} in attention.',
    anatomy.model ?? anatomy.type,
    numbers.number(totalOf(anatomy)),
    numbers.percent(words),
    numbers.percent(feedForward),
    numbers.percent(attention + cross),
  );
  const { counted, formula } = anatomy.total;
  const agreement =
    formula === null || counted === null
      ? ''
      : formula === counted
        ? l10n.t('Its files hold exactly what its configuration asks for.')
        : l10n.t(
            'Its files hold {0} numbers, its configuration asks for {1}.',
            numbers.number(counted),
            numbers.number(formula),
          );
  const left = unread(result);
  const used =
    left > 0
      ? l10n.t(
          'This text has {0} different tokens, so {1} of its parameters are rows of the table of words that are not looked at.',
          numbers.number(distinct),
          numbers.percent(left / Math.max(1, totalOf(anatomy))),
        )
      : '';
  return joinSentences(made, agreement, used);
}

export const parameters: Part<ParametersResult> = {
  id: 'parameters',
  title: () => l10n.t('Parameters'),
  question: () => l10n.t('What are a model’s parameters for, and how does that change with its size?'),
  roles: [ANY],
  examples: [
    {
      language: 'en',
      text: 'The cat sat on the mat.',
      models: { any: 'bert-mini' },
      point: () => l10n.t('A small BERT: its table of words is its largest part'),
    },
    {
      language: 'en',
      text: 'The cat sat on the mat.',
      models: { any: 't5-mini' },
      point: () => l10n.t('A small T5: its decoder has attention twice'),
    },
    {
      language: 'zh',
      text: '今天天气很好。',
      models: { any: 'e5-mini' },
      point: () =>
        l10n.t('A sentence encoder of several languages, on Chinese: of its large vocabulary six rows are read'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'How many parameters a part has does not say what it is good for, and a parameter in 8 bit counts like one in 32. The published sizes are those of configurations, counted here without their weights.',
    ),
  picture: ({ anatomy, published, ...rest }: ParametersResult, drawing: Drawing) =>
    ShareRows({
      ...drawing,
      rows: [
        {
          label: anatomy.model ?? anatomy.type,
          total: drawing.numbers.compact(totalOf(anatomy)),
          values: sums(anatomy.parameters),
        },
        ...published.map(({ name, total, parameters: parts }, at) => ({
          label: name,
          total: drawing.numbers.compact(total),
          values: sums(parts),
          ...(at === 0 && { heading: l10n.t('Published sizes') }),
        })),
      ],
      label: seen({ anatomy, published, ...rest }, drawing.numbers),
    }),
  legend: () => [
    { mark: 'share-0', text: partName('words') },
    { mark: 'share-1', text: l10n.t('positions, segments') },
    { mark: 'share-2', text: partName('feedForward') },
    { mark: 'share-3', text: partName('attention') },
    { mark: 'share-4', text: partName('crossAttention') },
    { mark: 'share-5', text: l10n.t('norms, output head, pooler') },
  ],
  table: ({ anatomy, published }) => ({
    header: [
      l10n.t('model'),
      l10n.t('part'),
      l10n.t('parameters, counted in the files'),
      l10n.t('parameters, by config.json'),
      l10n.t('its matrices by the textbook'),
      l10n.t('formula'),
    ],
    rows: [
      ...anatomy.parameters.map((one) => {
        const book = textbookMatrices(anatomy, one);
        return [
          anatomy.model,
          one.side && anatomy.architecture === 'encoder-decoder'
            ? l10n.t('{0}: {1}', sideName(one.side), partName(one.part))
            : partName(one.part),
          one.counted,
          one.formula,
          book?.count ?? null,
          book?.formula ?? null,
        ];
      }),
      [anatomy.model, l10n.t('all'), anatomy.total.counted, anatomy.total.formula, null, null],
      ...published.map(({ name, total }) => [name, l10n.t('all'), null, total, null, null]),
    ],
  }),
};
