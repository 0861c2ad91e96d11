import { batch, effect, signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { h, render } from 'preact';
import type { ExplainContract, ToExplainWebview } from '../../src/protocol/webviews/index.js';
import { shellOf } from '../../src/protocol/engine/shell.js';
import { numbersFor } from '../kit/numbers.js';
import type { AxisScale } from '../kit/probabilityAxis.js';
import { connectToHost } from '../kit/hostConnection.js';
import { toaster } from '../kit/toast.js';
import { debounced } from '../kit/debounced.js';
import { loadTexts } from '../kit/loadTexts.js';
import { RESULT_FORMAT, type ExplainPage, type ExplainViewState } from './explainPage.js';
import { ExplainView } from './explainView.js';
import './explain.css';

const root = document.getElementById('explain') ?? document.body;
loadTexts(root);
const channel = connectToHost<ExplainContract, ExplainViewState>(receive);
const kept = channel.getState();
const scale = signal<AxisScale>(kept?.scale ?? 'linear');
const step = signal(kept?.step ?? 0);
const run = signal(kept?.run ?? 0);
const shown = signal(kept?.format === RESULT_FORMAT ? kept.result : null);
// A result is large, and the token in focus changes with each move of the pointer.
const keep = debounced((state: ExplainViewState) => channel.setState(state), 200);
effect(() =>
  keep({ scale: scale.value, step: step.value, run: run.value, result: shown.value, format: RESULT_FORMAT }),
);
const toast = signal('');
const showToast = toaster((text) => (toast.value = text));

function receive(message: ToExplainWebview): void {
  switch (message.type) {
    case 'show':
      return show(message);
    case 'copied':
      return showToast(l10n.t('Copied'));
  }
}

function show({ result: last, language, shell }: Extract<ToExplainWebview, { type: 'show' }>): void {
  // After a reload of the window the host knows of no result.
  const result = last ?? shown.peek();
  shown.value = result;
  // The same run is told again when something of it is taken; another one begins at its first token.
  const key = result?.milliseconds ?? 0;
  const another = key !== run.peek();
  if (another)
    batch(() => {
      step.value = 0;
      run.value = key;
    });
  const page: ExplainPage = {
    numbers: numbersFor(language),
    shell: shellOf(shell),
    scale,
    step,
    toast,
    copy: (what, text) => channel.send({ type: 'copy', what, text }),
  };
  render(h(ExplainView, { key, page, result }), root);
  if (another) window.scrollTo(0, 0);
}

channel.ready();
