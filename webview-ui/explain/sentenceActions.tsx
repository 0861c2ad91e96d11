import { useSignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { ExplainPage } from './explainPage.js';

interface SentenceActionsProps {
  page: Pick<ExplainPage, 'placed' | 'replaceSentence' | 'copy'>;
  segment: number;
  text: string;
}

/** Puts another translation of a sentence into the text, where it stands in one, or copies it. */
export function SentenceActions({ page: { placed, replaceSentence, copy }, segment, text }: SentenceActionsProps) {
  const put = useSignal<string | null>(null);
  const replace = async () => {
    put.value = (await replaceSentence(segment, text).catch(() => false)) ? text : null;
  };
  return (
    <>
      {placed && (
        <button type="button" onClick={() => void replace()}>
          {l10n.t('Put into the Text')}
        </button>
      )}
      <button type="button" onClick={() => copy('sentence', text)}>
        {l10n.t('Copy Sentence')}
      </button>
      <span class="dim" role="status">
        {put.value === text && l10n.t('It was put into your text.')}
      </span>
    </>
  );
}
