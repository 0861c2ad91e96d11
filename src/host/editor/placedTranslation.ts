import * as vscode from 'vscode';
import type { Span, TranslateValue } from '../../protocol/engine/index.js';
import type { PlacedSentences } from '../core/services.js';
import { applyEditsOrOffer, findBelow, type ApplyResult } from './applyEdits.js';
import { TrackedText } from './trackedText.js';

/** A form that the translation has had in the document, and each sentence of it. */
interface Version {
  tracked: TrackedText;
  targets: readonly string[];
}

/**
 * A translation where it was put into a document, followed there, so that a sentence of it can be put in anew. All its forms
 * are kept: an undo brings an earlier one back.
 */
export class PlacedTranslation implements PlacedSentences {
  /** the newest first */
  readonly #versions: Version[];

  private constructor(
    private readonly source: string,
    private readonly value: TranslateValue,
    tracked: TrackedText,
  ) {
    this.#versions = [{ tracked, targets: value.segments.map(({ target }) => target) }];
  }

  /**
   * Follows a translation that has just been put in.
   * @param at the text that it took the place of, or stands below
   * @returns null where it is not found there
   */
  static find(at: TrackedText, place: 'all' | 'below', value: TranslateValue): PlacedTranslation | null {
    const span = place === 'all' ? at.grown : spanBelow(at, value.text);
    if (span === null || at.document.isClosed) return null;
    const tracked = new TrackedText(at.document, span);
    if (withoutReturns(tracked.text) === placedText(place, value.text)) {
      return new PlacedTranslation(
        at.text,
        place === 'all' ? value : { ...value, text: value.text.trimEnd() },
        tracked,
      );
    }
    tracked.dispose();
    return null;
  }

  async replace(index: number, target: string): Promise<ApplyResult> {
    const found = this.#versions.find(({ tracked }) => tracked.where() !== null) ?? this.#versions[0]!;
    const { tracked, targets } = found;
    const place = this.#spanOf(found, index);
    const result = await applyEditsOrOffer([{ in: tracked, place, text: target }]);
    const span = tracked.grown;
    if (result === 'placed' && span !== null) {
      this.#versions.unshift({
        tracked: new TrackedText(tracked.document, span),
        targets: targets.with(index, target),
      });
    }
    return result;
  }

  /** A sentence in the text as it stands in the document, whose line breaks may be longer. */
  #spanOf({ tracked, targets }: Version, index: number): Span {
    const parts = this.value.segments.map(({ start, end }, at) => ({
      between: this.source.slice(this.value.segments[at - 1]?.end ?? 0, start),
      end,
      target: targets[at] ?? '',
    }));
    const before = parts.slice(0, index).map(({ between, target }) => between + target);
    const text = [...before, parts[index]?.between ?? ''].join('');
    const start = lengthWith(tracked.text.includes('\r\n') ? '\r\n' : '\n', text);
    return { start, end: start + (targets[index]?.length ?? 0) };
  }

  dispose(): void {
    for (const { tracked } of this.#versions) tracked.dispose();
  }
}

const withoutReturns = (text: string) => text.replaceAll('\r\n', '\n');
const lengthWith = (lineBreak: string, text: string) => text.replace(/\r?\n/g, lineBreak).length;
const placedText = (place: 'all' | 'below', text: string) => withoutReturns(place === 'all' ? text : text.trimEnd());

/** Where a text stands that was put below another one. */
function spanBelow({ document, grown, text: source }: TrackedText, text: string): Span | null {
  if (grown === null) return null;
  const above = { start: grown.start, end: grown.start + source.trimEnd().length };
  const place = findBelow(document, above, text);
  if (place === null) return null;
  const lineBreak = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const wanted = text.trimEnd().replace(/\r?\n/g, lineBreak);
  const whole = document.getText();
  const start = whole.indexOf(wanted, place.at);
  // Signs of a quotation, a comment or an element may stand before it.
  const isNext = start >= 0 && !/[\p{L}\p{N}]{2}/u.test(whole.slice(place.at, start));
  return isNext ? { start, end: start + wanted.length } : null;
}
