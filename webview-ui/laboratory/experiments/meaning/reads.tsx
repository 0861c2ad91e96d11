import * as l10n from '@vscode/l10n';
import type { AttentionMap, ModelInfo, Span, Token } from '../../../../src/protocol/engine/index.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { MASKED } from '../../model/roles.js';
import { sumByWord, wordsOf } from '../../model/words.js';
import { sharedWord, wordIn, type Occurrence } from './sharedWord.js';
import { tokensOfWord } from './vectors.js';

/** What one occurrence looks at, and what the model would put in its place. */
export interface OccurrenceReading {
  text: string;
  /** the word as it stands there: another where two different ones are marked */
  word?: string;
  /** share of its attention by word, most first; `isSelf`: the word itself */
  words: { word: string; share: number; isSelf: boolean }[];
  /** what special tokens and signs get */
  rest: number;
  /** words that a mask in its place predicts */
  candidates: { text: string; probability: number }[];
}

export interface ReadsResult {
  model: string;
  word: string | null;
  /** which layers: null, the mean of all, else from 1 */
  layer: number | null;
  readings: OccurrenceReading[];
}

const LISTED = 6;

async function* measure(bench: Bench, { text, other, models, options }: LabInput): AsyncGenerator<ReadsResult> {
  const model = models.masked;
  if (!model) return;
  const shared = sharedWord(text, other);
  const result: ReadsResult = { model: model.id, word: null, layer: null, readings: [] };
  if (!shared) {
    yield result;
    return;
  }
  result.word = wordIn(shared.first);
  const both = [shared.first, shared.second];
  for (const [at, occurrence] of both.entries()) {
    const { reading, layer } = await readOccurrence(bench, model, occurrence, options.readLayer);
    result.layer = layer;
    result.readings = [...result.readings, reading];
    bench.progress(at + 1, both.length);
    yield { ...result };
  }
}

async function readOccurrence(bench: Bench, { id }: ModelInfo, occurrence: Occurrence, chosen: string | undefined) {
  const { text, word } = occurrence;
  const { tokens } = await bench.ask('tokens', { model: id, text });
  const queries = tokensOfWord(text, word, tokens);
  const { maps, source } = await bench.ask('attention', { model: id, text, queryIndices: queries, average: 'heads' });
  const map = maps[0]!;
  const layer = chosen === 'first' ? 0 : chosen === 'last' ? map.layers - 1 : null;
  const shares = meanRow(map, layer);
  const masked = `${text.slice(0, word.start)}[MASK]${text.slice(word.end)}`;
  const { masks } = await bench.ask('fillMask', { model: id, text: masked, topK: LISTED, words: true });
  const candidates = masks[0]?.candidates.map((one) => ({ text: one.text.trim(), probability: one.probability })) ?? [];
  const reading = { text, word: wordIn(occurrence), ...sharesByWord(text, word, source, shares), candidates };
  return { reading, layer: layer === null ? null : layer + 1 };
}

/** The mean over the rows of a layer, or of all layers: shares that add up to 1. */
export function meanRow({ layers, queries, keys, values }: AttentionMap, layer: number | null): number[] {
  const row = Array<number>(keys).fill(0);
  const own = Array.from({ length: layers }, (_, at) => at).filter((at) => layer === null || at === layer);
  for (const at of own) {
    for (let query = 0; query < queries; query++) {
      for (let key = 0; key < keys; key++) {
        row[key]! += (values[(at * queries + query) * keys + key] ?? 0) / (own.length * queries);
      }
    }
  }
  return row;
}

/** What each word gets, most first, and what is left for special tokens and signs. */
export function sharesByWord(
  text: string,
  own: Span,
  tokens: readonly Pick<Token, 'start' | 'end'>[],
  shares: readonly number[],
): Pick<OccurrenceReading, 'words' | 'rest'> {
  const spans = wordsOf(text);
  const sums = sumByWord(
    text,
    spans,
    tokens.map(({ start, end }, at) => ({ start, end, value: shares[at] ?? 0 })),
  );
  const words = spans
    .map(({ start, end }, at) => ({
      word: text.slice(start, end),
      share: sums[at] ?? 0,
      isSelf: start < own.end && end > own.start,
    }))
    .sort((a, b) => b.share - a.share);
  return { words, rest: Math.max(0, 1 - words.reduce((sum, { share }) => sum + share, 0)) };
}

/** Words that both lists of candidates have. */
export const common = ([one, two]: readonly OccurrenceReading[]): string[] =>
  (one?.candidates ?? [])
    .map(({ text }) => text)
    .filter((text) => two?.candidates.some((other) => other.text === text));

