import * as l10n from '@vscode/l10n';
import type { PooledSimilarities } from '../../src/protocol/webviews/index.js';
import { poolingName, type SentencesPage } from './sentencesPage.js';

/** Cosines that are nearer to each other than this are one: the rest is rounding of 32 bits. */
const EQUAL = 1e-6;

/** The matrix of cosines; the nearer, the deeper the colour, between the least and the most near of this pooling. */
export function SimilarityMatrix({ page, now }: { page: SentencesPage; now: PooledSimilarities }) {
  const { comparison, numbers } = page;
  const { similarities } = now;
  const others = similarities.flatMap((row, at) => row.filter((_, column) => column !== at));
  const least = Math.min(...others);
  const range = Math.max(...others) - least;
  const depth = (value: number) => (range > EQUAL ? (value - least) / range : 0);
  const text = (index: number) => comparison.sentences[index]?.text ?? '';
  return (
    <>
      <div
        class="scroller"
        tabIndex={0}
        role="group"
        aria-label={l10n.t('Similarity by {0}', poolingName(now.pooling))}
      >
        <table class="similarities">
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">{l10n.t('Sentence')}</span>
              </th>
              {similarities.map((_, index) => (
                <th key={index} scope="col" class="number" title={text(index)}>
                  {numbers.number(index + 1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {similarities.map((row, at) => (
              <tr key={at}>
                <th scope="row" class="number" title={text(at)}>
                  {numbers.number(at + 1)}
                </th>
                {row.map((value, column) =>
                  column === at ? (
                    <td key={column} class="number own dim">
                      {numbers.decimal(1, 2)}
                    </td>
                  ) : (
                    <td
                      key={column}
                      class="number"
                      style={{ '--depth': depth(value).toFixed(3) }}
                      title={`${text(at)}\n${text(column)}`}
                    >
                      {numbers.decimal(value, 2)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="dim small">
        {l10n.t('Cosines from {0} to {1}', numbers.decimal(least, 2), numbers.decimal(least + range, 2))}
      </p>
    </>
  );
}
