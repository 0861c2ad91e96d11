import * as vscode from 'vscode';
import { primaryLanguage } from '../../../text/languages.js';
import { languageName } from '../../../wording/index.js';
import { showWarningMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { rememberAgreement, wasAgreed } from '../../editor/languageCheck.js';
import type { ModelAndText } from './chooseLanguages.js';
import { type Direction, directionsOf } from './languages.js';

const nameOf = (language: string) => languageName(language, vscode.env.language);

/**
 * Asks where a text looks like another language than the one that it is to be translated from: once for a document and a
 * direction as long as the window is open.
 * @returns the direction, maybe from the other language; null when the user left
 */
export async function confirmSource(
  services: Services,
  document: vscode.TextDocument,
  chosen: Direction,
  { model, looksLike: { language } }: ModelAndText,
): Promise<Direction | null> {
  if (language === null || language === primaryLanguage(chosen.from)) return chosen;
  const what = [language, chosen.from, chosen.to];
  if (wasAgreed(services, document, ...what)) return chosen;
  const goOn = vscode.l10n.t('Go On');
  const better = directionsOf(model.languages ?? []).find(
    ({ from, to }) => primaryLanguage(from) === language && to === chosen.to,
  );
  const instead = better && vscode.l10n.t('From {0}', nameOf(better.from));
  const ways = [...(instead === undefined ? [] : [instead]), goOn, vscode.l10n.t('Cancel')];
  const answer = await showWarningMessage(questionOf(language, chosen, model.id, better !== undefined), ...ways);
  if (answer === undefined) return null;
  if (answer === instead && better) return better;
  if (answer !== goOn) return null;
  rememberAgreement(services, document, ...what);
  return chosen;
}

function questionOf(language: string, { from, to }: Direction, model: string, isKnown: boolean): string {
  if (language === primaryLanguage(to)) return vscode.l10n.t('The text looks like {0} already.', nameOf(to));
  if (isKnown) return vscode.l10n.t('The text looks like {0}, not like {1}.', nameOf(language), nameOf(from));
  return vscode.l10n.t('The text looks like {0}, from which {1} does not translate.', nameOf(language), model);
}
