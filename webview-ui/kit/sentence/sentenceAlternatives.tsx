import { useSignal, type ReadonlySignal, type Signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { toErrorValue, type Alternative, type Sequence } from '../../../src/protocol/engine/index.js';
import { errorText } from '../../../src/wording/errorText.js';
import { hasFilteredProbabilities } from '../stepAlternatives.js';
import {
  attemptsBehind,
  logProbabilityOf,
  NOTHING,
  parting,
  prefixWith,
  type Attempt,
  type Prefix,
} from './attempts.js';
import type { WithNumbers } from '../numbers.js';
import { StepCard } from './stepCard.js';
import { Legend, WrittenTokens } from './writtenTokens.js';

interface SentenceProps extends WithNumbers {
  /**
   * asks what the sentence can become behind the first tokens of it
   * @throws GlassboxError as a rejection
   */
  search: (targetPrefix: readonly number[], signal: AbortSignal) => Promise<Sequence[]>;
  /** what can be done with the text that is looked at; buttons, and what was done */
  actions: (text: string) => ComponentChildren;
}

/** What was found last, and what of it is looked at. */
interface Search {
  /** best first */
  attempts: readonly Attempt[];
  current: Attempt;
  /** a token was put there by hand */
  anew: boolean;
  /** the token that gets the keyboard, whose button is gone with what it stood in; null: nothing was pressed */
  focusAt: number | null;
}

interface SearchState {
  search: Signal<Search | null>;
  busy: ReadonlySignal<boolean>;
  fault: ReadonlySignal<string | null>;
  /** looks for what follows a prefix; the run before ends */
  ask: (prefix: Prefix, focusAt: number | null) => Promise<void>;
}

/** Asks the host what a sentence can become, once at first and again for each token that is chosen instead. */
function useSearch({ search: find, numbers }: Pick<SentenceProps, 'search' | 'numbers'>): SearchState {
  const search = useSignal<Search | null>(null);
  const busy = useSignal(true);
  const fault = useSignal<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const ask = async (prefix: Prefix, focusAt: number | null) => {
    running.current?.abort();
    const abort = (running.current = new AbortController());
    busy.value = true;
    fault.value = null;
    try {
      const attempts = attemptsBehind(prefix, await find(prefix.ids, abort.signal));
      const [current] = attempts;
      if (current && !abort.signal.aborted) {
        search.value = { attempts, current, anew: prefix.ids.length > 0, focusAt };
      }
      if (!current && !abort.signal.aborted)
        fault.value = l10n.t(
          'The model read this sentence without its signs, code or figures, or in another form, so what else it found cannot stand here.',
        );
    } catch (error) {
      const value = toErrorValue(error);
      if (value.code !== 'cancelled') fault.value = errorText(value, numbers.number);
    } finally {
      if (running.current === abort) busy.value = false;
    }
  };
  useEffect(() => {
    void ask(NOTHING, null);
    return () => running.current?.abort();
  }, []);
  return { search, busy, fault, ask };
}

/** What a sentence could have become: each token's alternatives, other sentences, and the way on from another token. */
export function SentenceAlternatives({ numbers, search: find, actions }: SentenceProps) {
  const { search, busy, fault, ask } = useSearch({ search: find, numbers });
  const found = search.value;
  const said = busy.value
    ? l10n.t('Translating …')
    : found?.anew
      ? l10n.t('Translated anew: {0}', found.current.text)
      : '';
  return (
    <>
      <p class="dim small" role="status">
        {said}
      </p>
      {fault.value !== null && <p role="alert">{fault.value}</p>}
      {found && (
        <>
          <AttemptTokens
            // Another attempt begins at its own token.
            key={found.current.ids.join()}
            numbers={numbers}
            search={found}
            choose={(at, alternative) => void ask(prefixWith(found.current, at, alternative), at)}
          />
          <SentenceActions
            numbers={numbers}
            actions={actions}
            attempt={found.current}
            goBack={found.anew ? () => void ask(NOTHING, 0) : null}
          />
          <OtherAttempts
            numbers={numbers}
            search={found}
            take={(current) => (search.value = { ...found, current, focusAt: parting(found.current, current) })}
          />
        </>
      )}
    </>
  );
}

interface AttemptTokensProps extends WithNumbers {
  search: Search;
  choose: (at: number, alternative: Alternative) => void;
}

/** The tokens of an attempt, and what else could stand at the one in focus. */
function AttemptTokens({ numbers, search: { current, focusAt }, choose }: AttemptTokensProps) {
  const { steps, finish } = current;
  const first = Math.min(focusAt ?? 0, Math.max(0, steps.length - 1));
  const step = useSignal(first);
  const list = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (focusAt !== null) (list.current?.children[first] as HTMLElement | undefined)?.focus();
  }, []);
  return (
    <>
      <div class="flow">
        <WrittenTokens
          numbers={numbers}
          label={l10n.t('Translation')}
          steps={steps}
          finish={finish}
          index={step}
          show={(at) => (step.value = at)}
          list={list}
        />
      </div>
      <Legend
        numbers={numbers}
        hint={l10n.t(
          'Arrow keys move through the tokens. Press another one below: the rest is translated on from there.',
        )}
      />
      <StepCard
        numbers={numbers}
        steps={steps}
        index={step}
        filtered={hasFilteredProbabilities(steps)}
        drawn={false}
        choose={(alternative) => choose(step.peek(), alternative)}
      />
    </>
  );
}

interface SentenceActionsProps extends WithNumbers, Pick<SentenceProps, 'actions'> {
  attempt: Attempt;
  /** null: it is the model's own */
  goBack: (() => void) | null;
}

/** What can be done with the sentence that is looked at. */
function SentenceActions({ numbers, actions, attempt, goBack }: SentenceActionsProps) {
  return (
    <div class="sentence-actions">
      {actions(attempt.text)}
      {goBack && (
        <button type="button" onClick={goBack}>
          {l10n.t('Back to the Model’s Own')}
        </button>
      )}
      <span class="number dim">{l10n.t('ln p {0}', numbers.logarithm(logProbabilityOf(attempt)))}</span>
    </div>
  );
}

interface OtherAttemptsProps extends WithNumbers {
  search: Search;
  take: (attempt: Attempt) => void;
}

/** What the other beams found. */
function OtherAttempts({ numbers, search: { attempts, current }, take }: OtherAttemptsProps) {
  const others = attempts.filter((attempt) => attempt !== current);
  if (others.length === 0) return null;
  return (
    <>
      <h3>{l10n.t('What else the search found')}</h3>
      <ol class="others" aria-label={l10n.t('What else the search found')}>
        {others.map((attempt) => (
          <li>
            <button type="button" class="word" onClick={() => take(attempt)}>
              {attempt.text}
            </button>
            <span class="number dim">{l10n.t('ln p {0}', numbers.logarithm(logProbabilityOf(attempt)))}</span>
          </li>
        ))}
      </ol>
      {others.some((attempt) => logProbabilityOf(attempt) > logProbabilityOf(current)) && (
        <p class="dim small">
          {l10n.t('The search weighs ln p with the length: a longer translation may win with a lower sum.')}
        </p>
      )}
    </>
  );
}
