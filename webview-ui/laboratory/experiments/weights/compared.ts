import * as l10n from '@vscode/l10n';
import type { ComparePrecisionValue, WeightBits } from '../../../../src/protocol/engine/index.js';
import { showWhitespace } from '../../../../src/text/displayText.js';
import type { Bench, LabInput, Role } from '../../model/experiment.js';

/** A model with one text's predictions, in each precision. */
export const PREDICTOR: Role = {
  id: 'predictor',
  label: () => l10n.t('Model'),
  can: ({ tasks }) => tasks.includes('comparePrecision'),
  prefer: ['gpt2-mini', 'bert-mini'],
};

/** What one token is to each form, all in bits. */
export interface WeightsRow {
  token: string;
  /** by form, the exact one first: −log2 of the token's probability */
  surprise: number[];
  /** KL(32 bit ‖ form) */
  divergence: number[];
  /** the most probable token there */
  first: string[];
  /** whether the first choice is another than in 32 bit */
  isChanged: boolean[];
}

export interface WeightsResult {
  model: string;
  stored: ComparePrecisionValue['stored'];
  vocabulary: number;
  /** tokens of the text that are measured, of so many that it predicts */
  count: number;
  of: number;
  forms: { bits: WeightBits; block: number | null; bytes: number; milliseconds: number }[];
  rows: WeightsRow[];
}

/** So many tokens are measured. */
const MOST_TOKENS = 120;

export async function* measureWeights(bench: Bench, { text, models }: LabInput): AsyncGenerator<WeightsResult> {
  const model = models.predictor;
  if (!model) return;
  yield weightsOf(await bench.ask('comparePrecision', { model: model.id, text, places: MOST_TOKENS }));
}

/** The engine's answer token by token. */
export function weightsOf({ model, stored, vocabulary, tokens, forms }: ComparePrecisionValue): WeightsResult {
  const [exact] = forms;
  // What stands before the first prediction, as a decoder's first token, is told by none.
  const from = exact?.places[0]?.index ?? tokens.length;
  const rows = (exact?.places ?? []).map(({ index, first }, at): WeightsRow => {
    const places = forms.map(({ places: of }) => of[at]!);
    return {
      token: showWhitespace(tokens[index]?.text ?? ''),
      surprise: places.map(({ logProbability }) => -logProbability / Math.LN2),
      divergence: places.map(({ bits }) => bits),
      first: places.map((place) => showWhitespace(place.first.text)),
      isChanged: places.map((place) => place.first.id !== first.id),
    };
  });
  return {
    ...{ model, stored, vocabulary, count: rows.length, rows },
    of: tokens.filter(({ start }, index) => start !== null && index >= from).length,
    forms: forms.map(({ bits, block, bytes, milliseconds }) => ({ bits, block, bytes, milliseconds })),
  };
}

/** What one form comes to over all tokens; `at`: its place among the forms. */
export function totals({ rows }: Pick<WeightsResult, 'rows'>, at: number) {
  const mean = (of: (row: WeightsRow) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / Math.max(1, rows.length);
  return {
    divergence: mean(({ divergence }) => divergence[at] ?? 0),
    surprise: mean(({ surprise }) => surprise[at] ?? 0),
    changed: rows.filter(({ isChanged }) => isChanged[at]).length,
  };
}

/** What is said of a model that is stored in 8 bit: there is nothing else of it. */
export const storedNote = ({ model, stored }: Pick<WeightsResult, 'model' | 'stored'>): string =>
  stored === 'int8'
    ? l10n.t(
        '{0} is stored in 8 bit: in 32 bit it has the numbers that these stand for, so that 8 bit loses only what is rounded before products.',
        model,
      )
    : '';

export const bitsName = (bits: WeightBits): string => l10n.t('{0} bit', `${bits}`);
