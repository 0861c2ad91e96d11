import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { decimalFormat, formatShare } from '../../../text/numbers.js';
import { errorText, joinList, joinSentences } from '../../../wording/index.js';
import { isolate } from '../../../text/isolate.js';
import { commandIds, keyCommandIds } from '../../core/commandIds.js';
import { commandLink } from '../../core/commandLink.js';
import { escapeMarkdown } from '../../core/plainText.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { toEditorRange, TrackedText } from '../../editor/trackedText.js';
import { expectedWords, type Expectation } from './expectedWords.js';
import type { Reader, Which } from './readers.js';
import { legendLines, markName } from './steps.js';
import type { PlacedWord } from './scoredProse.js';
import type { SurpriseDocument } from './surpriseDocument.js';
import { bitsText, probabilityText, readerName } from './surpriseTexts.js';

/** Hovers whose words can be put in: the one that is open, and one that is going away. */
const KEPT = 2;

interface OfferedWords {
  id: number;
  tracked: TrackedText;
  words: string[];
}

/** Over a coloured word: its bits, and what was expected in its place, each of which a click puts there. */
export class SurpriseHover implements vscode.HoverProvider, vscode.Disposable {
  #next = 0;
  #offered: OfferedWords[] = [];

  constructor(
    private readonly services: Services,
    private readonly of: (document: vscode.TextDocument) => SurpriseDocument | undefined,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const surprise = this.of(document);
    const found = surprise?.at(document.offsetAt(position));
    const word = found?.first ?? found?.second;
    if (surprise === undefined || found === undefined || word === undefined) return null;
    const abort = new AbortController();
    const leaving = token.onCancellationRequested(() => abort.abort());
    try {
      // Places are those of this moment; the engine's answers may come after a change.
      const offered = this.#offer(document, word);
      const parts: string[] = [];
      for (const which of ['first', 'second'] as const satisfies Which[]) {
        const reader = surprise.reader(which);
        const own = found[which];
        if (reader !== null && own !== undefined) parts.push(await this.#section(reader, own, offered, abort.signal));
      }
      if (abort.signal.aborted) return null;
      return new vscode.Hover(content(word, parts), toEditorRange(document, word.place));
    } finally {
      leaving.dispose();
    }
  }

  /** Puts an offered word in, as one undo; it is offered for copying where the text is another by now. */
  async take(argument: unknown): Promise<void> {
    if (typeof argument !== 'string') return;
    const [id, index] = argument.split(' ').map(Number);
    const offered = this.#offered.find((one) => one.id === id);
    const text = offered?.words[index ?? -1];
    if (offered !== undefined && text !== undefined) {
      await applyEditsOrOffer([{ in: offered.tracked, place: 'all', text }]);
    }
  }

  #offer(document: vscode.TextDocument, { place }: PlacedWord): OfferedWords {
    const offered = { id: this.#next++, tracked: new TrackedText(document, place, { byPosition: true }), words: [] };
    this.#offered.unshift(offered);
    for (const gone of this.#offered.splice(KEPT)) gone.tracked.dispose();
    return offered;
  }

  /** What one model says. */
  async #section(reader: Reader, word: PlacedWord, offered: OfferedWords, signal: AbortSignal): Promise<string> {
    const name = escapeMarkdown(readerName(reader));
    if (word.bits === null) {
      return `${name}: ${escapeMarkdown(vscode.l10n.t('no figure, since nothing stands before it'))}`;
    }
    const said = await expectedWords(this.services.engine, reader, word, signal).catch((error: unknown) => {
      const value = toErrorValue(error);
      return value.code === 'cancelled' ? '' : errorText(value, userNumber());
    });
    const figures = vscode.l10n.t('{0}, probability {1}', bitsText(word.bits), probabilityText(word.bits));
    const head = `${name}: **${escapeMarkdown(figures)}** (${escapeMarkdown(markName(word.bits))})`;
    if (typeof said === 'string') return [head, escapeMarkdown(said)].filter((line) => line !== '').join('\n\n');
    return [head, expectation(said, offered)].filter((line) => line !== '').join('\n\n');
  }

  dispose(): void {
    for (const { tracked } of this.#offered) tracked.dispose();
    this.#offered = [];
  }
}

function expectation({ words, rank }: Expectation, offered: OfferedWords): string {
  const decimal = decimalFormat(vscode.env.language);
  const links = words.map(({ text, probability }) => {
    const index = offered.words.push(text) - 1;
    const share = escapeMarkdown(formatShare(probability, 1, decimal));
    return `[${escapeMarkdown(isolate(text))}](${commandLink(keyCommandIds.takeExpected, `${offered.id} ${index}`)}) ${share}`;
  });
  const ranked =
    rank === null
      ? ''
      : escapeMarkdown(vscode.l10n.t('Its first piece was expected in place {0}.', userNumber()(rank)));
  if (links.length === 0) return ranked;
  return joinSentences(vscode.l10n.t('Expected instead: {0}.', joinList(links)), ranked);
}

function content({ text, place }: PlacedWord, parts: readonly string[]): vscode.MarkdownString {
  const link = (title: string, command: string, argument?: unknown) =>
    `[${escapeMarkdown(title)}](${commandLink(command, argument)})`;
  const markdown = new vscode.MarkdownString(
    [
      `**${escapeMarkdown(text)}**`,
      ...parts,
      legendLines().map(escapeMarkdown).join(' · '),
      [
        link(vscode.l10n.t('All Figures'), commandIds.surpriseFigures),
        link(vscode.l10n.t('Explain'), keyCommandIds.explainSurprise, place.start),
        link(vscode.l10n.t('Turn Off'), commandIds.showSurprise),
      ].join(' · '),
    ].join('\n\n'),
  );
  markdown.isTrusted = {
    enabledCommands: [
      keyCommandIds.takeExpected,
      keyCommandIds.explainSurprise,
      commandIds.surpriseFigures,
      commandIds.showSurprise,
    ],
  };
  return markdown;
}