function seen({ model, word, readings }: ReadsResult, numbers: Numbers): string {
  if (word === null) return l10n.t('The two sentences share no word. Mark the ones to be compared: *word*.');
  const parts = readings.map(({ word: own = word, words, rest, candidates }, at) => {
    const [most] = words.filter(({ isSelf }) => !isSelf);
    const [first] = candidates;
    return joinSentences(
      most
        ? l10n.t(
            'In sentence {0} “{1}” looks most at “{2}” ({3}) beside itself, while special tokens and signs get {4}.',
            numbers.number(at + 1),
            own,
            most.word,
            numbers.percent(most.share),
            numbers.percent(rest),
          )
        : l10n.t('In sentence {0} “{1}” has no other word to look at.', numbers.number(at + 1), own),
      first
        ? l10n.t('A mask in its place says “{0}” ({1}).', first.text, numbers.percent(first.probability))
        : l10n.t('A mask in its place says no word.'),
    );
  });
  const same = common(readings);
  const [{ candidates: listed } = { candidates: [] }] = readings;
  return joinSentences(
    ...parts,
    readings.length < 2 || readings.some(({ candidates }) => candidates.length === 0)
      ? ''
      : same.length === 0
        ? l10n.t(
            'The first {0} words that {1} predicts there have none in common.',
            numbers.number(listed.length),
            model,
          )
        : l10n.t(
            'Of the first {0} words that {1} predicts there {2} are the same ({3}).',
            numbers.number(listed.length),
            model,
            numbers.number(same.length),
            joinList(same),
          ),
  );
}

function picture(result: ReadsResult, drawing: Drawing) {
  const { numbers } = drawing;
  const { readings } = result;
  return BarRows({
    ...drawing,
    rows: readings.flatMap(({ words, rest, candidates }, at) => [
      ...words.slice(0, LISTED).map(({ word, share, isSelf }, place) => ({
        label: word,
        values: [share],
        isDim: isSelf,
        ...(place === 0 && {
          heading: l10n.t('sentence {0} looks at (rest: {1})', numbers.number(at + 1), numbers.percent(rest)),
        }),
      })),
      ...candidates.map(({ text, probability }, place) => ({
        label: text,
        values: [probability],
        firstSeries: 1,
        ...(place === 0 && { heading: l10n.t('sentence {0}: a mask there says', numbers.number(at + 1)) }),
      })),
    ]),
    figure: (value) => numbers.percent(value),
    label: seen(result, numbers),
  });
}

export const reads: Part<ReadsResult> = {
  id: 'reads',
  title: () => l10n.t('What each reads'),
  question: () => l10n.t('Which words does each occurrence look at, and what would the model put there?'),
  textHint: () =>
    l10n.t('The longest word that both sentences have is compared; another one where it is marked: *bank*.'),
  roles: [MASKED],
  options: [
    {
      id: 'readLayer',
      label: () => l10n.t('Layers'),
      choices: () => [
        ['all', l10n.t('mean of all')],
        ['first', l10n.t('the first')],
        ['last', l10n.t('the last')],
      ],
    },
  ],
  otherText: () => l10n.t('Second sentence'),
  examples: [
    {
      language: 'en',
      text: 'She could not *bear* the pain.',
      other: 'He saw a big *bear* in the forest.',
      point: () => l10n.t('A mask in its place shows which meaning the sentence asks for'),
    },
    {
      language: 'en',
      text: 'He went to the *bank* to get some money.',
      other: 'We walked along the *bank* of the river.',
      options: { readLayer: 'last' },
      point: () => l10n.t('Another word, by the last layer'),
    },
    {
      language: 'zh',
      text: '他给妈妈*打*电话。',
      other: '他们在公园*打*篮球。',
      point: () => l10n.t('Chinese: to make a call, to play ball'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'What is looked at is not what makes the difference: a mean over heads and layers blurs it, and hiding a word and looking again would be the test. The mask sees the sentence without the word, so it shows what the sentence asks for, not what the word means.',
    ),
  picture,
  legend: () => [
    {
      mark: 'series-0',
      text: l10n.t('share of attention, mean over heads; the rest goes to special tokens and signs'),
    },
    { mark: 'series-1', text: l10n.t('probability at a mask in its place') },
  ],
  table: ({ readings }) => ({
    header: [l10n.t('sentence'), l10n.t('what'), l10n.t('word'), l10n.t('share or probability, %')],
    rows: readings.flatMap(({ words, rest, candidates }, at) => [
      ...words.map(({ word, share }) => [at + 1, l10n.t('looks at'), word, 100 * share]),
      [at + 1, l10n.t('looks at'), l10n.t('special, signs'), 100 * rest],
      ...candidates.map(({ text, probability }) => [at + 1, l10n.t('mask'), text, 100 * probability]),
    ]),
  }),
};
