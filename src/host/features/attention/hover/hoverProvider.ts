import * as vscode from 'vscode';
import { formatOfLanguage } from '../../../../documents/formatOfLanguage.js';
import { toErrorValue, type Span } from '../../../../protocol/engine/index.js';
import type { Services } from '../../../core/services.js';
import { userNumber } from '../../../core/userNumber.js';
import { excerptAround } from '../../../editor/excerpt.js';
import { errorText } from '../../../../wording/index.js';
import { hoverContent, hoverProblem, NAMED, type HoverSubject } from './hoverContent.js';
import { wordAttentionAt } from './wordAttention.js';
import { SentenceReader } from './sentenceReader.js';
import { sentenceUnder, type HoverSentence } from './sentenceUnder.js';

/** Documents longer than this, in UTF-16 units, are not searched for comments and strings. */
const LONGEST = 400_000;

/** Looks up what the word under the mouse attends to in its sentence. */
export class AttentionHover implements vscode.HoverProvider, vscode.Disposable {
  readonly #reader: SentenceReader;
  readonly #listener: vscode.Disposable;

  /** @param mayLoad whether a model may be loaded for a hover */
  constructor(
    private readonly services: Services,
    private readonly mayLoad: () => boolean,
  ) {
    this.#reader = new SentenceReader(services.engine);
    this.#listener = services.settings.onDidChange(() => this.#reader.forget());
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const { settings, log } = this.services;
    if (!settings.get('hover.enabled') || !this.mayLoad()) return null;
    const isProse = settings.get('hover.languages').includes(document.languageId);
    if (!isProse && !settings.get('hover.code')) return null;
    const format = formatOfLanguage(document.languageId, document.fileName);
    // Better none than one on the code of a language that is not known.
    if (!isProse && format === 'plain') return null;
    const end = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
    if (!isProse && end > LONGEST) return null;
    const here = new vscode.Range(position, position);
    const { text, start } = isProse ? excerptAround(document, here) : { text: document.getText(), start: 0 };
    const found = sentenceUnder(text, document.offsetAt(position) - start, format);
    const sentence = found && moved(found, start);
    if (sentence === null) return null;
    const range = new vscode.Range(document.positionAt(sentence.word.start), document.positionAt(sentence.word.end));
    const shown: HoverSubject = { layer: place(settings.get('hover.layer')), head: place(settings.get('hover.head')) };
    const abort = new AbortController();
    const leaving = token.onCancellationRequested(() => abort.abort());
    try {
      const attention = await this.#reader.read(settings.get('attention.model'), sentence.text, shown, abort.signal);
      const glance = attention && wordAttentionAt(attention, sentence.at, NAMED);
      return glance && new vscode.Hover(hoverContent(document, sentence, attention, glance, shown), range);
    } catch (error) {
      const value = toErrorValue(error);
      const { code, message } = value;
      if (code === 'cancelled') return null;
      log.warn(`hover: ${code}: ${message}`);
      return new vscode.Hover(hoverProblem(errorText(value, userNumber())), range);
    } finally {
      leaving.dispose();
    }
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

/** A sentence told from the start of the document that its text was cut from. */
function moved(sentence: HoverSentence, by: number): HoverSentence {
  const move = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return { ...sentence, span: move(sentence.span), word: move(sentence.word) };
}

/** Settings count from 1, and 0 is the average. */
const place = (number: number) => (number === 0 ? null : number - 1);
