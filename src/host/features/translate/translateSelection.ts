import * as vscode from 'vscode';
import {
  type DocumentFormat,
  GlassboxError,
  type ModelInfo,
  type TranslatedSegment,
} from '../../../protocol/engine/index.js';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { showModalMessage, showWarningMessage } from '../../core/messages.js';
import { copyText } from '../../editor/offerText.js';
import { applyEditsOrOffer, type TrackedEdit } from '../../editor/applyEdits.js';
import { PlacedTranslation } from '../../editor/placedTranslation.js';
import { Preview } from '../../editor/preview.js';
import { toEditorRange, type TrackedText } from '../../editor/trackedText.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { chooseAction } from './chooseAction.js';
import { chooseLanguages, type ModelAndText, wayOf } from './chooseLanguages.js';
import { confirmSource } from './confirmSource.js';
import type { Direction } from './languages.js';
import { languageName } from '../../../wording/index.js';
import { type TextPlaces, translateTexts, type Translation } from './translateTexts.js';
import { chooseSources } from './sourceTexts.js';
import { wholeCharacters } from '../../../text/wholeCharacters.js';
import { commandIds } from '../../core/commandIds.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';

/** Above this many UTF-16 units the user is asked first. */
const LONG = 100_000;

/** A translation up to this many UTF-16 units is previewed in the text; the list shows it in any case. */
const PREVIEWED = 80;

/** *Translate Selection*: every selection into a chosen language; then replaced, inserted below, opened or copied. */
export const translateSelectionCommand =
  (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
    const editor = activeTextEditor();
    if (editor === undefined) return;
    const sources = await chooseSources(editor);
    try {
      if (sources.length > 0) await translate(services, context.globalState, editor, sources);
    } finally {
      for (const one of sources) one.dispose();
    }
  };

async function translate(
  services: Services,
  memory: vscode.Memento,
  editor: vscode.TextEditor,
  sources: readonly TrackedText[],
): Promise<void> {
  const texts = sources.map(({ text }) => text);
  // Read once: the languages that are chosen from are this model's.
  const model = services.settings.get('translate.model');
  if (!(await agreesToLength(texts))) return;
  const abort = new AbortController();
  try {
    const found = modelAndText(services, model, texts, abort.signal);
    const chosen = await chooseLanguages(memory, found);
    if (chosen === undefined) return;
    const pair = await confirmSource(services, editor.document, chosen, await found);
    if (pair === null) return;
    const translations = await translateTexts(services, model, texts, pair, placesOf(editor.document, sources));
    if (translations.every(({ value }) => value.segments.length === 0)) {
      const nothing = vscode.l10n.t('Nothing to translate is selected: what stands there is code, marks or figures.');
      return void showWarningMessage(nothing);
    }
    await use(services, editor, sources, { model, ...pair }, translations);
  } catch (error) {
    services.report(error, () => void vscode.commands.executeCommand(commandIds.translateSelection));
  } finally {
    abort.abort();
  }
}

/** A text without a format may have Markdown's signs all the same, as notes and messages do. */
function formatOf({ languageId, fileName }: vscode.TextDocument): DocumentFormat {
  const format = formatOfLanguage(languageId, fileName);
  return format === 'plain' ? 'markdown' : format;
}

/** What is prose in a selection is read from its whole document: rows of a table, code between fences, comments. */
function placesOf(document: vscode.TextDocument, sources: readonly TrackedText[]): TextPlaces {
  const text = document.getText();
  const arounds = sources.map((source) => {
    const span = source.where()?.span ?? { start: 0, end: text.length };
    return { before: text.slice(0, span.start), after: text.slice(span.end) };
  });
  return { format: formatOf(document), arounds };
}

async function agreesToLength(texts: readonly string[]): Promise<boolean> {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length <= LONG) return true;
  const go = vscode.l10n.t('Translate');
  const figure = userNumber()(length);
  const message = vscode.l10n.t(
    'The selection has {0} characters; translating it takes long. It can be cancelled.',
    figure,
  );
  return (await showModalMessage(message, go)) === go;
}

/** As much of the texts as is looked at for their language, in UTF-16 units. */
const LOOKED_AT = 4000;

