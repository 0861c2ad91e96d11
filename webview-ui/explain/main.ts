import * as l10n from '@vscode/l10n';
import type { ExplainContract, ToExplainWebview } from '../../src/protocol/webviews/index.js';
import { shellOf } from '../../src/protocol/engine/shell.js';
import { numbersFor } from '../kit/numbers.js';
import { connectToHost } from '../kit/hostConnection.js';
import { toaster } from '../kit/toast.js';
import { loadTexts } from '../kit/loadTexts.js';
import { showCopied } from './resultHeader.js';
import type { ExplainPage, ExplainViewState } from './explainPage.js';
import { explainView } from './explainView.js';
import './explain.css';

const root = document.getElementById('explain') ?? document.body;
loadTexts(root);
const channel = connectToHost<ExplainContract, ExplainViewState>(receive);
const toast = toaster((text) => showCopied(root, text));

function receive(message: ToExplainWebview): void {
  switch (message.type) {
    case 'show':
      return show(message);
    case 'copied':
      return toast(l10n.t('Copied'));
  }
}

function show({ result, language, shell }: Extract<ToExplainWebview, { type: 'show' }>): void {
  // The same run is told again when something of it is taken; another one begins at its first token.
  const run = result?.milliseconds ?? 0;
  const before = channel.getState();
  const page: ExplainPage = {
    numbers: numbersFor(language),
    shell: shellOf(shell),
    state: { scale: before?.scale ?? 'linear', step: before?.run === run ? before.step : 0, run },
    setState(change) {
      page.state = { ...page.state, ...change };
      channel.setState(page.state);
    },
    copy: (what, text) => channel.send({ type: 'copy', what, text }),
  };
  root.replaceChildren(explainView(page, result));
  if (before && before.run !== run) window.scrollTo(0, 0);
}

channel.ready();
