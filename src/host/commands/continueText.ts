import * as vscode from 'vscode';
import { Continuation, wasEnded } from '../continue/session.js';
import { draws } from '../continue/decoding.js';
import type { Services } from '../services.js';
import { keyCommandIds } from './ids.js';

/** True while a continuation is written or offered; Escape then drops it. */
const CONTEXT_KEY = 'glassbox.continuing';

/** *Continue Text*: the model writes on at the cursor, as ghost text that is taken, taken by words, or dropped. */
export function continueText(services: Services, context: vscode.ExtensionContext) {
  let current: Continuation | null = null;
  /** where the last one was asked for: asking there again gives another */
  let last: { editor: vscode.TextEditor; version: number; offset: number } | null = null;

  const setContext = (value: boolean) => void vscode.commands.executeCommand('setContext', CONTEXT_KEY, value);
  const drop = async () => {
    current?.end();
    await hideGhostText();
  };

  async function run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a text to continue it.'));
      return;
    }
    const way = await chooseWay(editor);
    if (way === null) return;
    const here = {
      editor,
      version: editor.document.version,
      offset: editor.document.offsetAt(editor.selection.active),
    };
    const again = last?.editor === editor && last.version === here.version && last.offset === here.offset;
    last = here;
    current?.end();
    if (again) tellOfChance(services);

    const continuation = new Continuation(services, editor, again, () => {
      if (current !== continuation) return;
      current = null;
      setContext(false);
    });
    current = continuation;
    setContext(true);
    try {
      await continuation.write();
      if (way === 'insert') await insert(editor, continuation);
      else if (continuation.text === '') tellOfNothing();
    } catch (error) {
      if (continuation.ended && wasEnded(error)) return;
      continuation.end();
      await hideGhostText();
      services.report(error, () => void run());
    }
  }

  context.subscriptions.push(vscode.commands.registerCommand(keyCommandIds.dropContinuation, drop));
  return { run, dispose: () => current?.end() };
}

/** The editor keeps showing what it was given last. */
async function hideGhostText(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
}

/** How the continuation reaches the text; null when the person wants neither. */
async function chooseWay(editor: vscode.TextEditor): Promise<'ghost' | 'insert' | null> {
  const configuration = () => vscode.workspace.getConfiguration('editor', editor.document);
  if (configuration().get('inlineSuggest.enabled', true)) return 'ghost';
  const turnOn = vscode.l10n.t('Turn On Inline Suggestions');
  const insertInstead = vscode.l10n.t('Insert Without Preview');
  const question = vscode.l10n.t('Continue Text shows its text as an inline suggestion, and these are turned off.');
  const answer = await vscode.window.showInformationMessage(question, turnOn, insertInstead);
  if (answer === insertInstead) return 'insert';
  if (answer !== turnOn) return null;
  await configuration().update('inlineSuggest.enabled', true, vscode.ConfigurationTarget.Global);
  return 'ghost';
}

/** Puts the whole continuation in as one edit, unless its place is gone. */
async function insert(editor: vscode.TextEditor, continuation: Continuation): Promise<void> {
  const { text } = continuation;
  const place = continuation.place;
  continuation.end();
  if (text === '') return tellOfNothing();
  await editor.edit((edit) => edit.insert(place, text));
}

function tellOfNothing(): void {
  const message = vscode.l10n.t(
    'The model sees the text as finished: it wrote nothing. Ask again or write a few words more.',
  );
  void vscode.window.showInformationMessage(message);
}

/** Strategies without chance write the same every time; a second ask is answered by sampling, and said so. */
function tellOfChance({ settings }: Services): void {
  const strategy = settings.get('continueText.strategy');
  if (draws(strategy)) return;
  const message = vscode.l10n.t('{0} always writes the same here, so this continuation is sampled.', strategy);
  vscode.window.setStatusBarMessage(message, 5000);
}
