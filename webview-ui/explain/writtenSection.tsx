import { computed } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { useMemo, useRef } from 'preact/hooks';
import type { GenerationStep, Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { hasFilteredProbabilities } from '../kit/stepAlternatives.js';
import { Section } from '../kit/section.js';
import { clipStart } from '../../src/text/excerpt.js';
import type { ExplainPage } from './explainPage.js';
import { StepCard } from '../kit/sentence/stepCard.js';
import { SurprisalSparkline } from './surprisalSparkline.js';
import { Legend, WrittenTokens } from '../kit/sentence/writtenTokens.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Of a long prompt only its end is shown here, in UTF-16 units and without blank lines; all its tokens stand further below. */
const PROMPT_SHOWN = 320;

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
        <WrittenText page={page} result={result} steps={first.steps} finish={first.finish} />
      ) : first.text !== '' ? (
        <p class="flow">{first.text}</p>
      ) : (
        <p>{l10n.t('It ended the text at once and wrote nothing.')}</p>
      )}
    </Section>
  );
}

interface WrittenTextProps extends WrittenProps {
  steps: readonly GenerationStep[];
  finish: Sequence['finish'];
}

/** The text before and after its tokens, the tokens, the alternatives of the one in focus, and their surprise. */
function WrittenText({ page: { numbers, step }, result: { params, value }, steps, finish }: WrittenTextProps) {
  const list = useRef<HTMLSpanElement>(null);
  const index = useMemo(() => computed(() => Math.min(step.value, steps.length - 1)), [step, steps]);
  const prompt = params.text ?? value.prompt.map(({ text }) => text).join('');
  return (
    <>
      <div class="flow">
        <span class="prompt">{clipStart(prompt.replace(/\n\s*\n/g, '\n'), PROMPT_SHOWN)}</span>
        <WrittenTokens
          numbers={numbers}
          label={l10n.t('What it wrote')}
          steps={steps}
          finish={finish}
          index={index}
          show={(at) => (step.value = at)}
          list={list}
        />
      </div>
      <Legend numbers={numbers} hint={l10n.t('The prompt is dimmed. Arrow keys move through the tokens.')} />
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
