import { signal } from '@preact/signals';
import { h, render } from 'preact';
import type { SentencesContract, ToSentencesWebview } from '../../src/protocol/webviews/index.js';
import { connectToHost } from '../kit/hostConnection.js';
import { loadTexts } from '../kit/loadTexts.js';
import { numbersFor } from '../kit/numbers.js';
import type { SentencesViewState } from './sentencesPage.js';
import { SentencesView } from './sentencesView.js';
import './sentences.css';

const root = document.getElementById('sentences') ?? document.body;
loadTexts(root);
const channel = connectToHost<SentencesContract, SentencesViewState>(show);
const pooling = signal(channel.getState()?.pooling ?? null);
pooling.subscribe((shown) => channel.setState({ pooling: shown }));

function show({ comparison, language }: ToSentencesWebview): void {
  const page = {
    numbers: numbersFor(language),
    comparison,
    pooling,
    reveal: (index: number) => channel.send({ type: 'reveal', index }),
    exportCsv: () => channel.send({ type: 'export' }),
    explain: () => channel.send({ type: 'explain' }),
    copyCommand: () => channel.send({ type: 'copyCommand' }),
  };
  render(h(SentencesView, { page }), root);
}

channel.ready();
