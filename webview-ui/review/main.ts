import { effect, signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { h, render } from 'preact';
import { toErrorValue } from '../../src/protocol/engine/errors.js';
import type { ReviewContract, ReviewPlace, ReviewStatus, ToReviewWebview } from '../../src/protocol/webviews/index.js';
import { errorText } from '../../src/wording/errorText.js';
import { connectToHost } from '../kit/hostConnection.js';
import { loadTexts } from '../kit/loadTexts.js';
import { numbersFor } from '../kit/numbers.js';
import type { ReviewOrder, ReviewPage, ReviewViewState, SentenceState } from './reviewPage.js';
import { ReviewView } from './reviewView.js';
import { SentenceStates } from './sentenceStates.js';
import './review.css';

const root = document.getElementById('review') ?? document.body;
loadTexts(root);
const channel = connectToHost<ReviewContract, ReviewViewState>(receive);
const order = signal<ReviewOrder>(channel.getState()?.order ?? 'doubtful');
effect(() => channel.setState({ order: order.value }));
const sentences = new SentenceStates();
const status = signal<ReviewStatus>({ kind: 'running', done: 0, expected: 0 });
const announced = signal('');
const place = signal<ReviewPlace>('replace');

function receive(message: ToReviewWebview): void {
  switch (message.type) {
    case 'show':
      return show(message);
    case 'sentences':
      sentences.update(message.sentences, message.gone);
      status.value = message.status;
      return;
    case 'status':
      status.value = message.status;
      return;
    case 'changed':
      return sentences.setChanged(message.ids);
  }
}

function show({ language, from, to, model, ...told }: Extract<ToReviewWebview, { type: 'show' }>): void {
  sentences.show(told.sentences);
  status.value = told.status;
  place.value = told.place;
  const numbers = numbersFor(language);
  const write = (sentence: SentenceState, written: string) => {
    sentence.written.value = written;
    channel.send({ type: 'write', id: sentence.id, written });
  };
  const page: ReviewPage = {
    numbers,
    from,
    to,
    model,
    place,
    order,
    status,
    announced,
    sentences: sentences.all,
    choosePlace: (chosen) => {
      place.value = chosen;
      channel.send({ type: 'place', place: chosen });
    },
    write,
    alternatives: (id, targetPrefix, signal) =>
      channel.request('alternatives', { id, targetPrefix: [...targetPrefix] }, { signal }),
    again: async (sentence) => {
      const { id, own, others, busy, said } = sentence;
      if (busy.peek()) return;
      const seen = [own.peek(), ...others.peek()].map(({ target }) => target);
      busy.value = true;
      said.value = '';
      try {
        const found = await channel.request('again', { id, seen });
        if (found === null) said.value = l10n.t('The model found nothing else.');
        else {
          others.value = [...others.peek(), found];
          write(sentence, found.target);
        }
        announced.value = found === null ? said.peek() : l10n.t('Translated anew: {0}', found.target);
      } catch (error) {
        const value = toErrorValue(error);
        if (value.code !== 'cancelled') announced.value = said.value = errorText(value, numbers.number);
      } finally {
        busy.value = false;
      }
    },
    showInText: (id) => channel.send({ type: 'showInText', id }),
    showDiff: () => channel.send({ type: 'showDiff' }),
    cancel: () => channel.send({ type: 'cancel' }),
    put: () => channel.send({ type: 'put' }),
  };
  render(h(ReviewView, { page }), root);
}

channel.ready();
