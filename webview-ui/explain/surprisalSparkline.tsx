import { computed, type ReadonlySignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { TargetedMouseEvent } from 'preact';
import type { GenerationStep } from '../../src/protocol/engine/index.js';
import { surprisal } from '../kit/probability.js';
import { trimToken } from '../../src/text/displayText.js';
import type { WithNumbers } from '../kit/numbers.js';
import { sparkline } from './sparkline.js';

/** The drawing's own units; it is stretched to the width there is, lines keep their thickness. */
const WIDTH = 1000;
const HEIGHT = 56;
const STILL = { 'vector-effect': 'non-scaling-stroke' } as const;

interface SurprisalLineProps extends WithNumbers {
  steps: readonly GenerationStep[];
  /** the token that is marked */
  index: ReadonlySignal<number>;
  /** called with a token's index when its place in the line is clicked */
  choose: (index: number) => void;
}

/** The line of surprise over the tokens. */
export function SurprisalSparkline({ numbers, steps, index, choose }: SurprisalLineProps) {
  const bits = steps.map(({ probability }) => surprisal(probability));
  const { path, area, top, mean, peak } = sparkline(bits, WIDTH, HEIGHT);
  const step = WIDTH / steps.length;
  const meaning = l10n.t(
    'One bit is a coin toss. Mean {0}, highest {1} at “{2}”.',
    numbers.decimal(mean, 1),
    numbers.decimal(bits[peak] ?? 0, 1),
    trimToken(steps[peak]?.text ?? ''),
  );
  const meanAt = HEIGHT * (1 - mean / top);
  return (
    <div class="surprise">
      <h3>{l10n.t('Surprise per token (bits)')}</h3>
      <div class="plot">
        <div class="ends dim small" aria-hidden>
          <span>{top}</span>
          <span>0</span>
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={meaning}
          onClick={(event) => choose(indexAt(event, steps.length))}
        >
          <rect class="here" y={0} width={step} height={HEIGHT} x={computed(() => index.value * step)} />
          <line class="grid" x1={0} x2={WIDTH} y1={0} y2={0} {...STILL} />
          <line class="grid" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} {...STILL} />
          <line class="mean" x1={0} x2={WIDTH} y1={meanAt} y2={meanAt} {...STILL} />
          <path class="area" d={area} />
          <path class="line" d={path} {...STILL} />
        </svg>
      </div>
      <p class="dim small">{meaning}</p>
    </div>
  );
}

function indexAt({ clientX, currentTarget }: TargetedMouseEvent<Element>, count: number): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(count - 1, Math.max(0, Math.floor(((clientX - left) / width) * count)));
}
