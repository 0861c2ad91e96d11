import * as l10n from '@vscode/l10n';
import { doubtsText } from '../../src/wording/index.js';
import { SentenceAlternatives } from '../kit/sentence/sentenceAlternatives.js';
import { writtenOf, type ReviewPage, type SentenceState } from './reviewPage.js';

interface RowProps {
  page: ReviewPage;
  sentence: SentenceState;
}

/** Columns of a text field, for browsers that do not fit it to its text. */
const COLUMNS = 44;

const rowsFor = (text: string) =>
  text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / COLUMNS)), 0);

/** A sentence beside what goes in for it. @param props.source languages, BCP 47 */
export function SentenceRow({ page, sentence, source, target }: RowProps & { source: string; target: string }) {
  const { written, isDoubtful, changed, own } = sentence;
  const classes = ['pair', isDoubtful.value && 'doubtful', changed.value && 'changed', own.value.kept && 'kept'];
  return (
    <li class={classes.filter(Boolean).join(' ')} data-id={sentence.id}>
      <span class="source" lang={source}>
        {sentence.source}
      </span>
      <textarea
        lang={target}
        rows={rowsFor(written.value)}
        aria-label={l10n.t('Translation of “{0}”', sentence.source)}
        value={written.value}
        onInput={({ currentTarget }) => page.write(sentence, currentTarget.value)}
      />
      <div class="about">
        <Notes sentence={sentence} />
        <RowActions page={page} sentence={sentence} />
      </div>
      <Versions page={page} sentence={sentence} />
      <Alternatives page={page} sentence={sentence} />
    </li>
  );
}

/** What is to be known about a sentence, in words. */
function Notes({ sentence }: Pick<RowProps, 'sentence'>) {
  const { changed, said, busy } = sentence;
  const written = writtenOf(sentence);
  const notes = [
    changed.value && l10n.t('The source was changed in the text: this sentence is left out.'),
    written.by === 'model' && doubtsText(written.version),
    written.by === 'source' && l10n.t('The source is kept.'),
    written.by === 'hand' && l10n.t('Written by hand'),
    busy.value && l10n.t('Translating …'),
    said.value,
  ].filter((note) => note !== false && note !== '');
  return (
    <p class="notes small">
      {notes.map((note) => (
        <span>{note}</span>
      ))}
    </p>
  );
}

function RowActions({ page, sentence }: RowProps) {
  const { id, source, own, written, open, busy } = sentence;
  const isSource = written.value === source;
  const { by } = writtenOf(sentence);
  return (
    <div class="row-actions">
      <button type="button" onClick={() => page.showInText(id)}>
        {l10n.t('Show in Text')}
      </button>
      <button
        type="button"
        aria-expanded={open.value}
        aria-controls={`alternatives-${id}`}
        onClick={() => (open.value = !open.value)}
      >
        {l10n.t('Alternatives')}
      </button>
      <button type="button" aria-disabled={busy.value} onClick={() => void page.again(sentence)}>
        {l10n.t('Again')}
      </button>
      {own.value.target !== source && (
        <button
          type="button"
          aria-pressed={isSource}
          onClick={() => page.write(sentence, isSource ? own.value.target : source)}
        >
          {l10n.t('Keep the Source')}
        </button>
      )}
      {by === 'hand' && (
        <button
          type="button"
          onClick={({ currentTarget }) => {
            // This button is gone then.
            currentTarget.closest('li')?.querySelector('textarea')?.focus();
            page.write(sentence, own.value.target);
          }}
        >
          {l10n.t('Back to the Model’s Own')}
        </button>
      )}
    </div>
  );
}

/** The translations of the sentence so far, once there are several. */
function Versions({ page, sentence }: RowProps) {
  const { own, others, written } = sentence;
  if (others.value.length === 0) return null;
  return (
    <ul class="versions" aria-label={l10n.t('Its translations')}>
      {[own.value, ...others.value].map(({ target }) => (
        <li>
          <button
            type="button"
            class="word"
            aria-pressed={written.value === target}
            onClick={() => page.write(sentence, target)}
          >
            {target}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Alternatives({ page, sentence }: RowProps) {
  const { id, open, written } = sentence;
  return (
    <div class="alternatives" id={`alternatives-${id}`} hidden={!open.value}>
      {open.value && (
        <SentenceAlternatives
          numbers={page.numbers}
          search={(targetPrefix, signal) => page.alternatives(id, targetPrefix, signal)}
          actions={(text) => (
            <>
              <button type="button" onClick={() => page.write(sentence, text)}>
                {l10n.t('Take This')}
              </button>
              <span class="dim" role="status">
                {written.value === text && l10n.t('taken')}
              </span>
            </>
          )}
        />
      )}
    </div>
  );
}
