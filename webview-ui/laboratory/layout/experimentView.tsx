import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { Experiment } from '../model/experiment.js';
import { WHY } from '../model/laboratoryState.js';
import type { LaboratoryPage } from '../model/pageContext.js';
import { InputForm } from './inputForm.js';
import { OutcomeView } from './outcomeView.js';
import { WhyView } from './whyView.js';

/** An experiment: its measurements as tabs, the last one says why. */
export function ExperimentView({ page, experiment }: { page: LaboratoryPage; experiment: Experiment }) {
  const { lab } = page;
  const part = lab.part.value;
  const wanted = useRef(false);
  const tabs = [...experiment.parts.map(({ id, title }) => ({ id, text: title() })), { id: WHY, text: l10n.t('Why') }];
  const shown = part?.id ?? WHY;
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = (tabs.findIndex(({ id }) => id === shown) + by + tabs.length) % tabs.length;
    lab.choosePart(tabs[at]!.id);
    const list = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]');
    list[at]?.focus();
  };
  return (
    <>
      <h1 class="name" tabIndex={-1}>
        {experiment.title()}
      </h1>
      <div class="tabs" role="tablist" aria-label={experiment.title()} onKeyDown={step}>
        {tabs.map(({ id, text }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === shown}
            aria-controls="part"
            tabIndex={id === shown ? 0 : -1}
            onClick={() => lab.choosePart(id)}
          >
            {text}
          </button>
        ))}
      </div>
      <div id="part" role="tabpanel" aria-labelledby={`tab-${shown}`}>
        {part ? (
          <>
            <p class="question">{part.question()}</p>
            <InputForm page={page} part={part} onAsked={() => (wanted.current = true)} />
            <OutcomeView page={page} experiment={experiment} part={part} wanted={wanted} />
          </>
        ) : (
          <WhyView page={page} experiment={experiment} />
        )}
      </div>
    </>
  );
}
