import type { DecodingState, FromDecodingWebview, StepPlace } from '../../../src/protocol/webviews/index.js';
import {
  INITIAL_VIEW_STATE,
  type DecodingPage,
  type DecodingViewState,
} from '../../../webview-ui/decoding/model/decodingPage.js';
import { applyMessage, type StateChange } from '../../../webview-ui/decoding/model/applyMessage.js';
import { DecodingLayout } from '../../../webview-ui/decoding/decodingLayout.js';
import { html } from '../../../webview-ui/kit/dom.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';

/** All elements that a selector finds, in the page or in an element. */
export const all = (selector: string, within: ParentNode = document) => [
  ...within.querySelectorAll<HTMLElement>(selector),
];

/** The card at a place, from 1. */
export const card = (place: number) => all('.card')[place - 1]!;

/** A text with plain spaces. */
export const textOf = (element: Element | undefined) => element?.textContent.replaceAll('\u00a0', ' ');

/** The switch of a card's part by its label. */
export const toggle = (place: number, label: string) =>
  all('.toggle', card(place)).find(({ textContent }) => textContent === label)!;

/** Presses a key where the focus is. */
export const press = (key: string, more: KeyboardEventInit = {}) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );

/** The Decoding page without an editor around: what it sends and says is collected, messages come by `receive`. */
export class DecodingHarness {
  state: DecodingState;
  kept: DecodingViewState;
  readonly sent: FromDecodingWebview[] = [];
  /** tokens whose distribution was asked for; there is no answer */
  readonly places: StepPlace[] = [];
  readonly said: string[] = [];
  readonly page: DecodingPage;
  readonly view: DecodingLayout;

  constructor(
    state: DecodingState,
    { kept = {}, wide = false }: { kept?: Partial<DecodingViewState>; wide?: boolean } = {},
  ) {
    this.state = state;
    this.kept = { ...INITIAL_VIEW_STATE, ...kept };
    this.page = pageOf(this);
    this.view = new DecodingLayout(this.page, wide);
    document.body.replaceChildren(html('main', {}, this.view.element));
  }

  receive(message: StateChange): void {
    this.state = applyMessage(this.state, message);
    this.view.update(message);
  }

  /** Everything that was sent of one kind. */
  sentOf<T extends FromDecodingWebview['type']>(type: T): Extract<FromDecodingWebview, { type: T }>[] {
    return this.sent.filter((message): message is Extract<FromDecodingWebview, { type: T }> => message.type === type);
  }
}

function pageOf(test: DecodingHarness): DecodingPage {
  return {
    numbers: numbersFor('en'),
    language: 'en',
    get state() {
      return test.state;
    },
    get viewState() {
      return test.kept;
    },
    setViewState: (change) => void (test.kept = { ...test.kept, ...change }),
    send: (message) => void test.sent.push(message),
    distribution: (place) => {
      test.places.push(place);
      return new Promise(() => {});
    },
    announce: (text) => void test.said.push(text),
  };
}
