import * as l10n from '@vscode/l10n';
import { pairsBySpread } from '../../src/maths/pairSpread.js';
import type { PooledSimilarities } from '../../src/protocol/webviews/index.js';
import { Section } from '../kit/section.js';
import { poolingEffect, poolingName, type SentencesPage } from './sentencesPage.js';
import { SimilarityMatrix } from './similarityMatrix.js';

/** So many pairs are listed. */
const LISTED = 10;

/** The whole page: the matrix by one pooling, the pairs that poolings disagree on, and the sentences. */
export function SentencesView({ page }: { page: SentencesPage }) {
  const { comparison, pooling, exportCsv, explain, copyCommand, numbers } = page;
  const now = comparison.poolings.find((one) => one.pooling === pooling.value) ?? comparison.poolings[0];
  if (now === undefined) return null;
  return (
    <>
      <header>
        <h1>
          {l10n.t('{0} sentences compared by {1}', numbers.number(comparison.sentences.length), comparison.model)}
        </h1>
        <div class="actions">
          <button type="button" onClick={explain}>
            {l10n.t('Explain')}
          </button>
          <button type="button" onClick={copyCommand}>
            {l10n.t('Copy Command')}
          </button>
          <button type="button" onClick={exportCsv}>
            {l10n.t('Export as CSV…')}
          </button>
        </div>
      </header>
      {comparison.where !== undefined && (
        <p class="dim where" role="status">
          {comparison.where}
        </p>
      )}
      {comparison.truncated && (
        <p class="dim">
          {l10n.t('A sentence is longer than the model was trained on: its own way reads the beginning.')}
        </p>
      )}
      <Section name="matrix" title={l10n.t('Similarity')}>
        <Poolings page={page} now={now} />
        <p class="dim small">{poolingEffect(now.pooling)}</p>
        <SimilarityMatrix page={page} now={now} />
      </Section>
      {comparison.poolings.length > 1 && <Disagreements page={page} />}
      <Section name="sentences" title={l10n.t('Sentences')}>
        <ol class="sentences">
          {comparison.sentences.map(({ text, line }, index) => (
            <li key={index}>
              <span class="number dim">{numbers.number(index + 1)}</span>
              <button
                type="button"
                class="link"
                title={l10n.t('Show in the text, line {0}', numbers.number(line))}
                onClick={() => page.reveal(index)}
              >
                {text}
              </button>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function Poolings({ page: { comparison, pooling }, now }: { page: SentencesPage; now: PooledSimilarities }) {
  return (
    <fieldset class="poolings">
      <legend class="dim small">{l10n.t('A sentence’s vector is')}</legend>
      {comparison.poolings.map(({ pooling: name }) => (
        <label key={name}>
          <input type="radio" name="pooling" checked={name === now.pooling} onChange={() => (pooling.value = name)} />
          {poolingName(name)}
        </label>
      ))}
    </fieldset>
  );
}

/** The pairs that poolings see most differently. */
function Disagreements({ page: { comparison, numbers } }: { page: SentencesPage }) {
  const pairs = pairsBySpread(comparison.poolings.map(({ similarities }) => similarities));
  // One pair stands in no order.
  if (pairs.length < 2) return null;
  const listed = pairs.filter(({ spread }) => spread > 0).slice(0, LISTED);
  const title = l10n.t('Where poolings disagree most');
  if (listed.length === 0)
    return (
      <Section name="pairs" title={title}>
        <p class="dim">{l10n.t('Nowhere: all of them put the pairs in the same order.')}</p>
      </Section>
    );
  const name = (index: number) => comparison.sentences[index]?.text ?? '';
  return (
    <Section name="pairs" title={title}>
      <p class="dim small">
        {l10n.t(
          'Each has a scale of its own, so pairs are told by the share of all pairs that are less near; the cosine stands behind it.',
        )}
      </p>
      <div class="scroller" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{l10n.t('Pair')}</th>
              {comparison.poolings.map(({ pooling }) => (
                <th key={pooling} scope="col" class="number">
                  {poolingName(pooling)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.map(({ a, b, values, standings }) => (
              <tr key={`${a} ${b}`}>
                <th scope="row" title={`${name(a)}\n${name(b)}`}>
                  {l10n.t('{0} and {1}', numbers.number(a + 1), numbers.number(b + 1))}
                </th>
                {values.map((value, at) => (
                  <td key={at} class="number">
                    <span>{`${numbers.decimal(100 * (standings[at] ?? 0), 0)}\u00a0%`}</span>{' '}
                    <span class="dim">{numbers.decimal(value, 3)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
