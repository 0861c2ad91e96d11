import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import type { Numbers } from '../kit/numbers.js';
import { commandOf, resultJson } from './copyResult.js';
import type { ExplainPage } from './explainPage.js';
import { featureName } from './reading/readingTexts.js';
import { clipEnd } from '../../src/text/excerpt.js';

/** Below this many milliseconds the time is shown in them. */
const SECOND = 1000;

/** UTF-16 units of what was taken that are shown. */
const LONGEST = 80;

function formatTime(milliseconds: number, { decimal }: Numbers): string {
  if (milliseconds < SECOND) return l10n.t('{0} ms', decimal(milliseconds, 0));
  return l10n.t('{0} s', decimal(milliseconds / SECOND, 1));
}

function titleOf(result: LastResult): string {
  switch (result.kind) {
    case 'fillMask':
      return l10n.t('Fill Mask');
    case 'generate':
      return l10n.t('Continue Text');
    case 'translate':
      return l10n.t('Translation');
    case 'reading':
      return featureName(result.feature);
    case 'search':
      return l10n.t('Find Similar');
  }
}

/** Which command and model, how long it took, and the ways to carry the result off. */
export function ResultHeader({ page, result }: { page: ExplainPage; result: LastResult }) {
  const { numbers, shell, toast, copy } = page;
  const command = commandOf(result, shell);
  return (
    <header>
      <h1>{titleOf(result)}</h1>
      <p class="dim">
        {result.kind === 'reading' ? result.model : result.value.model} · {formatTime(result.milliseconds, numbers)}
      </p>
      <div class="actions">
        <span class="copied dim" role="status">
          {toast}
        </span>
        <button type="button" onClick={() => copy('json', resultJson(result))}>
          {l10n.t('Copy JSON')}
        </button>
        {command !== null && (
          <button type="button" onClick={() => copy('command', command)}>
            {l10n.t('Copy Command')}
          </button>
        )}
      </div>
    </header>
  );
}

/** One line on what the user took of it. */
export function TakenLine({ taken }: { taken: string | null }) {
  return (
    <p class="taken dim">{taken === null ? l10n.t('Nothing taken so far') : l10n.t('Taken: {0}', excerpt(taken))}</p>
  );
}

/** A long text is told by its beginning. */
function excerpt(text: string): string {
  return clipEnd(text.replace(/\s+/g, ' ').trim(), LONGEST);
}
