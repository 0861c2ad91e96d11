import * as l10n from '@vscode/l10n';
import type { LABORATORY_LINKS } from '../../../src/protocol/webviews/laboratory.js';
import { EXPERIMENTS } from '../experiments/index.js';
import type { LaboratoryPage } from '../model/pageContext.js';
import { ExperimentView } from './experimentView.js';

/** The whole page: the list of experiments, and the one that is open; where there is no room for both, one of them. */
export function LaboratoryView({ page }: { page: LaboratoryPage }) {
  const { lab } = page;
  const experiment = lab.experiment.value;
  return (
    <div class={experiment ? 'house open' : 'house'}>
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
              aria-current={id === shown ? 'page' : undefined}
              onClick={() => lab.choose(id)}
            >
              <span class="title">{title()}</span>
              <span class="dim small">{summary()}</span>
            </button>
          </li>
        ))}
      </ul>
      <h2>{l10n.t('In the same house')}</h2>
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
