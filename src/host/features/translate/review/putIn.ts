import * as vscode from 'vscode';
import { clipEnd } from '../../../../text/excerpt.js';
import { applyEditsOrOffer } from '../../../editor/applyEdits.js';
import { copyText, offerText } from '../../../editor/offerText.js';
import type { Services } from '../../../core/services.js';
import { userNumber } from '../../../core/userNumber.js';
import { openBeside } from '../../../editor/openBeside.js';
import { rememberTranslation } from '../rememberTranslation.js';
import type { TranslationRequest } from '../translationRequest.js';
import type { ListedSentence } from './sentenceList.js';
import type { ReviewSession } from './reviewSession.js';

/** Of a sentence so much is told, in UTF-16 units. */
const TOLD = 80;

/**
 * Puts what was decided where it is to go: into the document as one undo, into another one, or on the clipboard.
 * @returns false when it did not go in, so that the review goes on
 */
export async function putIn(services: Services, request: TranslationRequest, session: ReviewSession): Promise<boolean> {
  const { place, document } = session;
  switch (place) {
    case 'replace':
      return putIntoText(services, request, session, 'all');
    case 'insertBelow':
      return putIntoText(services, request, session, 'below');
    case 'openBeside':
      remember(services, request, session, 'all', []);
      await openBeside(wholeText(session), document.languageId);
      return true;
    case 'copy':
      remember(services, request, session, 'all', []);
      await copyText(wholeText(session));
      return false;
  }
}

const wholeText = (session: ReviewSession) =>
  session.sources.map((_, text) => session.translatedText(text)).join('\n\n');

async function putIntoText(
  services: Services,
  request: TranslationRequest,
  session: ReviewSession,
  place: 'all' | 'below',
): Promise<boolean> {
  const prepared = session.edits(place);
  const { edits, left, whole } = prepared;
  try {
    const isIn = edits.length > 0 && (await applyEditsOrOffer(edits)) === 'placed';
    if (isIn) remember(services, request, session, place, whole);
    const lost = left.filter(({ written, source }) => written !== source);
    if (lost.length > 0) void offerLeft(lost);
    return isIn;
  } finally {
    prepared.dispose();
  }
}

/** Names the sentences that were left out; their translations can be copied. */
async function offerLeft(left: readonly ListedSentence[]): Promise<void> {
  const [first] = left;
  const message = vscode.l10n.t(
    'Sentences left out, because they were changed or their document was closed meanwhile: {0}. The first one: “{1}”',
    userNumber()(left.length),
    clipEnd((first?.source ?? '').replace(/\s+/g, ' '), TOLD),
  );
  await offerText(left.map(({ written }) => written).join('\n'), message);
}

/** @param placed by text: it stands in the document as a whole, where *Explain* can replace sentences of it */
function remember(
  services: Services,
  request: TranslationRequest,
  session: ReviewSession,
  place: 'all' | 'below',
  placed: readonly boolean[],
): void {
  const last = session.translations.length - 1;
  session.translations.forEach((translation, text) => {
    if (translation === undefined) return;
    const { value } = translation;
    const written = new Map(session.list.of(text).map(({ start, written: target }) => [start, target]));
    const segments = value.segments.map((one) => ({ ...one, target: written.get(one.start) ?? one.target }));
    const taken = { ...value, text: session.translatedText(text), segments };
    // Only the last one is shown, and can be changed.
    const where = placed[text] && text === last ? place : null;
    rememberTranslation(services, request, session.sources[text]!, translation, taken, where);
  });
}
