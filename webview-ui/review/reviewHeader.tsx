import * as l10n from '@vscode/l10n';
import type { ReviewStatus } from '../../src/protocol/webviews/review.js';
import { REVIEW_PLACES, type ReviewPlace } from '../../src/protocol/webviews/reviewPlaces.js';
import { joinSentences, languageName } from '../../src/wording/index.js';
import { errorText } from '../../src/wording/errorText.js';
import type { Numbers } from '../kit/numbers.js';
import type { ReviewOrder, ReviewPage } from './reviewPage.js';

interface HeaderProps {
  page: ReviewPage;
}

/** What is translated, how far it is, and what can be done with it. */
export function ReviewHeader({ page }: HeaderProps) {
  const { model, to, status } = page;
  const isRunning = status.value.kind === 'running';
  return (
    <header>
      <h1>{l10n.t('Translation into {0}', languageName(to, document.documentElement.lang || 'en'))}</h1>
      <p class="dim">{model}</p>
      <div class="actions">
        {isRunning && (
          <button type="button" onClick={page.cancel}>
            {l10n.t('Cancel')}
          </button>
        )}
        <button type="button" onClick={page.showDiff}>
          {l10n.t('Show as Diff')}
        </button>
        <PlaceSelect page={page} />
        <button type="button" class="primary" disabled={isRunning} onClick={page.put}>
          {putLabel(page.place.value)}
        </button>
      </div>
      <Progress page={page} />
      <OrderSwitch page={page} />
    </header>
  );
}

function placeLabel(place: ReviewPlace): string {
  switch (place) {
    case 'replace':
      return l10n.t('in the place of the source');
    case 'insertBelow':
      return l10n.t('below the source');
    case 'openBeside':
      return l10n.t('in a new document');
    case 'copy':
      return l10n.t('on the clipboard');
  }
}

function putLabel(place: ReviewPlace): string {
  switch (place) {
    case 'replace':
    case 'insertBelow':
      return l10n.t('Put into the Text');
    case 'openBeside':
      return l10n.t('Open Beside');
    case 'copy':
      return l10n.t('Copy');
  }
}

function PlaceSelect({ page: { place, choosePlace } }: { page: ReviewPage }) {
  return (
    <select
      aria-label={l10n.t('Where the translation goes')}
      value={place.value}
      onChange={({ currentTarget }) => choosePlace(currentTarget.value as ReviewPlace)}
    >
      {REVIEW_PLACES.map((one) => (
        <option value={one}>{placeLabel(one)}</option>
      ))}
    </select>
  );
}

/** How many sentences are there; in the end, how many are doubtful. Each new one would be too much to be read aloud. */
function Progress({ page: { status, sentences, numbers, announced } }: HeaderProps) {
  const { done, expected } = status.value;
  const isRunning = status.value.kind === 'running';
  const doubtful = sentences.value.filter(({ isDoubtful }) => isDoubtful.value).length;
  const kept = sentences.value.filter(({ own }) => own.value.kept).length;
  const figures = [
    isRunning
      ? l10n.t('sentences: {0} of {1}', numbers.number(done), numbers.number(expected))
      : l10n.t('sentences: {0}', numbers.number(sentences.value.length)),
    doubtful > 0 && l10n.t('in doubt: {0}', numbers.number(doubtful)),
    kept > 0 && l10n.t('not translated: {0}', numbers.number(kept)),
  ];
  return (
    <div class="progress">
      {isRunning && <progress value={done} max={expected} aria-label={l10n.t('Translated sentences')} />}
      <span class="dim">{figures.filter(Boolean).join(' · ')}</span>
      <span class="ended" role="status">
        {endText(status.value, numbers)}
      </span>
      <span class="announced" role="status">
        {announced}
      </span>
    </div>
  );
}

function endText({ kind, error }: ReviewStatus, numbers: Numbers): string {
  switch (kind) {
    case 'running':
      return '';
    case 'done':
      return l10n.t('All is translated.');
    case 'cancelled':
      return l10n.t('Cancelled. What is here can go in; the other sentences stay as they are.');
    case 'failed':
      return joinSentences(
        error ? errorText(error, numbers.number) : '',
        l10n.t('What is here can go in; the other sentences stay as they are.'),
      );
  }
}

/** A group of two buttons, of which one is pressed. */
function OrderSwitch({ page: { order } }: HeaderProps) {
  const options: [ReviewOrder, string][] = [
    ['doubtful', l10n.t('Doubtful First')],
    ['text', l10n.t('As in the Text')],
  ];
  return (
    <div class="switch" role="group" aria-label={l10n.t('Order')}>
      {options.map(([value, label]) => (
        <button
          type="button"
          aria-pressed={order.value === value}
          data-order={value}
          onClick={() => (order.value = value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
