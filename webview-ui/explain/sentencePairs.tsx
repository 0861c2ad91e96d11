import * as l10n from '@vscode/l10n';
import type { LaidSign, TranslatedSegment } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { languageName } from '../../src/wording/languageName.js';
import { Bar } from '../kit/bar.js';
import { Section } from '../kit/section.js';
import type { WithNumbers } from '../kit/numbers.js';
import { uncertaintyShares } from './sparkline.js';
import type { ExplainPage } from './explainPage.js';
import { SentenceAlternatives } from '../kit/sentence/sentenceAlternatives.js';
import { doubtsText, labelled } from '../../src/wording/index.js';
import { SentenceActions } from './sentenceActions.js';

type TranslateResult = Extract<LastResult, { kind: 'translate' }>;

/** In the language of the page's document. */
const nameOf = (language: string) => languageName(language, document.documentElement.lang || 'en');

/** Into which language, and through which. */
const targetOf = ({ to, through }: TranslateResult['params']) =>
  through === undefined ? nameOf(to) : l10n.t('{0}, through {1}', nameOf(to), nameOf(through));

interface PairProps {
  page: ExplainPage;
  segment: TranslatedSegment;
  index: number;
  params: TranslateResult['params'];
  /** of the longest bar of doubt */
  doubt: number;
}

/** Which words each sign was laid over, and how much these looked at each other. */
function Signs({ signs, numbers }: WithNumbers & { signs: readonly LaidSign[] }) {
  return (
    <ul class="signs small" aria-label={l10n.t('Where its signs went')}>
      {signs.map(({ sign, source, target, share }) => (
        <li>
          <span>
            <code>{sign}</code> {source}
          </span>
          <span>
            <span class="dim" aria-hidden>
              →{' '}
            </span>
            {target}
          </span>
          <span class="number dim">{numbers.percent(share)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A sentence and its translation; what else it could have been opens below. */
function Pair({ page, segment, index, params, doubt }: PairProps) {
  const { numbers, sentence } = page;
  const { start, end, target, logProbability, signs = [] } = segment;
  const doubts = doubtsText(segment);
  const source = params.text.slice(start, end);
  const kept = logProbability === 0 && source.replace(/\s+/g, ' ') === target;
  const open = sentence.value === index;
  const id = `alternatives-${index}`;
  return (
    <li class="pair">
      <span class="source">{source}</span>
      <span class="target">{target}</span>
      <span class="sure">
        {!kept && <Bar share={doubt} />}
        <span class="number dim">
          {kept ? l10n.t('left as it is') : l10n.t('ln p {0}', numbers.logarithm(logProbability))}
        </span>
        {!kept && params.through === undefined && (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            aria-label={l10n.t('Alternatives to {0}', target)}
            onClick={() => (sentence.value = open ? null : index)}
          >
            {l10n.t('Alternatives')}
          </button>
        )}
      </span>
      {doubts !== '' && <span class="doubts small">{doubts}</span>}
      {signs.length > 0 && <Signs signs={signs} numbers={numbers} />}
      <div class="alternatives" id={id} hidden={!open}>
        {open && (
          <SentenceAlternatives
            numbers={numbers}
            search={(targetPrefix, signal) =>
              page.retranslate({ ...params, text: source, targetPrefix: [...targetPrefix] }, signal)
            }
            actions={(text) => <SentenceActions page={page} segment={index} text={text} />}
          />
        )}
      </div>
    </li>
  );
}

/** Sentence beside translated sentence, with how sure the model was. */
export function PairsSection({ page, result: { params, value } }: { page: ExplainPage; result: TranslateResult }) {
  const { segments } = value;
  const lengths = uncertaintyShares(segments.map(({ logProbability }) => logProbability));
  return (
    <Section name="pairs" title={l10n.t('Sentence by sentence')}>
      <div class="pair head dim small" aria-hidden>
        <span>{labelled(l10n.t('Source'), nameOf(params.from ?? 'English'))}</span>
        <span>{labelled(l10n.t('Translation'), targetOf(params))}</span>
      </div>
      <ol class="list" aria-label={l10n.t('Sentence by sentence')}>
        {segments.map((segment, index) => (
          <Pair page={page} segment={segment} index={index} params={params} doubt={lengths[index] ?? 0} />
        ))}
      </ol>
      <p class="dim small">
        {l10n.t(
          'ln p is the sum over a sentence’s tokens: closer to 0 is surer, and longer sentences have lower sums. The bar grows as the sum falls.',
        )}
      </p>
      {segments.some(({ signs }) => signs !== undefined) && (
        <p class="dim small">
          {l10n.t(
            'Emphasis, links and tags are laid over the words that looked most at theirs. The share is of cross-attention: of what these words of the translation looked at in their sentence while they were written, the part that the words of the source got (mean of the heads of the layer before the last, of two layers the second).',
          )}
        </p>
      )}
    </Section>
  );
}
