import * as l10n from '@vscode/l10n';
import type { InputVectorsValue } from '../../../../src/protocol/engine/index.js';
import { showWhitespace } from '../../../../src/text/displayText.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part, Role } from '../../model/experiment.js';
import type { Numbers } from '../../../kit/numbers.js';

type Kind = InputVectorsValue['parts'][number]['kind'];

/** A token's vector before the first layer, by its parts. */
export interface TokenVector {
  token: string;
  /** of the second text */
  isSecond: boolean;
  /** length of each part, in the order of `kinds` */
  lengths: number[];
  /** share of the sum's squared length that lies along each part: they add up to 1 */
  shares: number[];
  /** length of the sum */
  sum: number;
}

export interface VectorsResult {
  model: string;
  width: number;
  kinds: Kind[];
  tokens: TokenVector[];
}

const KINDS = ['token', 'segment', 'position'] as const satisfies readonly Kind[];

const ANY: Role = {
  id: 'any',
  label: () => l10n.t('Model'),
  can: ({ tasks }) => tasks.includes('inputVectors'),
  prefer: ['bert-mini'],
};

/** What each part has in each token's sum: its length, and its share p·s / s·s, which add up to 1 since the parts to s do. */
export function tokenVectors({ source, pairStart, width, parts, sum }: InputVectorsValue): TokenVector[] {
  const row = (values: Float32Array, at: number) => values.subarray(at * width, (at + 1) * width);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0);
  return source.map(({ text }, at) => {
    const whole = row(sum, at);
    const square = dot(whole, whole);
    const own = parts.map(({ values }) => row(values, at));
    return {
      token: showWhitespace(text),
      isSecond: pairStart !== undefined && at >= pairStart,
      lengths: own.map((part) => Math.sqrt(dot(part, part))),
      shares: own.map((part) => (square > 0 ? dot(part, whole) / square : 0)),
      sum: Math.sqrt(square),
    };
  });
}

async function* measure(bench: Bench, { text, other, models }: LabInput): AsyncGenerator<VectorsResult> {
  const model = models.any;
  if (!model) return;
  const takesPair = other !== '' && model.architecture === 'encoder';
  const params = { model: model.id, text, ...(takesPair && { textPair: other }) };
  const value = await bench.ask('inputVectors', params);
  yield {
    model: value.model,
    width: value.width,
    kinds: value.parts.map(({ kind }) => kind),
    tokens: tokenVectors(value),
  };
}

function kindName(kind: Kind): string {
  switch (kind) {
    case 'token':
      return l10n.t('token');
    case 'segment':
      return l10n.t('segment');
    case 'position':
      return l10n.t('position');
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function seen({ model, width, kinds, tokens }: VectorsResult, numbers: Numbers): string {
  if (kinds.length === 1) {
    return l10n.t(
      '{0} adds nothing to a token’s vector of {1} numbers: where a token stands is told by its attention, not here.',
      model,
      numbers.number(width),
    );
  }
  const shares = kinds.map((_, at) => mean(tokens.map((token) => token.shares[at] ?? 0)));
  const parts = kinds.map((kind, at) => `${kindName(kind)} ${numbers.percent(shares[at] ?? 0)}`).join(' · ');
  return l10n.t(
    '{0} makes each of its vectors of {1} numbers by adding; on the average of these tokens the sum is made of: {2}.',
    model,
    numbers.number(width),
    parts,
  );
}

export const vectors: Part<VectorsResult> = {
  id: 'vectors',
  title: () => l10n.t('Input vectors'),
  question: () => l10n.t('What is added up before the first layer reads a token?'),
  roles: [ANY],
  otherText: () => l10n.t('Second text, for the second segment (BERT only; may be empty)'),
  isOtherOptional: true,
  takesOther: ({ any }) => any?.architecture === 'encoder',
  examples: [
    {
      language: 'en',
      text: 'The dog bites the man.',
      other: 'The man bites the dog.',
      point: () => l10n.t('Two sentences of the same words: only position and segment tell them apart'),
    },
    {
      language: 'zh',
      text: '我喜欢你。',
      other: '你喜欢我。',
      point: () => l10n.t('The same in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Length is no importance: a norm follows at once in BERT, and the layers may read any direction of the sum.',
    ),
  picture: (result: VectorsResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.tokens.map(({ token, lengths, isSecond }) => ({
        label: token,
        values: KINDS.map((kind) => lengths[result.kinds.indexOf(kind)] ?? null),
        isDim: isSecond,
      })),
      figure: (value) => drawing.numbers.decimal(value, 2),
      label: seen(result, drawing.numbers),
    }),
  legend: ({ kinds }) =>
    KINDS.flatMap((kind, series) =>
      kinds.includes(kind)
        ? [{ mark: `series-${series}`, text: l10n.t('length of the vector of the {0}', kindName(kind)) }]
        : [],
    ),
  table: ({ kinds, tokens }) => ({
    header: [
      l10n.t('position'),
      l10n.t('token'),
      l10n.t('segment'),
      ...kinds.map((kind) => l10n.t('length: {0}', kindName(kind))),
      l10n.t('length: sum'),
      ...kinds.map((kind) => l10n.t('share of the sum: {0}', kindName(kind))),
    ],
    rows: tokens.map(({ token, isSecond, lengths, sum, shares }, at) => [
      at,
      token,
      isSecond ? 1 : 0,
      ...lengths,
      sum,
      ...shares,
    ]),
  }),
};
