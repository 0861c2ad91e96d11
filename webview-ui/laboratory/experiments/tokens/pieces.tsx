import * as l10n from '@vscode/l10n';
import type { Architecture, Token } from '../../../../src/protocol/engine/index.js';
import { showWhitespace } from '../../../../src/text/displayText.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import { isUnknownToken } from '../../../../src/text/displayText.js';
import { Chips } from '../../drawing/chips.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { wordsOf } from '../../model/words.js';
import type { Numbers } from '../../../kit/numbers.js';

/** What a token is to its word. */
export type PieceKind = 'word' | 'piece' | 'sign' | 'special' | 'unknown';

export interface Piece extends Token {
  kind: PieceKind;
}

/** A text as one tokenizer cuts it. */
export interface PieceReading {
  model: string;
  architecture: Architecture;
  pieces: Piece[];
  /** positions the model has; null when unbounded */
  maxLength: number | null;
}

export interface PiecesResult {
  text: string;
  /** of the text, signs left out; a Chinese character is one */
  words: number;
  readings: PieceReading[];
}

/** Says what each token is: a special one, one for what the vocabulary lacks, a sign, the beginning of a word or a piece of it. */
export function piecesOf(text: string, tokens: readonly Token[]): Piece[] {
  const words = wordsOf(text);
  return tokens.map((token) => {
    const { start, end } = token;
    if (start === null || end === null) return { ...token, kind: 'special' };
    if (isUnknownToken(token.text)) return { ...token, kind: 'unknown' };
    // A token of GPT-2 or T5 begins with the space before it.
    const lead = text.slice(start, end).length - text.slice(start, end).trimStart().length;
    const word = words.find((one) => one.start < end && one.end > start + lead);
    if (!word) return { ...token, kind: 'sign' };
    return { ...token, kind: start + lead <= word.start ? 'word' : 'piece' };
  });
}

/** Tokens that stand for text, to a word. */
export function perWord({ pieces }: PieceReading, words: number): number {
  return words === 0 ? 0 : pieces.filter(({ kind }) => kind !== 'special').length / words;
}

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<PiecesResult> {
  const result: PiecesResult = { text, words: wordsOf(text).length, readings: [] };
  for (const { id, architecture } of Object.values(models)) {
    const { model, tokens, maxLength } = await bench.ask('tokens', { model: id, text });
    result.readings = [...result.readings, { model, architecture, pieces: piecesOf(text, tokens), maxLength }];
    yield { ...result };
  }
}

function seen({ words, readings }: PiecesResult, numbers: Numbers): string {
  const counts = readings.map((reading) =>
    l10n.t(
      '{0} {1} (without these {2} a word)',
      reading.model,
      numbers.number(reading.pieces.length),
      numbers.decimal(perWord(reading, words), 2),
    ),
  );
  const lost = readings.filter(({ pieces }) => pieces.some(({ kind }) => kind === 'unknown'));
  return joinSentences(
    words === 1
      ? l10n.t('One word becomes so many tokens, special ones included: {0}.', joinList(counts))
      : l10n.t('{0} words become so many tokens, special ones included: {1}.', numbers.number(words), joinList(counts)),
    lost.length > 0
      ? l10n.t('{0} has no token for a part of it: what stood there is lost.', joinList(lost.map(({ model }) => model)))
      : '',
  );
}

function kindName(kind: PieceKind): string {
  switch (kind) {
    case 'word':
      return l10n.t('beginning of a word');
    case 'piece':
      return l10n.t('piece of a word');
    case 'sign':
      return l10n.t('sign or space');
    case 'special':
      return l10n.t('added by the tokenizer');
    case 'unknown':
      return l10n.t('not in the vocabulary');
  }
}

const picture = (result: PiecesResult, drawing: Drawing) => {
  const lines = result.readings.map(({ model, pieces }) => ({
    heading: l10n.t('{0}, tokens: {1}', model, drawing.numbers.number(pieces.length)),
    chips: pieces.map(({ text, kind }, at) => ({
      text: showWhitespace(text),
      look: kind,
      below: String(at),
    })),
  }));
  return Chips({ ...drawing, lines, label: seen(result, drawing.numbers) });
};

export const pieces: Part<PiecesResult> = {
  id: 'pieces',
  title: () => l10n.t('Pieces'),
  question: () => l10n.t('How do three tokenizers cut the same text?'),
  roles: [MASKED, CAUSAL, TEXT_TO_TEXT].map((role) => ({ ...role, optional: true })),
  examples: [
    {
      language: 'en',
      text: 'The unbelievable photographer rediscovered her old café.',
      point: () => l10n.t('Long words: one of three tokenizers keeps the accent, another drops it'),
    },
    {
      language: 'en',
      text: 'HELLO Hello hello, 12345 + 678 = 13023!',
      point: () => l10n.t('Capitals and digits: to one tokenizer three greetings are the same'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      point: () => l10n.t('Chinese: characters for one, bytes for another, nothing for the third'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Fewer tokens are no better understanding: the count says how long the text is to the model, not what it makes of it.',
    ),
  picture,
  legend: () =>
    (['word', 'piece', 'sign', 'special', 'unknown'] as const).map((kind) => ({
      mark: `chip-${kind}`,
      text: kindName(kind),
    })),
  table: ({ readings }) => ({
    header: [
      l10n.t('model'),
      l10n.t('position'),
      l10n.t('id'),
      l10n.t('token'),
      l10n.t('start'),
      l10n.t('end'),
      l10n.t('what it is'),
    ],
    rows: readings.flatMap(({ model, pieces: list }) =>
      list.map(({ id, text, start, end, kind }, at) => [
        model,
        at,
        id,
        showWhitespace(text),
        start,
        end,
        kindName(kind),
      ]),
    ),
  }),
};
