import * as l10n from '@vscode/l10n';
import { cosineSimilarity } from '../../../../src/maths/divergence.js';
import { principalComponents } from '../../../../src/maths/principalComponents.js';
import { isFunctionWord } from '../../../../src/text/functionWords.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Scatter, type ScatterPanel } from '../../drawing/scatter.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ENCODER } from '../../model/roles.js';
import { wordsOf } from '../../model/words.js';
import { statesOf } from './occurrences.js';
import { meanPairCosine, meanVector, tokensOfWord } from './vectors.js';

/** A word of the text: which line it is of, from 0. */
export interface MapWord {
  word: string;
  line: number;
}

/** All words by one kind of vectors. */
export interface WordMap {
  /** flat [words, 2]: along the two directions of largest variance */
  scores: number[];
  /** share of the variance that each of the two has */
  shares: number[];
  /** by word: which other one is the nearest by cosine in all dimensions, and how near; null where there is no other */
  nearest: ({ at: number; cosine: number } | null)[];
  /** mean cosine of all pairs of different words */
  baseline: number | null;
  /** mean cosine of pairs of one word in two places */
  repeated: number | null;
}

export interface MapResult {
  model: string;
  words: MapWord[];
  /** without context: what the tokens' rows in the table of embeddings are */
  table: WordMap;
  /** behind the last layer */
  context: WordMap;
}

const MOST_WORDS = 40;
const MOST_LINES = 8;
/** Marks that lines take in turn. */
const LOOKS = [0, 1, 2] as const;

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<MapResult> {
  const model = models.encoder;
  if (!model) return;
  const takesAll = options.mapWords === 'all';
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, MOST_LINES);
  const words: MapWord[] = [];
  const [inTable, inContext]: Float64Array[][] = [[], []];
  for (const [line, one] of lines.entries()) {
    const spans = wordsOf(one)
      .filter(({ start, end }) => takesAll || !isFunctionWord(one.slice(start, end).toLowerCase()))
      .slice(0, MOST_WORDS - words.length);
    if (spans.length === 0) continue;
    const inputs = await bench.ask('inputVectors', { model: model.id, text: one });
    const hidden = await bench.ask('hidden', { model: model.id, text: one });
    const rows = { values: inputs.parts.find(({ kind }) => kind === 'token')!.values, width: inputs.width };
    const last = statesOf(hidden, hidden.layers - 1);
    for (const span of spans) {
      const tokens = tokensOfWord(one, span, hidden.source);
      if (tokens.length === 0) continue;
      words.push({ word: one.slice(span.start, span.end), line });
      inTable!.push(meanVector(rows, tokens));
      inContext!.push(meanVector(last, tokens));
    }
    bench.progress(line + 1, lines.length);
    yield { model: model.id, words: [...words], table: mapOf(words, inTable!), context: mapOf(words, inContext!) };
  }
}

const key = ({ word }: MapWord) => word.toLocaleLowerCase('en');
const isSame = (words: readonly MapWord[], one: number, other: number) => key(words[one]!) === key(words[other]!);

/** Words by their vectors: a plane of largest variance, nearest neighbours, and mean cosines. */
export function mapOf(words: readonly MapWord[], vectors: readonly Float64Array[]): WordMap {
  const { scores, shares } = principalComponents(vectors, 2);
  return {
    scores: [...scores],
    shares,
    nearest: vectors.map((vector, at) => {
      let nearest: WordMap['nearest'][number] = null;
      vectors.forEach((other, place) => {
        if (place === at) return;
        const cosine = cosineSimilarity(vector, other);
        if (!nearest || cosine > nearest.cosine) nearest = { at: place, cosine };
      });
      return nearest;
    }),
    baseline: meanPairCosine(vectors, (one, other) => !isSame(words, one, other)),
    repeated: meanPairCosine(vectors, (one, other) => isSame(words, one, other)),
  };
}

/** How many words have another nearest word in context than in the table; the same word elsewhere counts as one. */
export const moved = ({ words, table, context }: MapResult): number =>
  words.filter((_, at) => {
    const [one, other] = [table.nearest[at], context.nearest[at]];
    return one && other && key(words[one.at]!) !== key(words[other.at]!);
  }).length;

function seen(result: MapResult, numbers: Numbers): string {
  const { model, words, table, context } = result;
  if (words.length < 3) return l10n.t('Write at least three words.');
  const figure = (value: number) => numbers.decimal(value, 2);
  const share = ({ shares }: WordMap) => numbers.percent(shares.reduce((sum, one) => sum + one, 0));
  return joinSentences(
    table.baseline === null || context.baseline === null
      ? ''
      : l10n.t(
          'In {0} any two different words among the {1} shown have a mean cosine of {2} in the table and {3} in context.',
          model,
          numbers.number(words.length),
          figure(table.baseline),
          figure(context.baseline),
        ),
    context.repeated === null || table.repeated === null
      ? ''
      : l10n.t(
          'One word in two places has a mean cosine of {0} in the table and {1} in context.',
          figure(table.repeated),
          figure(context.repeated),
        ),
    l10n.t(
      'Words with another nearest word in context: {0} of {1}; the plane shows {2} of the variance of the table and {3} in context.',
      numbers.number(moved(result)),
      numbers.number(words.length),
      share(table),
      share(context),
    ),
  );
}

