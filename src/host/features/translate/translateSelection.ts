import * as vscode from 'vscode';
import { type DocumentFormat, GlassboxError, type ModelInfo } from '../../../protocol/engine/index.js';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { showModalMessage, showWarningMessage } from '../../core/messages.js';
import type { TrackedText } from '../../editor/trackedText.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { chooseLanguages, type ModelAndText } from './chooseLanguages.js';
import { confirmSource } from './confirmSource.js';
import { translateTexts } from './translateTexts.js';
import { chooseSources } from './sourceTexts.js';
import { commandIds } from '../../core/commandIds.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { askAboutFaults } from './glossary/askAboutFaults.js';
import { keptNames, termsIn } from './glossary/terms.js';
import { putTranslations } from './putTranslations.js';
import { rememberTranslation } from './rememberTranslation.js';
import { ReviewSession } from './review/reviewSession.js';
import { TranslationReview } from './review/translationReview.js';
import type { GlossaryTerm, TextInDocument, TranslationRequest } from './translationRequest.js';

/** Above this many UTF-16 units the user is asked first. */
const LONG = 100_000;

/** *Translate Selection*: every selection into a chosen language; then replaced, inserted below, opened or copied. */
export const translateSelectionCommand =
  (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
    const editor = activeTextEditor();
    if (editor === undefined) return;
    const sources = await chooseSources(editor);
    let isReviewed = false;
    try {
      isReviewed = sources.length > 0 && (await translate(services, context, editor, sources));
    } finally {
      if (!isReviewed) for (const one of sources) one.dispose();
    }
  };

/** @returns whether a review has the sources now */
async function translate(
  services: Services,
  context: vscode.ExtensionContext,
  editor: vscode.TextEditor,
  sources: readonly TrackedText[],
): Promise<boolean> {
  // Read once: the languages that are chosen from are this model's.
  const model = services.settings.get('translate.model');
  if (!(await agreesToLength(sources))) return false;
  const abort = new AbortController();
  try {
    const words = sources.map(({ text }) => text).join('\n');
    const found = modelAndText(services, model, words, abort.signal);
    const chosen = await chooseLanguages(context.globalState, found);
    const pair = chosen && (await confirmSource(services, editor.document, chosen, await found));
    const terms = pair && (await glossaryTerms(services, editor.document, words));
    if (!pair || !terms) return false;
    const request = requestFor(services, editor.document, { model, ...pair, glossary: terms });
    return await translateAndPut(services, context, editor, sources, request);
  } catch (error) {
    report(services, error);
    return false;
  } finally {
    abort.abort();
  }
}

/** What the settings say of terms, as far as a text has them; null when the user would rather mend the glossary. */
async function glossaryTerms(
  { settings }: Services,
  document: vscode.TextDocument,
  text: string,
): Promise<GlossaryTerm[] | null> {
  const names = keptNames(settings);
  if (settings.get('translation.glossary').trim() === '') return termsIn(text, names);
  // The parser is loaded with the first glossary.
  const { readGlossary } = await import('./glossary/readGlossary.js');
  const glossary = await readGlossary(settings, document);
  if (!(await askAboutFaults(glossary))) return null;
  return termsIn(text, [...names, ...glossary.terms]);
}

function requestFor(
  { settings }: Services,
  document: vscode.TextDocument,
  chosen: Pick<TranslationRequest, 'model' | 'from' | 'to' | 'through' | 'glossary'>,
): TranslationRequest {
  return {
    ...chosen,
    decoding: { strategy: 'beam', numBeams: settings.get('translate.numBeams') },
    format: formatOf(document),
    typography: settings.get('translation.typography'),
  };
}

/**
 * Translates, and puts it where it is to go, or leaves that to a review.
 * @returns whether a review has the sources now
 */
async function translateAndPut(
  services: Services,
  context: vscode.ExtensionContext,
  editor: vscode.TextEditor,
  sources: readonly TrackedText[],
  request: TranslationRequest,
): Promise<boolean> {
  const texts = textsIn(editor.document, sources);
  const action = services.settings.get('translate.action');
  const session = new ReviewSession(sources, editor.document, action === 'ask' ? 'replace' : action);
  const review = new TranslationReview(services, context, { session, request, texts });
  try {
    const translations = await translateTexts(services, request, texts, review);
    if (translations.every(({ value }) => value.segments.length === 0)) {
      const nothing = vscode.l10n.t(
        'Nothing that can be translated is selected: code, signs, figures, or words whose signs are selected in part.',
      );
      void showWarningMessage(nothing);
      return false;
    }
    translations.forEach((one, index) => rememberTranslation(services, request, sources[index]!, one, null));
    review.done();
    if (!review.isShown) await putTranslations(services, editor, sources, request, translations, () => review.open());
  } catch (error) {
    review.failed(error);
    report(services, error);
  } finally {
    if (!review.isShown) review.dispose();
  }
  return review.isShown;
}

function report(services: Services, error: unknown): void {
  services.report(error, () => void vscode.commands.executeCommand(commandIds.translateSelection));
}

/** A text without a format may have Markdown's signs all the same, as notes and messages do. */
function formatOf({ languageId, fileName }: vscode.TextDocument): DocumentFormat {
  const format = formatOfLanguage(languageId, fileName);
  return format === 'plain' ? 'markdown' : format;
}

/** What is prose in a selection is read from its whole document: rows of a table, code between fences, comments. */
function textsIn(document: vscode.TextDocument, sources: readonly TrackedText[]): TextInDocument[] {
  const whole = document.getText();
  return sources.map((source) => {
    const span = source.where()?.span ?? { start: 0, end: whole.length };
    return { text: source.text, around: { before: whole.slice(0, span.start), after: whole.slice(span.end) } };
  });
}

async function agreesToLength(sources: readonly TrackedText[]): Promise<boolean> {
  const length = sources.reduce((sum, { text }) => sum + text.length, 0);
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
async function modelAndText(services: Services, id: string, words: string, signal: AbortSignal): Promise<ModelAndText> {
  const text = words.slice(0, LOOKED_AT);
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
