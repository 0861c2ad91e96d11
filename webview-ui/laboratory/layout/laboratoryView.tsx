import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import type { LABORATORY_LINKS } from '../../../src/protocol/webviews/laboratory.js';
import { EXPERIMENTS } from '../experiments/index.js';
import type { LaboratoryPage } from '../model/pageContext.js';
import { ExperimentView } from './experimentView.js';

/** The whole page: the list of experiments, and the one that is open; where there is no room for both, one of them. */
export function LaboratoryView({ page }: { page: LaboratoryPage }) {
  const { lab } = page;
  const experiment = lab.experiment.value;
  const house = useRef<HTMLDivElement>(null);
  const before = useRef(experiment);
  useEffect(() => {
    if (before.current === experiment) return;
    const left = before.current?.id;
    before.current = experiment;
    if (house.current) beginAtTop(house.current, experiment === null ? `.entry[data-id="${left}"]` : 'h1.name');
  }, [experiment]);
  return (
    <div class={experiment ? 'house open' : 'house'} ref={house}>
      <ExperimentList page={page} />
      {experiment && (
        <div class="experiment">
          <button type="button" class="back" onClick={() => lab.choose(null)}>
            {l10n.t('All experiments')}
          </button>
          <ExperimentView key={experiment.id} page={page} experiment={experiment} />
        </div>
      )}
      <p class="said" role="status">
        {page.said.value}
      </p>
    </div>
  );
}

/** What is opened begins at its top; where the button that opened it is gone, the focus goes to the heading or the entry. */
function beginAtTop(house: HTMLElement, focus: string): void {
  window.scrollTo(0, 0);
  const active = document.activeElement;
  const isLost = !active || active === document.body || active.getClientRects().length === 0;
  if (isLost) house.querySelector<HTMLElement>(focus)?.focus();
}

function ExperimentList({ page: { lab, wide } }: { page: LaboratoryPage }) {
  const shown = lab.experimentId.value;
  return (
    <nav class="list" aria-label={l10n.t('Experiments')}>
      <h1>{l10n.t('Laboratory')}</h1>
      <p class="dim small">{l10n.t('What the textbooks say of BERT, GPT-2 and T5, measured on your own sentence.')}</p>
      <ul>
        {EXPERIMENTS.map(({ id, title, summary }) => (
          <li key={id}>
            <button
              type="button"
              class="entry"
              data-id={id}
              aria-current={id === shown ? 'page' : undefined}
              onClick={() => lab.choose(id)}
            >
              <span class="title">{title()}</span>
              <span class="summary dim small">{summary()}</span>
            </button>
          </li>
        ))}
      </ul>
      <h2>{l10n.t('Other views that measure')}</h2>
      <ul class="links">
        {links().map(({ to, text }) => (
          <li key={to}>
            <button
              type="button"
              class="link"
              onClick={() => lab.send({ type: 'link', to, text: lab.text.value.trim() })}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
      {!wide && (
        <button
          type="button"
          onClick={() => {
            const [experiment, part] = [lab.experimentId.value ?? '', lab.partId.value];
            lab.send({ type: 'wide', opening: { experiment, part, text: lab.text.value } });
          }}
        >
          {l10n.t('Open in an Editor Tab')}
        </button>
      )}
    </nav>
  );
}

const links = (): { to: (typeof LABORATORY_LINKS)[number]; text: string }[] => [
  { to: 'decoding', text: l10n.t('Decoding and its laboratory of distributions') },
  { to: 'architectures', text: l10n.t('Three Architectures: attention side by side') },
  { to: 'surprise', text: l10n.t('Surprise in the text') },
  { to: 'sentences', text: l10n.t('Compared sentences') },
];
