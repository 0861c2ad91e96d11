import type { DecodingState, FromDecodingWebview, ToDecodingWebview } from '../../src/protocol/webviews/index.js';
import { html } from '../shared/elements.js';
import { numbersIn } from '../shared/numbers.js';
import { filled } from '../shared/texts.js';
import { openLine } from '../shared/transport.js';
import { FRESH, type Page, type PageState } from './page.js';
import { changed, EMPTY } from './state.js';
import { View } from './view.js';
import './decoding.css';

/** How long “Copied” stands, milliseconds. */
const TOLD_MS = 2000;

/** How long the page rests before its place is kept, milliseconds. */
const SCROLL_MS = 200;

const root = document.getElementById('decoding') ?? document.body;
const line = openLine<ToDecodingWebview, FromDecodingWebview, PageState>(receive);
const live = html('div.hidden', { attributes: { role: 'status', 'aria-live': 'polite' } });
const toast = html('div.toast', { attributes: { 'aria-hidden': true } });

let state: DecodingState = EMPTY;
let kept: PageState = { ...FRESH, ...line.recall() };
let page: Page | null = null;
let view: View | null = null;
let toldTimer: ReturnType<typeof setTimeout> | undefined;

function remember(change: Partial<PageState>): void {
  kept = { ...kept, ...change };
  line.remember(kept);
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
      state = changed(state, message);
      return view?.show(message);
    case 'distribution':
      return view?.answer(message);
    case 'told':
      return tell(message.what);
  }
}

function show({ state: whole, texts, language, wide }: Extract<ToDecodingWebview, { type: 'show' }>): void {
  state = whole;
  if (view) return view.showAll();
  page = {
    say: (text, ...values) => filled(texts[text], ...values),
    numbers: numbersIn(language),
    language,
    get state() {
      return state;
    },
    get kept() {
      return kept;
    },
    remember,
    send: (sent) => line.send(sent),
    announce: (text) => (live.textContent = text),
  };
  const { scroll } = kept;
  view = new View(page, wide);
  document.body.classList.toggle('wide', wide);
  root.replaceChildren(view.element, live, toast);
  window.scrollTo(0, scroll);
}

const TOLD = { copied: 'toldCopied', inserted: 'toldInserted', saved: 'toldSaved', imported: 'toldImported' } as const;

/** Says, to eyes and screen readers, that something was done. */
function tell(what: keyof typeof TOLD): void {
  if (!page) return;
  toast.textContent = page.say(TOLD[what]);
  page.announce(page.say(TOLD[what]));
  clearTimeout(toldTimer);
  toldTimer = setTimeout(() => (toast.textContent = ''), TOLD_MS);
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

line.send({ type: 'ready' });
