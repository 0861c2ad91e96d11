import { computed, useSignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { primaryLanguage } from '../../src/text/languages.js';
import { labelled, languageName } from '../../src/wording/index.js';
import { Section } from '../kit/section.js';
import { ReviewHeader } from './reviewHeader.js';
import type { ReviewPage } from './reviewPage.js';
import { SentenceRow } from './sentenceRow.js';
import { ordered } from './sentenceStates.js';

/** So many sentences are drawn at once; more are asked for by a button. */
const DRAWN = 200;

/** In the language of the page's document. */
const nameOf = (language: string) => languageName(language, document.documentElement.lang || 'en');

/** The whole page: what can be done with the translation, and its sentences. */
export function ReviewView({ page }: { page: ReviewPage }) {
  const { from, to, sentences, order, numbers } = page;
  const most = useSignal(DRAWN);
  const all = useMemo(() => computed(() => ordered(sentences.value, order.value)), [sentences, order]);
  const rest = all.value.length - most.value;
  const [source, target] = [primaryLanguage(from), primaryLanguage(to)];
  return (
    <>
      <ReviewHeader page={page} />
      <Section name="sentences" title={l10n.t('Sentence by sentence')}>
        <div class="pair head dim small" aria-hidden>
          <span>{labelled(l10n.t('Source'), nameOf(from))}</span>
          <span>{labelled(l10n.t('Translation'), nameOf(to))}</span>
        </div>
        <ol class="list" aria-label={l10n.t('Sentence by sentence')}>
          {all.value.slice(0, most.value).map((sentence) => (
            <SentenceRow key={sentence.id} page={page} sentence={sentence} source={source} target={target} />
          ))}
        </ol>
        {rest > 0 && (
          <button type="button" class="more" onClick={() => (most.value += DRAWN)}>
            {l10n.t('Show {0} More Sentences', numbers.number(Math.min(rest, DRAWN)))}
          </button>
        )}
      </Section>
    </>
  );
}
