import { computed, type ReadonlySignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import type { GenerationStep, Sequence } from '../../../src/protocol/engine/index.js';
import { LEVEL_BOUNDS, probabilityLevel, splitWhitespace } from '../probability.js';
import { useRovingTabindex } from '../useRovingTabindex.js';
import { showWhitespace, trimToken } from '../../../src/text/displayText.js';
import type { WithNumbers } from '../numbers.js';

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

interface WrittenTokensProps extends WithNumbers {
  label: string;
  steps: readonly GenerationStep[];
  finish: Sequence['finish'];
  /** the token in focus */
  index: ReadonlySignal<number>;
  show: (index: number) => void;
  list: RefObject<HTMLSpanElement | null>;
}

/** Tokens as a text, underlined by their probability; one of them has the focus. */
export function WrittenTokens({ numbers, label, steps, finish, index, show, list }: WrittenTokensProps) {
  const rove = useRovingTabindex(show, index.peek());
  // Their probability is their class; the last one may end the text and be none of it.
  const classOf = ({ probability }: GenerationStep, at: number) =>
    `piece level${probabilityLevel(probability)}${finish === 'eos' && at === steps.length - 1 ? ' end' : ''}`;
  return (
    <span role="listbox" aria-label={label} aria-orientation="horizontal" ref={list}>
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
  );
}

/** The classes of underlines, thin to thick, with their bounds in numbers. */
export function Legend({ numbers, hint }: WithNumbers & { hint: string }) {
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
      <span>{hint}</span>
    </p>
  );
}
