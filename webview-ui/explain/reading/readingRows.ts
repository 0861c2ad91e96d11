import * as l10n from '@vscode/l10n';
import type { ReadingCall } from '../../../src/protocol/webviews/index.js';
import { showWhitespace } from '../../../src/text/displayText.js';
import type { Numbers } from '../../kit/numbers.js';

/** So many rows of a call are drawn. */
const MOST = 50;

/** A figure of a call. */
export interface ReadingRow {
  label: string;
  detail: string;
  /** what its bar is as long as, in the unit of the scale */
  share: number;
  figure: string;
}

interface Rows {
  rows: ReadingRow[];
  /** how many are not drawn */
  left: number;
  /** what a whole bar is */
  scale: number;
}

/** What was asked about. */
export function subjectOf(call: ReadingCall, { number }: Pick<Numbers, 'number'>): string {
  switch (call.method) {
    case 'answer':
      return call.params.question;
    case 'generate':
      return call.params.text ?? '';
    case 'embed': {
      const sentences = l10n.t('{0} sentences', number(call.params.texts.length));
      return `${sentences} · ${call.params.pooling ?? l10n.t('the model’s own')}`;
    }
    case 'score':
      return `${call.value.model} · ${call.params.text}`;
    case 'entities':
    case 'classify':
    case 'zeroShot':
    case 'summarize':
      return call.params.text;
  }
}

/** What a model read that is no text of the user's as it stands; null where it is. */
export function modelRead(call: ReadingCall): string | null {
  if (call.method === 'zeroShot') return call.value.prompt ?? null;
  return call.method === 'generate' ? (call.params.text ?? null) : null;
}

/** The figures of a call, as it told them. */
export function rowsOf(call: ReadingCall, numbers: Pick<Numbers, 'percent' | 'decimal'>): Rows {
  const all = figuresOf(call, numbers);
  return { rows: all.slice(0, MOST), left: Math.max(0, all.length - MOST), scale: scaleOf(call, all) };
}

/** Shares are of 1, whatever the highest is; bits and cosines of the largest. */
const scaleOf = ({ method }: ReadingCall, rows: readonly ReadingRow[]) =>
  method === 'score' ? Math.max(0, ...rows.map(({ share }) => share)) : 1;

function figuresOf(call: ReadingCall, { percent, decimal }: Pick<Numbers, 'percent' | 'decimal'>): ReadingRow[] {
  const row = (label: string, probability: number, detail = ''): ReadingRow => ({
    ...{ label, detail, share: Math.max(0, Math.min(1, probability)), figure: percent(probability) },
  });
  switch (call.method) {
    case 'score':
      return call.value.tokens.map(({ text, logProbability }) => {
        const bits = logProbability === null ? null : -logProbability / Math.LN2;
        const figure = bits === null ? '–' : l10n.t('{0} bits', decimal(bits, 1));
        return { label: showWhitespace(text), detail: '', share: bits ?? 0, figure };
      });
    case 'entities':
      return call.value.entities.map(({ label, text, probability }) => row(text, probability, label));
    case 'answer': {
      const { answers, noAnswer } = call.value;
      const found = answers.map(({ text, probability }) => row(text, probability));
      return noAnswer === undefined ? found : [...found, row(l10n.t('No Answer'), noAnswer)];
    }
    case 'generate':
      return call.value.sequences.map(({ text, logProbability }) => row(text, Math.exp(logProbability!)));
    case 'classify':
    case 'zeroShot':
      return call.value.labels.map(({ label, probability }) => row(label, probability));
    case 'summarize': {
      const { sentences, text } = call.value;
      return sentences.map(({ start, end, sources: [best] }) => {
        const looked = best ? call.params.text.slice(best.start, best.end) : '';
        return row(text.slice(start, end), best?.weight ?? 0, looked === '' ? '' : `← ${looked}`);
      });
    }
    case 'embed': {
      const { similarities } = call.value;
      return similarities.flatMap((values, a) =>
        values.slice(a + 1).map((value, at) => ({
          ...row(`${a + 1} – ${a + at + 2}`, value),
          figure: decimal(value, 3),
        })),
      );
    }
  }
}
