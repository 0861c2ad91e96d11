import { signal } from '@preact/signals';
import { h, options, render } from 'preact';
import type { ReviewPlace, ReviewSentence, ReviewStatus } from '../../../src/protocol/webviews/index.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import type { ReviewOrder, ReviewPage } from '../../../webview-ui/review/reviewPage.js';
import { ReviewView } from '../../../webview-ui/review/reviewView.js';
import { SentenceStates } from '../../../webview-ui/review/sentenceStates.js';

// What changes is drawn at once, not in a microtask.
options.debounceRendering = (redraw) => redraw();
options.requestAnimationFrame = (redraw) => redraw();

interface Given extends Partial<Pick<ReviewPage, 'alternatives' | 'again'>> {
  order?: ReviewOrder;
  status?: Partial<ReviewStatus>;
}

/** Draws the page of a review in place of the last one; @returns its state, and what was said to the host */
export function draw(sentences: readonly ReviewSentence[], { order = 'doubtful', status, ...more }: Given = {}) {
  const states = new SentenceStates();
  states.show(sentences);
  const place = signal<ReviewPlace>('replace');
  const said: unknown[] = [];
  const now = signal<ReviewStatus>({ kind: 'done', done: sentences.length, expected: sentences.length, ...status });
  const page: ReviewPage = {
    numbers: numbersFor('en'),
    from: 'English',
    to: 'German',
    model: 't5-mini',
    place,
    order: signal(order),
    status: now,
    announced: signal(''),
    sentences: states.all,
    choosePlace: (chosen) => (place.value = chosen),
    write: (sentence, written) => {
      sentence.written.value = written;
      said.push({ id: sentence.id, written });
    },
    alternatives: () => new Promise(() => undefined),
    again: () => new Promise(() => undefined),
    showInText: (id) => void said.push({ showInText: id }),
    showDiff: () => void said.push('showDiff'),
    cancel: () => void said.push('cancel'),
    put: () => void said.push('put'),
    ...more,
  };
  document.body.replaceChildren();
  render(h(ReviewView, { page }), document.body.appendChild(document.createElement('main')));
  return { states, status: now, said };
}
