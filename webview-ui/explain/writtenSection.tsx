import { computed, useComputed } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { GenerationStep, Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { hasFilteredProbabilities } from '../kit/stepAlternatives.js';
import { splitWhitespace, LEVEL_BOUNDS, probabilityLevel } from '../kit/probability.js';
import { Section } from '../kit/section.js';
import { useRovingTabindex } from '../kit/useRovingTabindex.js';
import { trimToken, showWhitespace } from '../kit/displayText.js';
import { clipStart } from '../../src/text/excerpt.js';
import type { ExplainPage, WithNumbers } from './explainPage.js';
import { StepCard } from './stepCard.js';
import { SurprisalSparkline } from './surprisalSparkline.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Of a long prompt only its end is shown here, in UTF-16 units and without blank lines; all its tokens stand further below. */
const PROMPT_SHOWN = 320;

/** A written token's text: spaces plain, its ink underlined. */
function Ink({ text }: { text: string }) {
  const { before, ink, after } = splitWhitespace(text);
  return (
    <>
      {before}
      <span class="ink">{ink.trim() === '' ? showWhitespace(ink) : ink}</span>
      {after}
      {Array.from(ink.matchAll(/\n/g), () => (
        <br />
      ))}
    </>
  );
}

/** The classes of underlines, thin to thick, with their bounds in numbers. */
function Legend({ numbers }: WithNumbers) {
  const bound = (share: number) => numbers.percent(share).replace(/[.,]0/, '');
  const last = LEVEL_BOUNDS.at(-1) ?? 0;
  const names = [...LEVEL_BOUNDS.map((share) => l10n.t('from {0}', bound(share))), l10n.t('below {0}', bound(last))];
  return (
    <p class="legend dim small">
      {`${l10n.t('Probability')}: `}
      {names.map((name, level) => (
        <span class={`level${level}`}>
          <span class="ink">{name}</span>
        </span>
      ))}
      <span>{l10n.t('The prompt is dimmed. Arrow keys move through the tokens.')}</span>
    </p>
  );
}

interface WrittenProps {
  page: ExplainPage;
  result: GenerateResult;
}

/** The text that was written first, by its tokens. */
export function WrittenSection({ page, result }: WrittenProps) {
  const [first] = result.value.sequences;
  if (!first) return null;
  return (
    <Section name="written" title={l10n.t('What it wrote')}>
      {first.steps && first.steps.length > 0 ? (
        <WrittenTokens page={page} result={result} steps={first.steps} finish={first.finish} />
      ) : (
        <p>{l10n.t('It ended the text at once and wrote nothing.')}</p>
      )}
    </Section>
  );
}

interface WrittenTokensProps extends WrittenProps {
  steps: readonly GenerationStep[];
  finish: Sequence['finish'];
}

/** The text before and after its tokens, the tokens, the alternatives of the one in focus, and their surprise. */
function WrittenTokens({ page: { numbers, step }, result: { params, value }, steps, finish }: WrittenTokensProps) {
  const list = useRef<HTMLSpanElement>(null);
  const index = useComputed(() => Math.min(step.value, steps.length - 1));
  const rove = useRovingTabindex((at) => (step.value = at), index.peek());
  const prompt = params.text ?? value.prompt.map(({ text }) => text).join('');
  // Their probability is their class; the last one may end the text and be none of it.
  const classOf = ({ probability }: GenerationStep, at: number) =>
    `piece level${probabilityLevel(probability)}${finish === 'eos' && at === steps.length - 1 ? ' end' : ''}`;
  return (
    <>
      <div class="flow">
        <span class="prompt">{clipStart(prompt.replace(/\n\s*\n/g, '\n'), PROMPT_SHOWN)}</span>
        <span role="listbox" aria-label={l10n.t('What it wrote')} aria-orientation="horizontal" ref={list}>
          {steps.map((one, at) => (
            <span
              class={classOf(one, at)}
              role="option"
              aria-label={l10n.t('{0}, probability {1}', trimToken(one.text), numbers.percent(one.probability))}
              {...rove(at)}
              aria-selected={computed(() => at === index.value)}
            >
              <Ink text={one.text} />
            </span>
          ))}
        </span>
      </div>
      <Legend numbers={numbers} />
      <div class="step">
        <StepCard
          numbers={numbers}
          steps={steps}
          index={index}
          filtered={hasFilteredProbabilities(steps)}
          // The engine gives a seed back where chance had a part.
          drawn={value.seed !== undefined}
        />
      </div>
      <SurprisalSparkline
        numbers={numbers}
        steps={steps}
        index={index}
        choose={(at) => (list.current?.children[at] as HTMLElement | undefined)?.focus()}
      />
    </>
  );
}
