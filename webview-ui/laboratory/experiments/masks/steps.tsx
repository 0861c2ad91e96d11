import * as l10n from '@vscode/l10n';
import { headMatrix, queryRow } from '../../../../src/attention/weightMatrix.js';
import { themeColours } from '../../../kit/colours.js';
import { MASK_STEPS, MOST_TOKENS, type SoftmaxSteps } from '../../../kit/mask/maskSteps.js';
import { scoreLimit, stepName, stepPicture } from '../../../kit/mask/stepPicture.js';
import type { Bench, Drawing, LabInput, Part, Role } from '../../model/experiment.js';
import type { Numbers } from '../../../kit/numbers.js';
import { maskedSoftmax, maySee, PATTERNS, permutationOrder, type Pattern } from './patterns.js';

export interface StepsResult {
  model: string;
  /** which was asked for, and which the model has */
  pattern: Pattern;
  own: 'bidirectional' | 'causal';
  /** from 0 */
  layer: number;
  head: number;
  tokens: string[];
  /** of the first tokens, flat [shown, shown] */
  shown: number;
  scores: number[];
  weights: number[];
  visible: boolean[];
  /** how far softmax of the scores under the model's own mask is from the weights that its graph gives, at most */
  error: number;
  /** mean share of a row that the model reads and this mask hides */
  taken: number;
  /** mean share of a row that goes to what the model's own mask hides */
  given: number;
}

const ATTENDED: Role = {
  id: 'any',
  label: () => l10n.t('Scores of'),
  can: ({ tasks }) => tasks.includes('attention'),
  prefer: ['bert-mini'],
};

const LAYERS = ['first', 'middle', 'last'] as const;
const HEADS = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
const SEEDS = ['1', '2', '3'] as const;

export function patternName(pattern: Pattern): string {
  switch (pattern) {
    case 'own':
      return l10n.t('the model’s own');
    case 'bidirectional':
      return l10n.t('bidirectional (BERT; UniLM’s first)');
    case 'causal':
      return l10n.t('causal (GPT-2; UniLM’s second)');
    case 'rightToLeft':
      return l10n.t('from the right');
    case 'prefix':
      return l10n.t('prefix (UniLM’s third; as a matrix also T5’s)');
    case 'permutation':
      return l10n.t('permutation (XLNet)');
  }
}

/** A layer by its choice: the first, one in the middle, the last. */
function layerOf(choice: string | undefined, count: number): number {
  if (choice === 'last') return count - 1;
  return choice === 'middle' ? Math.floor(count / 2) : 0;
}

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<StepsResult> {
  const model = models.any;
  if (!model) return;
  const kind = model.architecture === 'decoder' ? 'decoder' : 'encoder';
  const about = { model: model.id, text, kinds: [kind] as ['encoder' | 'decoder'] };
  // How many layers and heads there are.
  const [average] = (await bench.ask('attention', { ...about, average: 'all' })).maps;
  const layer = layerOf(options.layer, average?.layerIndices.length ?? 1);
  const head = Math.min(Number(options.head ?? '1'), average?.headIndices.length ?? 1) - 1;
  const asked = { ...about, layerIndices: [layer], headIndices: [head], scores: true };
  const { source, maps, model: id } = await bench.ask('attention', asked);
  const [map] = maps;
  if (!map?.scores) return;
  const { keys, scores } = map;
  const own = kind === 'decoder' ? 'causal' : 'bidirectional';
  const pattern = PATTERNS.find((name) => name === options.pattern) ?? 'own';
  const asPattern = pattern === 'own' ? own : pattern;
  const places = { split: Math.ceil(keys / 2), order: permutationOrder(keys, Number(options.seed ?? '1')) };
  const sees = (name: Exclude<Pattern, 'own'>, row: number) =>
    Array.from({ length: keys }, (_, column) => maySee(name, row, column, places));
  const result: StepsResult = {
    model: id,
    pattern,
    own,
    layer,
    head,
    tokens: source.map((token) => token.text),
    shown: Math.min(keys, MOST_TOKENS),
    scores: [],
    weights: [],
    visible: [],
    error: 0,
    taken: 0,
    given: 0,
  };
  const matrix = headMatrix(map, null, null);
  for (let row = 0; row < keys; row++) {
    const rowScores = Array.from(scores.subarray(row * keys, (row + 1) * keys));
    const [may, ownMay] = [sees(asPattern, row), sees(own, row)];
    const weights = maskedSoftmax(rowScores, may);
    const given = Array.from(queryRow(matrix, row));
    maskedSoftmax(rowScores, ownMay).forEach((weight, column) => {
      result.error = Math.max(result.error, Math.abs(weight - (given[column] ?? 0)));
    });
    given.forEach((weight, column) => {
      if (!may[column]) result.taken += weight / keys;
      if (!ownMay[column]) result.given += (weights[column] ?? 0) / keys;
    });
    if (row >= result.shown) continue;
    result.scores.push(...rowScores.slice(0, result.shown));
    result.weights.push(...weights.slice(0, result.shown));
    result.visible.push(...may.slice(0, result.shown));
  }
  yield result;
}

