import * as vscode from 'vscode';
import type { TranslatedSegment } from '../../../protocol/engine/index.js';
import { languageName } from '../../../wording/index.js';
import type { Services } from '../../core/services.js';
import { applyEditsOrOffer, type TrackedEdit } from '../../editor/applyEdits.js';
import { copyText } from '../../editor/offerText.js';
import { Preview } from '../../editor/preview.js';
import { toEditorRange, type TrackedText } from '../../editor/trackedText.js';
import { wholeCharacters } from '../../../text/wholeCharacters.js';
import { chooseAction } from './chooseAction.js';
import { wayOf } from './chooseLanguages.js';
import type { Direction } from './languages.js';
import { openBeside } from '../../editor/openBeside.js';
import { rememberTranslation } from './rememberTranslation.js';
import type { Translation } from './translateTexts.js';
import type { TranslationRequest } from './translationRequest.js';

/** A translation up to this many UTF-16 units is previewed in the text; the list shows it in any case. */
const PREVIEWED = 80;

/**
 * Does with translations what the setting says, or what the user chooses.
 * @param review opens the review of them
 */
export async function putTranslations(
  services: Services,
  editor: vscode.TextEditor,
  sources: readonly TrackedText[],
  request: TranslationRequest,
  translations: readonly Translation[],
  review: () => void,
): Promise<void> {
  const texts = translations.map(({ value }) => value.text);
  const originals = sources.map(({ text }) => text).join('');
  const taken = (place: 'all' | 'below' | null = null) =>
    translations.forEach((one, index) => {
      // Only the last one is shown, and can be changed.
      const where = index === translations.length - 1 ? place : null;
      rememberTranslation(services, request, sources[index]!, one, one.value, where);
    });
  const setting = services.settings.get('translate.action');
  const action = setting === 'ask' ? await ask(services, editor, sources, request, translations) : setting;
  if (action === undefined) return;
  const put = async (place: 'all' | 'below') => {
    const edits = sources.map((source, index): TrackedEdit => ({ in: source, place, text: texts[index]! }));
    if ((await applyEditsOrOffer(edits)) === 'placed') taken(place);
  };
  switch (action) {
    case 'replace':
      return put('all');
    case 'insertBelow':
      return put('below');
    case 'openBeside':
      taken();
      return openBeside(wholeCharacters(texts.join('\n\n'), originals), editor.document.languageId);
    case 'copy':
      taken();
      return copyText(texts.join('\n\n'));
    case 'review':
      return review();
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
    ...(doubtful > 0 ? [vscode.l10n.t('sentences in doubt: {0} of {1}', doubtful, segments.length)] : []),
    ...(kept > 0 ? [vscode.l10n.t('not translated: {0} of {1}', kept, segments.length)] : []),
  ];
}
