// Stands in for the editor on the development page: answers the view's messages from the fixtures.
import type { FromExplain, LastResult, ToExplain } from '../../../src/protocol/index.js';
import { explainTexts } from '../../../src/host/views/explainTexts.js';

/** put in by build.mjs: the files of test/views/fixtures by name */
declare const FIXTURES: Record<string, LastResult>;

/** put in by build.mjs: the Chinese texts by their English ones */
declare const CHINESE: Record<string, string>;

const query = new URLSearchParams(location.search);
const theme = query.get('theme') ?? 'dark';
document.documentElement.dataset.theme = theme;
if (theme === 'contrast') document.body.className = 'vscode-high-contrast';
const result = FIXTURES[query.get('show') ?? 'fill'] ?? null;

const post = (message: ToExplain) => window.postMessage(message, '*');
let state: unknown;
const language = query.get('language') ?? 'en';
const t = (text: unknown) => (language === 'zh-cn' && CHINESE[String(text)]) || String(text);

function receive(message: FromExplain): void {
  switch (message.type) {
    case 'ready':
      return post({ type: 'show', result, texts: explainTexts({ t }), language });
    case 'copy':
      console.log(message.text);
      return post({ type: 'copied', what: message.what });
  }
}

Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage: receive,
    getState: () => state,
    setState: (next: unknown) => (state = next),
  }),
});
