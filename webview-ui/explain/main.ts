import type { FromExplainWebview, ToExplainWebview } from '../../src/protocol/webviews/index.js';
import { shellOf } from '../../src/protocol/engine/shell.js';
import { numbersIn } from '../shared/numbers.js';
import { filled } from '../shared/texts.js';
import { openLine } from '../shared/transport.js';
import { tellCopied } from './header.js';
import type { Page, PageState } from './page.js';
import { view } from './view.js';
import './explain.css';

/** How long “Copied” stands. */
const TOLD_MS = 2000;

const root = document.getElementById('explain') ?? document.body;
const line = openLine<ToExplainWebview, FromExplainWebview, PageState>(receive);
let copied = '';
let toldTimer: ReturnType<typeof setTimeout> | undefined;

function receive(message: ToExplainWebview): void {
  switch (message.type) {
    case 'show':
      return show(message);
    case 'copied':
      tellCopied(root, copied);
      clearTimeout(toldTimer);
      toldTimer = setTimeout(() => tellCopied(root, ''), TOLD_MS);
      return;
  }
}

function show({ result, texts, language, shell }: Extract<ToExplainWebview, { type: 'show' }>): void {
  // The same run is told again when something of it is taken; another one begins at its first token.
  const run = result?.milliseconds ?? 0;
  const before = line.recall();
  const page: Page = {
    say: (text, ...values) => filled(texts[text], ...values),
    numbers: numbersIn(language),
    shell: shellOf(shell),
    state: { scale: before?.scale ?? 'linear', step: before?.run === run ? before.step : 0, run },
    remember(change) {
      page.state = { ...page.state, ...change };
      line.remember(page.state);
    },
    copy: (what, text) => line.send({ type: 'copy', what, text }),
  };
  copied = texts.copied;
  root.replaceChildren(view(page, result));
  if (before && before.run !== run) window.scrollTo(0, 0);
}

line.send({ type: 'ready' });
