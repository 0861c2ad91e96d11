import * as l10n from '@vscode/l10n';
import type { DecodingHead, DecodingPrompt, PromptMode } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon, type IconName } from '../../kit/icons.js';
import type { DecodingPage } from '../model/decodingPage.js';

/** What is typed counts as the prompt when this many milliseconds brought no more. */
const TYPING_MS = 300;

function modeName(mode: PromptMode): string {
  switch (mode) {
    case 'follow':
      return l10n.t('follows the cursor');
    case 'pinned':
      return l10n.t('pinned');
    case 'typed':
      return l10n.t('typed here');
  }
}

/** The prompt and where it comes from. */
export class PromptSection {
  readonly element: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #mode = html('span.mode');
  readonly #follow: HTMLElement;
  readonly #pin: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;

    const { send } = page;
    this.#field = html('textarea', {
      attributes: {
        rows: 3,
        'aria-labelledby': 'section-prompt',
        placeholder: l10n.t('Write a beginning here, or put the cursor into a text.'),
        spellcheck: false,
      },
      on: { input: () => this.#onInput(), blur: () => this.flush() },
    }) as HTMLTextAreaElement;
    const mode = (name: 'follow' | 'pinned', label: string, sign: IconName) =>
      html(
        'button.quiet.sign',
        {
          attributes: { type: 'button', 'aria-pressed': false, 'aria-label': label, title: label },
          on: {
            click: () => {
              clearTimeout(this.#timer);
              this.#timer = undefined;
              send({ type: 'promptMode', mode: name });
            },
          },
        },
        icon(sign),
      );
    this.#follow = mode('follow', l10n.t('Follow Cursor'), 'follow');
    this.#pin = mode('pinned', l10n.t('Pin'), 'pin');
    this.element = html(
      'section.prompt',
      { attributes: { 'aria-labelledby': 'section-prompt' } },
      html(
        'div.line',
        {},
        html('h2', { attributes: { id: 'section-prompt' } }, l10n.t('Prompt'), this.#mode),
        this.#follow,
        this.#pin,
      ),
      this.#field,
    );
  }

  update({ prompt, error }: DecodingHead): void {
    const { mode, text, label } = prompt;
    const told = [modeName(mode), label].filter((part) => part !== '').join(' · ');
    const line = ` · ${told}`;
    if (this.#mode.textContent !== line) this.#mode.textContent = this.#mode.title = line;
    press(this.#follow, mode, 'follow');
    press(this.#pin, mode, 'pinned');
    this.#text(prompt, text);
    if (error?.code === 'bad-request' && text.trim() === '') this.#field.setAttribute('aria-invalid', 'true');
    else this.#field.removeAttribute('aria-invalid');
  }

  /** Tells the host at once what was typed. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#page.send({ type: 'prompt', text: this.#field.value });
  }

  focus(): void {
    this.#field.focus();
  }

  /** What is being typed is never written over, and a text that is the same keeps its cursor. */
  #text({ mode }: DecodingPrompt, text: string): void {
    if (this.#timer !== undefined || this.#field.value === text) return;
    if (mode === 'typed' && document.activeElement === this.#field) return;
    this.#field.value = text;
    // Of a long text its end counts: that is where the models go on.
    if (document.activeElement !== this.#field) this.#field.scrollTop = this.#field.scrollHeight;
  }

  #onInput(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), TYPING_MS);
  }
}

function press(button: HTMLElement, mode: PromptMode, own: PromptMode): void {
  const pressed = String(mode === own);
  if (button.getAttribute('aria-pressed') !== pressed) button.setAttribute('aria-pressed', pressed);
}
