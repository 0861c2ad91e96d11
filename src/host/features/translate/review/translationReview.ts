import * as vscode from 'vscode';
import { toErrorValue } from '../../../../protocol/engine/index.js';
import { showInformationMessage } from '../../../core/messages.js';
import type { Services } from '../../../core/services.js';
import type { TranslatedSentence, Translation, TranslationWatch } from '../translateTexts.js';
import { isReviewed } from './isReviewed.js';
import { ReviewPanel, type ReviewSubject } from './reviewPanel.js';

/**
 * Watches a translation, and shows it for review as soon as it turns out to be long, or when it is asked for. Until then
 * nothing is seen of it.
 */
export class TranslationReview implements TranslationWatch, vscode.Disposable {
  #panel: ReviewPanel | null = null;
  #isShown = false;
  /** where the user was when it was shown: who has gone on writing keeps the keyboard */
  #user: string | null = null;

  constructor(
    private readonly services: Services,
    private readonly context: vscode.ExtensionContext,
    private readonly subject: ReviewSubject,
  ) {}

  /** The review has the texts now, and disposes of them in the end. */
  get isShown(): boolean {
    return this.#isShown;
  }

  get abort(): AbortController {
    return this.subject.session.abort;
  }

  translated(sentence: TranslatedSentence): void {
    this.subject.session.translated(sentence);
    this.#showIfDue();
  }

  ended(text: number, translation: Translation): void {
    this.subject.session.ended(text, translation);
    this.#showIfDue();
  }

  /** All is translated. The keyboard goes where the decision is, unless the user has gone on in the text. */
  done(): void {
    this.subject.session.finish('done');
    if (this.#user === userNow()) this.#panel?.reveal();
  }

  /** What was translated before is kept, and can go in. */
  failed(error: unknown): void {
    const value = toErrorValue(error);
    this.subject.session.finish(value.code === 'cancelled' ? 'cancelled' : value);
  }

  /** Shows it whatever the setting says. */
  open(): void {
    this.#isShown = true;
    this.#show();
    this.#panel?.reveal();
  }

  #showIfDue(): void {
    const { session } = this.subject;
    if (this.#isShown || session.list.size === 0 || this.abort.signal.aborted) return;
    const setting = this.services.settings.get('translation.review');
    if (!isReviewed(setting, session.status.expected)) return;
    this.#isShown = true;
    this.#user = userNow();
    this.#show();
  }

  #show(): void {
    this.#panel = new ReviewPanel(this.services, this.context, this.subject, (isPut) => {
      this.#panel = null;
      this.abort.abort();
      void this.#closed(isPut);
    });
  }

  /** A review that was closed before its translation went in can be opened again: all that was decided is still there. */
  async #closed(isPut: boolean): Promise<void> {
    const { list } = this.subject.session;
    if (!isPut && list.size > 0) {
      const again = vscode.l10n.t('Open Again');
      const chosen = await showInformationMessage(
        vscode.l10n.t('The translation was closed; nothing of it was put in.'),
        again,
      );
      if (chosen === again) return this.#show();
    }
    this.dispose();
  }

  dispose(): void {
    this.subject.session.dispose();
  }
}

/** The editor that the user is in, its text and its selection. */
function userNow(): string | null {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return null;
  const { document, selection } = editor;
  return [document.uri.toString(), document.version, JSON.stringify(selection)].join(' ');
}