function panelOf(heading: string, words: readonly MapWord[], { scores, nearest }: WordMap): ScatterPanel {
  const links: ScatterPanel['links'] = nearest.flatMap((one, from) =>
    one && !(nearest[one.at]?.at === from && one.at < from)
      ? [
          {
            from,
            to: one.at,
            look: isSame(words, from, one.at) ? ('same' as const) : ('nearest' as const),
          },
        ]
      : [],
  );
  const points = words.map(({ word, line }, at) => ({
    x: scores[2 * at] ?? 0,
    y: scores[2 * at + 1] ?? 0,
    label: word,
    series: line,
  }));
  return { heading, points, links };
}

export const map: Part<MapResult> = {
  id: 'map',
  title: () => l10n.t('A map of words'),
  question: () => l10n.t('Which words lie near each other without context, and which in it?'),
  takes: 'lines',
  textHint: () =>
    l10n.t(
      'Several lines are read each by itself; a word may stand in more than one. Content words are all but “the”, “of” and the like.',
    ),
  roles: [ENCODER],
  options: [
    {
      id: 'mapWords',
      label: () => l10n.t('Words'),
      choices: () => [
        ['content', l10n.t('content words')],
        ['all', l10n.t('all')],
      ],
    },
  ],
  examples: [
    {
      language: 'en',
      text: 'The king and the queen lived in a castle.\nThe dog and the cat slept in the garden.\nThe queen gave the dog some bread.',
      models: { encoder: 'bert-mini' },
      point: () => l10n.t('In context words gather by their sentences and their roles'),
    },
    {
      language: 'en',
      text: 'She put her money into the bank.\nThey sat on the bank of the river.\nThe bank gave him money for the house.',
      models: { encoder: 'bert-mini' },
      point: () => l10n.t('One word of two meanings: one point in the table, three in context'),
    },
    {
      language: 'zh',
      text: '他给妈妈打电话。\n他们在公园打篮球。\n妈妈在家里看书。',
      models: { encoder: 'bert-mini' },
      point: () => l10n.t('The same in Chinese, character by character'),
    },
  ],
  measure,
  seen,
  unseen: ({ context }) =>
    l10n.t(
      'A plane leaves out what lies in other directions: words that lie together may be far apart there, which is why lines lead to the nearest word in all dimensions. Axes have no meaning, and with so few words chance has a large part in them (points: {0}).',
      String(context.nearest.length),
    ),
  picture: (result: MapResult, drawing: Drawing) =>
    Scatter({
      ...drawing,
      panels: [
        panelOf(l10n.t('in the table: without context'), result.words, result.table),
        panelOf(l10n.t('behind the last layer: in context'), result.words, result.context),
      ],
      label: seen(result, drawing.numbers),
    }),
  legend: ({ words, table, context }) => [
    ...LOOKS.flatMap((look) => {
      const lines = [...new Set(words.map(({ line }) => line))].filter((line) => line % LOOKS.length === look);
      const named = joinList(lines.map((line) => String(line + 1)));
      return lines.length === 0 ? [] : [{ mark: `mark-${look}`, text: l10n.t('line {0}', named) }];
    }),
    { mark: 'link-nearest', text: l10n.t('the nearest word, by cosine') },
    ...([table, context].some(({ nearest }) => nearest.some((one, at) => one && isSame(words, at, one.at)))
      ? [{ mark: 'link-same', text: l10n.t('the nearest is the same word elsewhere') }]
      : []),
  ],
  table: ({ words, table, context }) => ({
    header: [
      l10n.t('word'),
      l10n.t('line'),
      l10n.t('nearest in the table'),
      l10n.t('cosine'),
      l10n.t('nearest in context'),
      l10n.t('cosine'),
      l10n.t('x, context'),
      l10n.t('y, context'),
    ],
    rows: words.map(({ word, line }, at) => {
      const [one, other] = [table.nearest[at], context.nearest[at]];
      return [
        word,
        line + 1,
        one ? words[one.at]!.word : null,
        one?.cosine ?? null,
        other ? words[other.at]!.word : null,
        other?.cosine ?? null,
        context.scores[2 * at] ?? 0,
        context.scores[2 * at + 1] ?? 0,
      ];
    }),
  }),
};
