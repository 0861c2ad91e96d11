import * as vscode from 'vscode';
import { isStochastic } from '../../../decoding/config/fields.js';
import { agreesToLanguage, findOtherLanguage } from '../../editor/languageCheck.js';
import { restOfLine, textBefore } from '../../editor/excerpt.js';
import { wordAround } from './closingMark.js';
import { decodingFromSettings, namingSetting } from './decodingFromSettings.js';
import { insertContinuation } from './insertWithoutPreview.js';
import { GhostTextSession, isCancellation } from './ghostTextSession.js';
import type { Part } from './parts.js';
import { setStatusBarMessage, showInformationMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { servedNote } from '../../servers/servedWhere.js';

/** True while a continuation is written or offered; Escape then drops it. */
const CONTEXT_KEY = 'glassbox.continuing';

/** The work of *Continue Text*: one continuation at a time, written, offered, taken or dropped. */
export function createContinueTextController(services: Services) {
  /** the last one, running or not */
  let last: GhostTextSession | null = null;

  const setContext = (value: boolean) => void vscode.commands.executeCommand('setContext', CONTEXT_KEY, value);
  const end = async () => {
    last?.end();
    await hideGhostText();
  };

  async function run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      void showInformationMessage(vscode.l10n.t('Open a text to continue it.'));
      return;
    }
    const word = wordAt(editor);
    if (word !== null) {
      const message = vscode.l10n.t(
        'The cursor is within the word “{0}”. Put it behind a word to continue the text.',
        word,
      );
      void showInformationMessage(message);
      return;
    }
    try {
      if (!(await agreesToText(services, editor))) return;
      // The user may have gone elsewhere before the answer; the next run here asks no more.
      if (vscode.window.activeTextEditor !== editor) return;
      switch (await choosePresentation(editor)) {
        case 'ghost':
          return await offer(editor);
        case 'insert':
          if ((await insertContinuation(services, editor)) === '') notifyNothingWritten();
          return;
        case null:
      }
    } catch (error) {
      if (!isCancellation(error))
        services.report(
          namingSetting(error, (key) => services.settings.get(key)),
          () => void run(),
        );
    }
  }

  async function offer(editor: vscode.TextEditor): Promise<void> {
    notifyServed(services);
    const again = last?.wroteAt(editor) ?? false;
    last?.dispose();
    if (again) notifySampled(services);
    const continuation = new GhostTextSession(services, editor, () => {
      if (last === continuation) setContext(false);
    });
    last = continuation;
    setContext(true);
    try {
      await continuation.write(again);
      if (continuation.text === '') notifyNothingWritten();
    } catch (error) {
      if (continuation.ended && isCancellation(error)) return;
      continuation.end();
      await hideGhostText();
      throw error;
    }
  }

  return {
    run,
    end,
    /** all that the editor showed was taken */
    async taken() {
      last?.taken();
      if (last?.ended) await hideGhostText();
    },
    /** takes a part of what is shown */
    take: async (part: Part) => last?.take(part),
    dispose: () => last?.dispose(),
  };
}

/** As much of the text before the cursor as is looked at for its language, in UTF-16 units. */
const LOOKED_AT = 1000;

/** Whether the model knows the language of the text before the cursor, or the user wants to go on all the same. */
async function agreesToText(services: Services, { document, selection }: vscode.TextEditor): Promise<boolean> {
  const before = textBefore(document, selection.active, LOOKED_AT);
  const line = before.slice(before.trimEnd().lastIndexOf('\n') + 1);
  const other = await findOtherLanguage(services, document, 'continueText.model', [line, before]);
  return other === null || agreesToLanguage(services, document, other);
}

/** A word is looked for so far from the cursor, in UTF-16 units. */
const LONGEST_WORD = 60;

/** The word that the cursor is within. */
function wordAt({ document, selection }: vscode.TextEditor): string | null {
  const { active } = selection;
  return wordAround(textBefore(document, active, LONGEST_WORD), restOfLine(document, active).slice(0, LONGEST_WORD));
}

/** The editor keeps showing what it was given last. */
async function hideGhostText(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
}

/** How the continuation reaches the text; null when the user wants neither. */
async function choosePresentation(editor: vscode.TextEditor): Promise<'ghost' | 'insert' | null> {
  const configuration = () => vscode.workspace.getConfiguration('editor', editor.document);
  if (configuration().get('inlineSuggest.enabled', true)) return 'ghost';
  const turnOn = vscode.l10n.t('Turn On Inline Suggestions');
  const insertInstead = vscode.l10n.t('Insert Without Preview');
  const question = vscode.l10n.t('Continue Text shows its text as an inline suggestion, and these are turned off.');
  const answer = await showInformationMessage(question, turnOn, insertInstead);
  if (answer === insertInstead) return 'insert';
  if (answer !== turnOn) return null;
  await configuration().update('inlineSuggest.enabled', true, vscode.ConfigurationTarget.Global);
  return 'ghost';
}

function notifyNothingWritten(): void {
  const message = vscode.l10n.t(
    'The model sees the text as finished: it wrote nothing. Ask again or write a few words more.',
  );
  void showInformationMessage(message);
}

/** Text that leaves the machine, or goes to a server here, is said each time. */
function notifyServed({ servers, settings }: Services): void {
  const [note] = servedNote(servers, settings.get('continueText.model'));
  if (note !== undefined) setStatusBarMessage(note, 5000, 'server');
}

/** Recipes without chance write the same every time; a second ask is answered by sampling, and said so. */
function notifySampled({ settings }: Services): void {
  const decoding = decodingFromSettings((key) => settings.get(key), 0, false);
  if (isStochastic(decoding)) return;
  const cause = decoding.temperature === 0 ? 'temperature 0' : decoding.strategy;
  const message = vscode.l10n.t('{0} always writes the same here, so this continuation is sampled.', cause);
  setStatusBarMessage(message, 5000);
}
