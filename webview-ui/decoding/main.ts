import * as l10n from '@vscode/l10n';
import type { DecodingContract, DecodingState, ToDecodingWebview } from '../../src/protocol/webviews/index.js';
import { html } from '../kit/dom.js';
import { numbersFor } from '../kit/numbers.js';
import { connectToHost } from '../kit/hostConnection.js';
import { loadTexts } from '../kit/loadTexts.js';
import { toaster } from '../kit/toast.js';
import { INITIAL_VIEW_STATE, type DecodingPage, type DecodingViewState } from './model/decodingPage.js';
import { applyMessage, EMPTY_STATE } from './model/applyMessage.js';
import { DecodingLayout } from './decodingLayout.js';
import './decoding.css';

/** How long the page rests before its place is kept, milliseconds. */
const SCROLL_MS = 200;

const root = document.getElementById('decoding') ?? document.body;
loadTexts(root);
const channel = connectToHost<DecodingContract, DecodingViewState>(receive);
const live = html('div.hidden', { attributes: { role: 'status', 'aria-live': 'polite' } });
const toast = html('div.toast', { attributes: { 'aria-hidden': true } });
const showToast = toaster((text) => (toast.textContent = text));

let state: DecodingState = EMPTY_STATE;
let kept: DecodingViewState = { ...INITIAL_VIEW_STATE, ...channel.getState() };
let page: DecodingPage | null = null;
let view: DecodingLayout | null = null;

function remember(change: Partial<DecodingViewState>): void {
  kept = { ...kept, ...change };
  channel.setState(kept);
}

function receive(message: ToDecodingWebview): void {
  switch (message.type) {
    case 'show':
      return show(message);
    case 'head':
    case 'run':
    case 'removed':
    case 'order':
    case 'grown':
    case 'stale':
      state = applyMessage(state, message);
      return view?.update(message);
    case 'told':
      return tell(message.what);
  }
}

function show({ state: whole, language, wide }: Extract<ToDecodingWebview, { type: 'show' }>): void {
  state = whole;
  if (view) return view.showAll();
  page = {
    numbers: numbersFor(language),
    language,
    get state() {
      return state;
    },
    get viewState() {
      return kept;
    },
    setViewState: remember,
    send: (sent) => channel.send(sent),
    distribution: (place) => channel.request('distribution', place),
    announce: (text) => (live.textContent = text),
  };
  const { scroll } = kept;
  view = new DecodingLayout(page, wide);
  document.body.classList.toggle('wide', wide);
  root.replaceChildren(view.element, live, toast);
  window.scrollTo(0, scroll);
}

type Told = Extract<ToDecodingWebview, { type: 'told' }>['what'];

function toastText(what: Told): string {
  switch (what) {
    case 'copied':
      return l10n.t('Copied');
    case 'inserted':
      return l10n.t('Inserted');
    case 'saved':
      return l10n.t('Saved');
    case 'imported':
      return l10n.t('Imported');
  }
}

/** Says, to eyes and screen readers, that something was done. */
function tell(what: Told): void {
  if (!page) return;
  const text = toastText(what);
  showToast(text);
  page.announce(text);
}

let scrollTimer: ReturnType<typeof setTimeout> | undefined;
window.addEventListener(
  'scroll',
  () => {
    clearTimeout(scrollTimer);
    scrollTimer = setTimeout(() => remember({ scroll: window.scrollY }), SCROLL_MS);
  },
  { passive: true },
);

channel.ready();
