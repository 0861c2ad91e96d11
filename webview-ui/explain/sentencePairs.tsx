import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { languageName } from '../../src/wording/languageName.js';
import { Bar } from '../kit/bar.js';
import { Section } from '../kit/section.js';
import { uncertaintyShares } from './sparkline.js';
import type { WithNumbers } from './explainPage.js';
import { labelled } from '../../src/wording/index.js';

type TranslateResult = Extract<LastResult, { kind: 'translate' }>;

/** In the language of the page's document. */
const nameOf = (language: string) => languageName(language, document.documentElement.lang || 'en');

/** Sentence beside translated sentence, with how sure the model was. */
export function PairsSection({ numbers, result: { params, value } }: WithNumbers & { result: TranslateResult }) {
  const { segments } = value;
  const lengths = uncertaintyShares(segments.map(({ logProbability }) => logProbability));
  return (
    <Section name="pairs" title={l10n.t('Sentence by sentence')}>
      <div class="pair head dim small" aria-hidden>
        <span>{labelled(l10n.t('Source'), nameOf(params.from ?? 'English'))}</span>
        <span>{labelled(l10n.t('Translation'), nameOf(params.to))}</span>
      </div>
      <ol class="list" aria-label={l10n.t('Sentence by sentence')}>
        {segments.map(({ start, end, target, logProbability }, index) => {
          const source = params.text.slice(start, end);
          const kept = logProbability === 0 && source.replace(/\s+/g, ' ') === target;
          return (
            <li class="pair">
              <span class="source">{source}</span>
              <span class="target">{target}</span>
              <span class="sure">
                {!kept && <Bar share={lengths[index] ?? 0} />}
                <span class="number dim">
                  {kept ? l10n.t('left as it is') : l10n.t('ln p {0}', numbers.logarithm(logProbability))}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      <p class="dim small">
        {l10n.t(
          'ln p is the sum over a sentence’s tokens: closer to 0 is surer, and longer sentences have lower sums. The bar grows with doubt.',
        )}
      </p>
    </Section>
  );
}