function seen({ model, pattern, own, layer, head, error, taken, given }: StepsResult, numbers: Numbers): string {
  const place = l10n.t('layer {0}, head {1} of {2}', numbers.number(layer + 1), numbers.number(head + 1), model);
  if (pattern === 'own' || pattern === own) {
    return l10n.t(
      'This is the mask that the model has: softmax of the scores gives the weights of {0}; the two differ by {1} at most.',
      place,
      numbers.number(Number(error.toPrecision(2))),
    );
  }
  if (given > 0) {
    return l10n.t(
      'Without its own mask {0} would put {1} of its weight on what it never reads; this mask hides {2} of what it does read.',
      place,
      numbers.percent(given),
      numbers.percent(taken),
    );
  }
  return l10n.t('This mask takes away {0} of what {1} reads.', numbers.percent(taken), place);
}

/** The result as the steps that pictures are drawn from. */
function stepsOf({ shown, scores, weights, visible }: StepsResult): SoftmaxSteps {
  const indices = Array.from({ length: shown }, (_, at) => at);
  const said = scores.filter((_, at) => visible[at]);
  return {
    rows: indices,
    columns: indices,
    scores: Float32Array.from(scores),
    weights: Float32Array.from(weights),
    low: Math.min(0, ...said),
    high: Math.max(0, ...said),
    isMasked: (row, column) => !visible[row * shown + column],
  };
}

const HEADING = 20;

function picture(result: StepsResult, { numbers, width }: Drawing) {
  const steps = stepsOf(result);
  const colours = themeColours(document.body);
  const names = result.tokens.slice(0, result.shown);
  const drawn = { rows: names, columns: names, active: -1, style: { colours, scale: 'linear' as const } };
  const pictures = MASK_STEPS.map((step) => stepPicture({ numbers }, step, steps, drawn));
  const [, , natural = 100, tall = 100] = (pictures[0]?.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const across = width >= 600 ? 3 : 1;
  const wide = Math.min(natural, (width - (across - 1) * 12) / across);
  const high = (tall * wide) / natural;
  const places = pictures.map((_, at) => ({
    x: (at % across) * (wide + 12),
    y: Math.floor(at / across) * (high + HEADING + 10),
  }));
  const height = Math.ceil((3 / across) * (high + HEADING + 10));
  return (
    <svg
      class="drawing masks"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={seen(result, numbers)}
    >
      {pictures.map((svg, at) => {
        const { x, y } = places[at]!;
        const place = { x, y: y + HEADING, width: wide, height: high };
        for (const [name, value] of Object.entries(place)) svg.setAttribute(name, String(value));
        svg.style.width = `${wide}px`;
        svg.style.height = `${high}px`;
        svg.removeAttribute('role');
        return (
          <g key={at}>
            <text class="heading" x={x} y={y + 13}>
              {`${at + 1} ${stepName(MASK_STEPS[at]!)}`}
            </text>
            <g ref={(element) => element?.replaceChildren(svg)} />
          </g>
        );
      })}
    </svg>
  );
}

export const steps: Part<StepsResult> = {
  id: 'steps',
  title: () => l10n.t('Who may read whom'),
  question: () => l10n.t('What does a mask leave of the same scores?'),
  roles: [ATTENDED],
  options: [
    {
      id: 'pattern',
      label: () => l10n.t('Mask'),
      choices: () => PATTERNS.map((pattern) => [pattern, patternName(pattern)] as const),
    },
    {
      id: 'layer',
      label: () => l10n.t('Layer'),
      choices: () => [
        [LAYERS[0], l10n.t('the first')],
        [LAYERS[1], l10n.t('one in the middle')],
        [LAYERS[2], l10n.t('the last')],
      ],
    },
    { id: 'head', label: () => l10n.t('Head'), choices: () => HEADS.map((head) => [head, head] as const) },
    {
      id: 'seed',
      label: () => l10n.t('Order'),
      matters: ({ pattern }) => pattern === 'permutation',
      choices: () => SEEDS.map((seed) => [seed, seed] as const),
    },
  ],
  examples: [
    {
      language: 'en',
      text: 'The bank of the river was green.',
      options: { pattern: 'causal' },
      point: () => l10n.t('What tells the banks apart stands behind the word: a causal mask hides it'),
    },
    {
      language: 'en',
      text: 'The bank of the river was green.',
      options: { pattern: 'permutation' },
      point: () => l10n.t('An order drawn by lot, as XLNet has it'),
    },
    {
      language: 'zh',
      text: '河的岸边长满了青草。',
      options: { pattern: 'prefix' },
      point: () => l10n.t('Chinese: the first half may be read by all'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'A mask put on afterwards shows one head’s arithmetic, not a model trained with it: that one would have learned other scores.',
    ),
  picture,
  legend: (result, numbers) => {
    const most = numbers.decimal(scoreLimit(stepsOf(result)), 1);
    return [
      { mark: 'score-above', text: l10n.t('score above 0, full at {0}; in the last picture its weight', most) },
      { mark: 'score-below', text: l10n.t('score below 0, full at −{0}', most) },
      { mark: 'struck', text: l10n.t('masked: its weight is 0') },
    ];
  },
  table: ({ tokens, shown, scores, weights, visible }) => ({
    header: [l10n.t('reads'), l10n.t('is read'), l10n.t('score'), l10n.t('may be read'), l10n.t('weight')],
    rows: scores.map((score, at) => [
      tokens[Math.floor(at / shown)] ?? '',
      tokens[at % shown] ?? '',
      score,
      visible[at] ? l10n.t('yes') : l10n.t('no'),
      weights[at] ?? 0,
    ]),
  }),
};
