import * as l10n from '@vscode/l10n';
import { scriptNote } from '../model/scriptNote.js';
import type { Part, Role } from '../model/experiment.js';
import type { LaboratoryPage } from '../model/pageContext.js';

interface InputFormProps {
  page: LaboratoryPage;
  part: Part;
  /** a measurement was asked for by its button, its key or an example */
  onAsked: () => void;
}

/** Text, examples, models and options of a measurement, and the button that runs it. */
export function InputForm({ page, part, onAsked }: InputFormProps) {
  const { lab } = page;
  const isRunning = lab.status.value.kind === 'running';
  const submit = (event: Event) => {
    event.preventDefault();
    onAsked();
    void lab.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  const input = lab.inputOf(part);
  const taking = rolesOf(part, input.options).flatMap(({ id }) => input.models[id] ?? []);
  const notes = scriptNote(input.text, taking);
  return (
    <form class="input" onSubmit={submit} onKeyDown={onKey}>
      <div class="field">
        <div class="head">
          <label for="text">{l10n.t('Text')}</label>
          <Examples page={page} part={part} onAsked={onAsked} />
        </div>
        <textarea
          id="text"
          rows={part.textRows ?? 3}
          spellcheck={false}
          value={lab.text.value}
          onInput={({ currentTarget }) => (lab.text.value = currentTarget.value)}
        />
      </div>
      {part.textHint && <p class="dim small">{part.textHint()}</p>}
      {part.otherText && (part.takesOther?.(input.models) ?? true) && (
        <label class="field">
          <span>{part.otherText()}</span>
          <textarea
            rows={2}
            spellcheck={false}
            value={lab.other.value}
            onInput={({ currentTarget }) => (lab.other.value = currentTarget.value)}
          />
        </label>
      )}
      <Choices page={page} part={part} />
      <div class="actions">
        {isRunning ? (
          // Another element than that which measures: a click that stops must not submit.
          <button key="stop" type="button" class="main" onClick={() => lab.cancel()}>
            {l10n.t('Stop')}
          </button>
        ) : (
          <button
            key="measure"
            type="submit"
            class="main"
            disabled={!lab.isReady.value}
            title={l10n.t('Measure (Ctrl+Enter)')}
          >
            {l10n.t('Measure')}
          </button>
        )}
        <button type="button" onClick={() => lab.send({ type: 'take', kind: part.takes ?? 'sentence' })}>
          {part.takes ? l10n.t('Take Whole Text from Editor') : l10n.t('Take from Editor')}
        </button>
      </div>
      {lab.hasServed.value && part.roles.length > 0 && (
        <p class="dim small">
          {l10n.t('Models on servers are left out here: they tell neither attention nor hidden states.')}
        </p>
      )}
      {notes !== '' && <p class="dim small">{notes}</p>}
      <Missing page={page} roles={rolesOf(part, input.options).filter(({ id }) => !input.models[id])} />
    </form>
  );
}

/** Texts that make a point with the models that come along. */
function Examples({ page: { lab }, part, onAsked }: InputFormProps) {
  return (
    <label class="examples">
      <span class="unseen">{l10n.t('Examples')}</span>
      <select
        value=""
        onChange={({ currentTarget }) => {
          const example = part.examples[Number(currentTarget.value)];
          currentTarget.value = '';
          if (!example) return;
          onAsked();
          lab.takeExample(example);
        }}
      >
        <option value="">{l10n.t('Examples …')}</option>
        {part.examples.map(({ point, language }, index) => (
          <option key={index} value={index} lang={language}>
            {point()}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Roles that no model here can take: what to install, and whether it goes on without. */
function Missing({ page: { lab }, roles }: { page: LaboratoryPage; roles: readonly Role[] }) {
  const isNeeded = roles.some(({ optional }) => optional !== true);
  const offers = roles.flatMap(({ offer }) => (offer ? [offer()] : []));
  if (!isNeeded && offers.length === 0) return null;
  return (
    <p class="notice" role={isNeeded ? 'alert' : undefined}>
      {isNeeded && `${l10n.t('No model here can do this.')} `}
      {offers.map((text) => `${text} `)}
      <button type="button" onClick={() => lab.send({ type: 'link', to: 'models', text: '' })}>
        {l10n.t('Install Model …')}
      </button>
    </p>
  );
}

/** The models that have a part with the options as they are. */
const rolesOf = ({ roles }: Part, options: Readonly<Record<string, string>>) =>
  roles.filter(({ matters }) => matters?.(options) ?? true);

/** What is chosen beside the text: options, and a model for each role. */
function Choices({ page: { lab }, part }: { page: LaboratoryPage; part: Part }) {
  const input = lab.inputOf(part);
  return (
    <div class="choices">
      {part.options
        ?.filter(({ matters }) => matters?.(input.options) ?? true)
        .map(({ id, label, choices }) => (
          <label key={id}>
            <span class="dim small">{label()}</span>
            <select value={input.options[id]} onChange={({ currentTarget }) => lab.setOption(id, currentTarget.value)}>
              {choices().map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
      {rolesOf(part, input.options).map((role) => {
        const able = lab.models.value.filter(role.can);
        return (
          <label key={role.id}>
            <span class="dim small">{role.label()}</span>
            <select
              value={input.models[role.id]?.id ?? ''}
              disabled={able.length === 0}
              onChange={({ currentTarget }) => lab.setModel(role.id, currentTarget.value)}
            >
              {able.length === 0 && <option value="">{l10n.t('not installed')}</option>}
              {able.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </label>
        );
      })}
    </div>
  );
}
