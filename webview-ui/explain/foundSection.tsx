import * as l10n from '@vscode/l10n';
import type { SearchResult } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { clipEnd } from '../../src/text/excerpt.js';
import { matchedWords, tellingWords } from '../../src/text/matchedWords.js';
import { Section } from '../kit/section.js';
import type { Numbers, WithNumbers } from '../kit/numbers.js';
import { placesByStage, stagesOf, type Stage } from './searchStages.js';
import { splitAtMarks } from './textParts.js';

type FoundResult = Extract<LastResult, { kind: 'search' }>;
type Props = WithNumbers & { result: FoundResult };

/** UTF-16 units of a passage that are shown. */
const LONGEST = 240;

/** What was asked, and how much was searched by what. */
export function SearchedLine({ numbers, result: { params, value } }: Props) {
  const { number } = numbers;
  return (
    <div class="asked">
      <p class="sentence">{params.query}</p>
      <p class="dim">
        {[
          l10n.t('{0} passages were searched', number(value.passages)),
          ...(value.reranker === null ? [] : [l10n.t('reranked by {0}', value.reranker)]),
          ...(value.outdated > 0 ? [l10n.t('files changed since they were indexed: {0}', number(value.outdated))] : []),
        ].join(' · ')}
      </p>
    </div>
  );
}

function stageName(stage: Stage): string {
  switch (stage) {
    case 'words':
      return l10n.t('words');
    case 'meaning':
      return l10n.t('meaning');
    case 'together':
      return l10n.t('together');
    case 'rerank':
      return l10n.t('reranked');
  }
}

/** A stage's figure of a result, and its place among all that was searched. */
function stageText(
  { words, meaning, together, rerank }: SearchResult,
  stage: Stage,
  { decimal, number }: Numbers,
): string {
  const told = (rank: number, figure: string) => l10n.t('{0}, place {1}', figure, number(rank));
  switch (stage) {
    case 'words':
      return words ? told(words.rank, decimal(words.score, 2)) : '–';
    case 'meaning':
      return meaning ? told(meaning.rank, decimal(meaning.cosine, 2)) : '–';
    case 'rerank':
      return rerank ? told(rerank.rank, decimal(rerank.score, 2)) : '–';
    case 'together':
      return together ? told(together.rank, decimal(together.score, 2)) : '–';
  }
}

/** The passages with what each stage of the search said of them. */
export function FoundSection({ numbers, result: { value } }: Props) {
  const { results } = value;
  const stages = stagesOf(results);
  if (results.length === 0) return <p class="dim">{l10n.t('Nothing was found.')}</p>;
  return (
    <Section name="found" title={l10n.t('What was found')}>
      <table class="found-rows">
        <thead>
          <tr>
            <th scope="col" class="number">
              {l10n.t('place')}
            </th>
            <th scope="col">{l10n.t('passage')}</th>
            {stages.map((stage) => (
              <th scope="col" class="number">
                {stageName(stage)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.map((found, index) => (
            <tr>
              <td class="number">{numbers.number(index + 1)}</td>
              <th scope="row">
                <Passage found={found} />
                <span class="dim small name">{found.name}</span>
              </th>
              {stages.map((stage) => (
                <td class="number">{stageText(found, stage, numbers)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="dim small">{figuresText(value.wordWeight, numbers)}</p>
    </Section>
  );
}

/** What the figures are. */
function figuresText(wordWeight: number | null, { decimal }: Numbers): string {
  return [
    l10n.t('Words: BM25 over the passage and what stands around it, higher for rare words.'),
    l10n.t(
      'Meaning: the cosine of two vectors, at most 1; one of them is kept in 8 bit, so that it is right to about 0.001.',
    ),
    ...(wordWeight === null
      ? []
      : [
          l10n.t(
            'Together: both in standard deviations from their mean, words times {0}, added up. Words count the less, the less of the question they can find, the more so among few passages.',
            decimal(wordWeight, 2),
          ),
        ]),
    l10n.t('A place is that among all passages that were searched.'),
  ].join(' ');
}

function Passage({ found: { reading, words } }: { found: SearchResult }) {
  const terms = words ? tellingWords(words.terms, [...words.terms, ...words.around]) : [];
  const shown = clipEnd(reading, LONGEST);
  return (
    <span>
      {splitAtMarks(shown, matchedWords(shown, terms)).map(({ text: part, mark }) =>
        mark === null ? part : <b>{part}</b>,
      )}
    </span>
  );
}

// Of the drawing, in its own units.
const STEP = 22;
const COLUMN = 110;
const HEAD = 26;
const INSET = 14;

/** How the order of the results goes from one stage of the search to the next: a line for each. */
export function OrdersSection({ numbers, result: { value } }: Props) {
  const { results } = value;
  const stages = stagesOf(results);
  if (stages.length < 2) return null;
  const places = placesByStage(results, stages);
  const [width, height] = [(stages.length - 1) * COLUMN + 6 * INSET, HEAD + results.length * STEP];
  const x = (at: number) => 3 * INSET + at * COLUMN;
  const y = (place: number) => HEAD + (place - 0.5) * STEP;
  return (
    <Section name="orders" title={l10n.t('The order, stage by stage')}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={l10n.t('A line for each result, from its place by one stage to that by the next')}
      >
        {stages.map((stage, at) => (
          <text x={x(at)} y={INSET} class="stage">
            {stageName(stage)}
          </text>
        ))}
        {results.map((found, index) => {
          const own = places[index] ?? [];
          const dots = own.flatMap((place, at) => (place === null ? [] : [{ place, x: x(at), y: y(place) }]));
          return (
            <g class={index === 0 ? 'order first' : 'order'}>
              <title>{clipEnd(found.reading, LONGEST)}</title>
              <polyline points={dots.map((dot) => `${dot.x},${dot.y}`).join(' ')} />
              {dots.map((dot) => (
                <>
                  <circle cx={dot.x} cy={dot.y} r={9} />
                  <text x={dot.x} y={dot.y + 4}>
                    {numbers.number(index + 1)}
                  </text>
                </>
              ))}
            </g>
          );
        })}
      </svg>
      <p class="dim small">
        {l10n.t(
          'Each number is a result by its place in the end; from top to bottom the order that a stage gives them.',
        )}
      </p>
    </Section>
  );
}
