import type { Signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { FillMaskValue, MaskCandidate } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { probabilityAxis, type ProbabilityAxis, type AxisScale } from '../kit/probabilityAxis.js';
import { Bar } from '../kit/bar.js';
import { Section } from '../kit/section.js';
import { AxisLine } from './axisLine.js';
import { TakenLine } from './resultHeader.js';
import { splitAtMarks } from './textParts.js';
import type { WithNumbers } from '../kit/numbers.js';
import type { ExplainPage } from './explainPage.js';

type FillResult = Extract<LastResult, { kind: 'fillMask' }>;

/** The sentence as it was asked, its masks marked. */
export function SentenceWithGaps({ result: { params, value, taken } }: { result: FillResult }) {
  const { masks } = value;
  return (
    <div class="asked">
      <p class="sentence">
        {splitAtMarks(params.text, masks).map(({ text, mark }) =>
          mark === null ? (
            text
          ) : (
            <mark>
              {text}
              {masks.length > 1 && <sub>{mark + 1}</sub>}
            </mark>
          ),
        )}
      </p>
      <TakenLine taken={taken} />
    </div>
  );
}

/** Of several masks filled, the words taken stand in the masks' order; with one it is the whole. */
function takenWord({ value: { masks }, taken }: FillResult, index: number): string | null {
  if (taken === null) return null;
  if (masks.length === 1) return taken;
  const words = taken.split(' ');
  return words.length === masks.length ? (words[index] ?? null) : null;
}

const sameWord = (a: string, b: string | null) => a.trim().toLowerCase() === b?.trim().toLowerCase();

interface CandidateRowProps extends WithNumbers {
  candidate: MaskCandidate;
  axis: ProbabilityAxis;
  taken: boolean;
}

function CandidateRow({ numbers, candidate: { text, probability }, axis, taken }: CandidateRowProps) {
  return (
    <li class={taken ? 'row taken' : 'row'}>
      <span class="word" title={text}>
        {text}
        {taken && <span class="mark">{l10n.t('taken')}</span>}
      </span>
      <Bar share={axis.positionOf(probability)} />
      <span class="number">{numbers.percent(probability)}</span>
    </li>
  );
}

interface MaskListProps extends WithNumbers {
  result: FillResult;
  index: number;
  axis: ProbabilityAxis;
}

function MaskList({ numbers, result, index, axis }: MaskListProps) {
  const { masks } = result.value;
  const candidates = masks[index]?.candidates ?? [];
  const leftOut = masks[index]?.leftOut;
  const taken = takenWord(result, index);
  const shown = candidates.reduce((sum, { probability }) => sum + probability, 0);
  const several = masks.length > 1;
  const title = l10n.t('Mask {0} of {1}', String(index + 1), String(masks.length));
  return (
    <div class="mask">
      {several && <h3>{title}</h3>}
      <AxisLine axis={axis} numbers={numbers} />
      <ol class="rows" aria-label={several ? title : l10n.t('Candidates')}>
        {candidates.map((candidate) => (
          <CandidateRow candidate={candidate} axis={axis} numbers={numbers} taken={sameWord(candidate.text, taken)} />
        ))}
      </ol>
      <p class="dim small">
        {l10n.t(
          'Together {0} of the probability; the rest lies on the other words of the vocabulary.',
          numbers.percent(Math.min(1, shown)),
        )}
      </p>
      {leftOut !== undefined && (
        <p class="dim small">
          {l10n.t(
            'Punctuation, pieces of words and words that are written otherwise are not listed; they have {0}.',
            numbers.percent(Math.min(1, leftOut.probability)),
          )}
        </p>
      )}
    </div>
  );
}

/** The switch between the two scales: a group of two buttons, of which one is pressed. */
function ScaleSwitch({ scale }: { scale: Signal<AxisScale> }) {
  const options: [AxisScale, string][] = [
    ['linear', l10n.t('linear')],
    ['log', l10n.t('logarithmic')],
  ];
  return (
    <div class="switch" role="group" aria-label={l10n.t('Scale')}>
      {options.map(([value, label]) => (
        <button
          type="button"
          aria-pressed={scale.value === value}
          data-scale={value}
          onClick={() => (scale.value = value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** The candidates of every mask as bars, with the switch of their scale. */
export function CandidatesSection({
  page: { numbers, scale },
  result,
}: {
  page: Pick<ExplainPage, 'numbers' | 'scale'>;
  result: FillResult;
}) {
  const { masks } = result.value;
  const every = masks.flatMap(({ candidates }) => candidates.map(({ probability }) => probability));
  // One axis for all masks, so that their bars can be compared.
  const axis = probabilityAxis(scale.value, every);
  return (
    <Section name="candidates" title={l10n.t('Candidates')}>
      <ScaleSwitch scale={scale} />
      <div class="masks">
        {masks.map((_mask, index) => (
          <MaskList numbers={numbers} result={result} index={index} axis={axis} />
        ))}
      </div>
    </Section>
  );
}

/** Fillings of all masks at once, by falling probability. */
export function JointSection({ numbers, joint }: WithNumbers & { joint: NonNullable<FillMaskValue['joint']> }) {
  const axis = probabilityAxis(
    'linear',
    joint.map(({ logProbability }) => Math.exp(logProbability)),
  );
  return (
    <Section name="joint" title={l10n.t('All masks together')}>
      <ol class="rows joint" aria-label={l10n.t('All masks together')}>
        {joint.map(({ texts, logProbability }) => {
          const probability = Math.exp(logProbability);
          const words = texts.join(' … ');
          return (
            <li class="row">
              <span class="word" title={words}>
                {words}
              </span>
              <Bar share={axis.positionOf(probability)} />
              <span class="number">{numbers.percent(probability)}</span>
              <span class="number dim">{l10n.t('ln p {0}', numbers.logarithm(logProbability))}</span>
            </li>
          );
        })}
      </ol>
      <p class="dim small">
        {l10n.t(
          'Words that fit each other: each is weighed with the ones before it already in place. ln p is the sum of their log-probabilities.',
        )}
      </p>
    </Section>
  );
}
