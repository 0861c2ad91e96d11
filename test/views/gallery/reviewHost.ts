// Stands in for the editor on the development page of the review: a translation of t5-mini, at any state of its way.
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { Sequence } from '../../../src/protocol/engine/index.js';
import type { LastResult, ReviewContract, ReviewStatus } from '../../../src/protocol/webviews/index.js';
import { reviewSentences } from '../review/reviewSentences.js';
import { fixture, language, query, standIn } from './standIn.js';

const all = reviewSentences(fixture('review') as Extract<LastResult, { kind: 'translate' }>);
/** What the model said to *The house is small.* */
const { own } = fixture('sentence') as { own: Sequence[] };

const show = query.get('show') ?? 'done';
const half = all.slice(0, Math.ceil(all.length / 2));
const sentences =
  show === 'long'
    ? Array.from({ length: 1000 }, (_, id) => ({ ...all[id % all.length]!, id, start: 1000 * id }))
    : show === 'done'
      ? all
      : half;

function statusNow(): ReviewStatus {
  const figures = { done: sentences.length, expected: all.length };
  switch (show) {
    case 'running':
    case 'cancelled':
      return { kind: show, ...figures };
    case 'failed':
      return { kind: show, ...figures, error: { code: 'engine-died', message: '', details: { kind: 'restarted' } } };
    default:
      return { kind: 'done', ...figures };
  }
}

const post = standIn<ReviewContract>({
  ready: () => {
    const subject = { from: 'English', to: 'German', model: 't5-mini', place: 'replace' as const, language };
    post({ type: 'show', sentences, status: statusNow(), ...subject });
    if (show === 'changed') post({ type: 'changed', ids: [1] });
  },
  receive: (message) => console.log(message),
  ...(query.has('order') && { kept: { order: query.get('order') } }),
  request: (name) => {
    if (name === 'alternatives') return own;
    throw new GlassboxError('engine-died', 'The gallery draws nothing.', { details: { kind: 'restarted' } });
  },
});