/** @throws GlassboxError as `modelInfo` does */
async function modelAndText(
  services: Services,
  id: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<ModelAndText> {
  const text = texts.join('\n').slice(0, LOOKED_AT);
  const [model, looksLike] = await Promise.all([
    modelInfo(services, id, signal),
    services.engine.call('identify', { text }, {}, signal),
  ]);
  return { model, looksLike };
}

/** @throws GlassboxError `unknown-model`, `model-broken` or `wrong-architecture`, before the user has chosen in vain */
async function modelInfo(
  { engine }: Services,
  id: string,
  signal: AbortSignal,
): Promise<Pick<ModelInfo, 'id' | 'languages'>> {
  const models = await engine.call('models', {}, {}, signal);
  const known = models.find((model) => model.id === id);
  if (known?.tasks.includes('translate') === false) {
    throw new GlassboxError('wrong-architecture', `${id} does not translate.`, {
      details: { kind: 'noTranslation', model: id },
    });
  }
  if (known !== undefined) return known;
  // A folder is not in the list; the engine says whether a model is there.
  await engine.call('tokens', { model: id, text: '' }, {}, signal);
  return { id };
}

async function use(
  services: Services,
  editor: vscode.TextEditor,
  sources: readonly TrackedText[],
  { model, ...way }: Direction & { model: string },
  translations: readonly Translation[],
): Promise<void> {
  const { settings, results } = services;
  const texts = translations.map(({ value }) => value.text);
  const originals = sources.map(({ text }) => text).join('');
  const remember = (taken: boolean, place?: 'all' | 'below') =>
    translations.forEach(({ value, decoding, milliseconds }, index) => {
      const source = sources[index]!;
      results.set(
        {
          kind: 'translate',
          params: { model, text: source.text, ...way, decoding },
          value,
          milliseconds,
          taken: taken ? value.text : null,
        },
        // Only the last one is shown, and can be changed.
        place && index === translations.length - 1 ? PlacedTranslation.find(source, place, value) : null,
      );
    });
  remember(false);
  const setting = settings.get('translate.action');
  const action = setting === 'ask' ? await ask(services, editor, sources, way, translations) : setting;
  if (action === undefined) return;
  const put = async (place: 'all' | 'below') => {
    const edits = sources.map((source, index): TrackedEdit => ({ in: source, place, text: texts[index]! }));
    const placed = (await applyEditsOrOffer(edits)) === 'placed';
    remember(placed, placed ? place : undefined);
  };
  switch (action) {
    case 'replace':
      return put('all');
    case 'insertBelow':
      return put('below');
    case 'openBeside':
      remember(true);
      return openBeside(wholeCharacters(texts.join('\n\n'), originals), editor.document.languageId);
    case 'copy':
      remember(true);
      return copyText(texts.join('\n\n'));
  }
}

async function ask(
  services: Services,
  editor: vscode.TextEditor,
  sources: readonly TrackedText[],
  way: Direction,
  translations: readonly Translation[],
) {
  const milliseconds = translations.reduce((sum, one) => sum + one.milliseconds, 0);
  const seconds = (milliseconds / 1000).toLocaleString(vscode.env.language, { maximumFractionDigits: 1 });
  // What went through another language is another thing than what the model does by itself.
  const language = way.through === undefined ? languageName(way.to, vscode.env.language) : wayOf(way);
  const done = vscode.l10n.t('{0} · {1} · {2} s', language, translations[0]?.value.model ?? '', seconds);
  const title = [done, ...doubtsText(translations.flatMap(({ value }) => value.segments))].join(' · ');
  const preview = new Preview();
  const show = (replaces: boolean) => {
    preview.clear();
    if (!replaces) return;
    const words = sources.flatMap((source, index) => {
      const at = source.where();
      const word = translations[index]?.value.text ?? '';
      // A decoration has one line, and pushes what follows to the right.
      if (at?.document !== editor.document || word.length > PREVIEWED || /\n/.test(word + source.text)) return [];
      return [{ range: toEditorRange(at.document, at.span), word }];
    });
    preview.show(editor, words);
  };
  try {
    const all = translations.map(({ value }) => value.text).join(' ');
    const onFault = (error: unknown) => services.report(error);
    return await chooseAction(all, title, (action) => show(action === 'replace'), onFault);
  } finally {
    preview.dispose();
  }
}

/** How many sentences stay as they were, and of how many something is to be doubted. */
function doubtsText(segments: readonly TranslatedSegment[]): string[] {
  const kept = segments.filter((segment) => segment.kept).length;
  const doubtful = segments.filter(({ doubts }) => doubts !== undefined).length - kept;
  return [
    ...(doubtful > 0 ? [vscode.l10n.t('in doubt: {0} of {1} sentences', doubtful, segments.length)] : []),
    ...(kept > 0 ? [vscode.l10n.t('not translated: {0} of {1}', kept, segments.length)] : []),
  ];
}

async function openBeside(content: string, language: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}
