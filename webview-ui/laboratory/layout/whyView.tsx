import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import type { Experiment } from '../model/experiment.js';
import type { LaboratoryPage } from '../model/pageContext.js';
import { LinkedText } from './linkedText.js';

/** Why an experiment comes out as it does: text, formulas, sources, and an exercise that the engine checks. */
export function WhyView({ page, experiment }: { page: LaboratoryPage; experiment: Experiment }) {
  const { paragraphs, formulas, sources } = experiment.why();
  return (
    <article class="why">
      {paragraphs.map((text, at) => (
        <p key={at}>
          <LinkedText lab={page.lab} text={text} />
        </p>
      ))}
      <h2>{l10n.t('Formulas')}</h2>
      <dl class="formulas">
        {formulas.map(({ formula, meaning }, at) => (
          <div key={at}>
            <dt>{formula}</dt>
            <dd class="dim">{meaning}</dd>
          </div>
        ))}
      </dl>
      <h2>{l10n.t('Exercise')}</h2>
      <ExerciseForm page={page} experiment={experiment} />
      <h2>{l10n.t('Sources')}</h2>
      <ul class="sources small">
        {sources.map((source, at) => (
          <li key={at}>{source}</li>
        ))}
      </ul>
    </article>
  );
}

type Verdict = { kind: 'none' | 'checking' } | { kind: 'told'; isMet: boolean; text: string };

function ExerciseForm({ page, experiment }: { page: LaboratoryPage; experiment: Experiment }) {
  const { lab, numbers } = page;
  const { exercise } = experiment;
  const part = experiment.parts.find(({ id }) => id === exercise.part);
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState<Verdict>({ kind: 'none' });
  const run = useRef<AbortController | null>(null);
  useEffect(() => () => run.current?.abort(), []);
  if (!part) return null;
  const check = async (event: Event) => {
    event.preventDefault();
    run.current?.abort();
    const abort = new AbortController();
    run.current = abort;
    setVerdict({ kind: 'checking' });
    try {
      const result = await lab.check(part, text, abort.signal);
      if (!abort.signal.aborted) setVerdict({ kind: 'told', ...exercise.check(result, numbers) });
    } catch (error) {
      if (abort.signal.aborted) return;
      setVerdict({ kind: 'told', isMet: false, text: errorText(toErrorValue(error), numbers.number) });
    }
  };
  return (
    <form class="exercise" onSubmit={(event) => void check(event)}>
      <p>{exercise.task()}</p>
      <label class="field">
        <span>{l10n.t('Your text')}</span>
        <textarea
          rows={part.textRows ?? 2}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      {part.textHint && <p class="dim small">{part.textHint()}</p>}
      <button type="submit" class="main" disabled={text.trim() === '' || verdict.kind === 'checking'}>
        {l10n.t('Check')}
      </button>
      <p class={verdict.kind === 'told' && verdict.isMet ? 'verdict met' : 'verdict'} role="status">
        {verdict.kind === 'checking' && l10n.t('Measuring …')}
        {verdict.kind === 'told' && (
          <>
            <strong>{verdict.isMet ? l10n.t('Done.') : l10n.t('Not yet.')}</strong> {verdict.text}
          </>
        )}
      </p>
    </form>
  );
}
