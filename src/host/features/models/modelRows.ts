import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { errorDetail, errorSummary, joinList, languageName, labelled } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import { percentDone } from '../../core/workFigures.js';
import {
  CATALOGUE,
  CATALOGUE_GROUPS,
  groupName,
  publishedBytes,
  type CatalogueEntry,
  type CatalogueGroup,
} from './catalogue.js';
import { progressParts, sizeOf } from './figures.js';
import type { FoundModel, ModelPlace } from './foundModels.js';
import type { ModelWork } from './modelInstalls.js';
import type { KnownListing } from './modelOverview.js';
import type { ModelSetting } from './modelSettings.js';
import { precisionName } from './precisionName.js';
import { allTasks, mainTasks, settingTask } from './taskTexts.js';

/** What a row of the view stands for. */
export type RowSubject =
  | { kind: 'work'; work: ModelWork }
  | { kind: 'found'; model: FoundModel }
  | { kind: 'catalogue'; entry: CatalogueEntry };

/** A row of the view, before the editor draws it. */
export interface ModelRow {
  /** stays the same as long as the row means the same */
  key: string;
  label: string;
  description?: string;
  /** a name of VS Code's icons, and a colour's */
  icon?: string;
  color?: string;
  /** words by which menus know it */
  context: string;
  /** lines of plain text */
  tooltip?: readonly string[];
  /** what a screen reader says; the label and the description where it is left out */
  spoken?: string;
  subject?: RowSubject;
  children?: readonly ModelRow[];
  isOpen?: boolean;
}

/** What the view is drawn from. */
export interface ModelsState {
  works: readonly ModelWork[];
  found: readonly FoundModel[];
  /** which commands work with a model */
  uses: (model: FoundModel) => readonly ModelSetting[];
  listing: (id: string) => KnownListing | undefined;
}

const nameOf = (language: string) => languageName(language, vscode.env.language);

/** A model's name without its organisation, for which a side bar has no room: what is said of the row has the whole. */
const briefName = (id: string) => id.slice(id.lastIndexOf('/') + 1);

/** All rows, group by group. */
export function modelRows({ works, found, uses, listing }: ModelsState): ModelRow[] {
  const known = new Set([...found, ...works].map(({ id }) => id));
  const left = CATALOGUE.filter(({ id }) => !known.has(id));
  return [
    ...(works.length > 0
      ? [group('works', vscode.l10n.t('Installing'), works.map((work) => workRow(work)))]
      : []),
    group(
      'found',
      vscode.l10n.t('Installed'),
      found.map((model) => foundRow(model, uses(model))),
    ),
    left.length === 0
      ? noteRow('catalogue', vscode.l10n.t('Catalogue'), vscode.l10n.t('all are installed'))
      : group(
          'catalogue',
          vscode.l10n.t('Catalogue'),
          CATALOGUE_GROUPS.flatMap((one) => catalogueGroup(one, left, listing)),
          left.length,
        ),
  ];
}

/** @param count of the models in it */
function group(key: string, label: string, children: readonly ModelRow[], count = children.length): ModelRow {
  const models = userNumber()(count);
  return {
    key,
    label,
    description: models,
    context: 'group',
    children,
    isOpen: true,
    spoken: labelled(label, models),
  };
}

const noteRow = (key: string, label: string, description: string): ModelRow => ({
  key,
  label,
  description,
  context: 'note',
});

/** What went wrong, as a row has room for it. */
function errorParts(error: unknown): { brief: string; whole: string } {
  const { code, message, details } = toErrorValue(error);
  const whole = details ? errorDetail(details, userNumber()) : message;
  return { brief: errorSummary(code), whole };
}

/** An install or a check, with how far it is. */
export function workRow(work: ModelWork): ModelRow {
  const { name, id, received, total, state } = work;
  const percent = vscode.l10n.t('{0} %', percentDone(received, total));
  const amount = total > 0 ? [vscode.l10n.t('{0} of {1}', sizeOf(received), sizeOf(total))] : [];
  const common = { key: `work:${name}`, label: briefName(id), subject: { kind: 'work', work } } as const;
  const row = (icon: string, context: string, parts: readonly string[], more: readonly string[]): ModelRow => ({
    ...common,
    icon,
    context,
    description: parts.join(' · '),
    tooltip: [id, ...parts, ...more],
    spoken: labelled(id, joinList([...parts, ...more])),
  });
  switch (state) {
    case 'running': {
      const parts = work.progress ? progressParts(work.progress) : [vscode.l10n.t('begins')];
      const isCheck = work.kind === 'verify' || work.kind === 'repair';
      return row('loading~spin', isCheck ? 'work checking running' : 'work running', parts, amount);
    }
    case 'elsewhere':
      return row('sync', 'work', [percent, vscode.l10n.t('another window is at it')], amount);
    case 'stopped':
      return row('debug-pause', 'work stopped', [vscode.l10n.t('stopped at {0}', percent)], amount);
    case 'failed': {
      const { brief, whole } = errorParts(work.error);
      const failed = row('error', 'work stopped failed', [brief], [whole, ...amount]);
      const reason: ModelRow = { key: `work:${name}:why`, label: whole, context: 'fact', tooltip: [whole] };
      return { ...failed, color: 'list.errorForeground', children: [reason], isOpen: true };
    }
  }
}

function placeName(place: ModelPlace): string {
  switch (place) {
    case 'embedded':
      return vscode.l10n.t('came with Glassbox');
    case 'store':
      return vscode.l10n.t('installed');
    case 'folder':
      return vscode.l10n.t('from your model folders');
    case 'cache':
      return vscode.l10n.t('downloaded by Python');
  }
}

function placeIcon(place: ModelPlace): string {
  switch (place) {
    case 'embedded':
      return 'package';
    case 'store':
      return 'database';
    case 'folder':
      return 'folder';
    case 'cache':
      return 'archive';
  }
}

/** Words that menus go by. */
function contextOf({ place, endpoint, commit, hasCard, tasks }: FoundModel, isUsable: boolean): string {
  return [
    'model folder',
    place,
    ...(endpoint !== null || (place === 'cache' && commit !== null) ? ['hub'] : []),
    ...(hasCard ? ['card'] : []),
    ...(isUsable || tasks === null ? ['usable'] : []),
  ].join(' ');
}

/** A model that is there. */
export function foundRow(model: FoundModel, uses: readonly ModelSetting[]): ModelRow {
  const { id, name, folder, place, bytes, tasks } = model;
  const does = mainTasks(tasksOf(model));
  const used = uses.length > 0 ? [vscode.l10n.t('in use for {0}', joinList(uses.map(settingTask)))] : [];
  const parts = [sizeOf(bytes), ...(used.length > 0 ? used : does)];
  const facts = foundFacts(model, uses);
  return {
    key: `found:${folder}`,
    label: briefName(id),
    description: parts.join(' · '),
    icon: used.length > 0 ? 'pass-filled' : placeIcon(place),
    ...(used.length > 0 && { color: 'testing.iconPassed' }),
    context: contextOf(model, (tasks ?? []).some((task) => ['fillMask', 'generate', 'translate'].includes(task))),
    tooltip: [...(id === name ? [id] : [id, name]), placeName(place), ...facts.map(factLine)],
    spoken: labelled(id, joinList([placeName(place), ...used, ...does, sizeOf(bytes)])),
    subject: { kind: 'found', model },
    children: facts,
  };
}

/** What a model does: as the engine says, else as its card or the catalogue does. */
export function tasksOf({ tasks, id, pipeline, place, name }: FoundModel): FoundModel['tasks'] & object {
  return (
    tasks ??
    CATALOGUE.find((entry) => entry.id === id)?.tasks ??
    (place === 'embedded' ? EMBEDDED_TASKS[name] : undefined) ??
    (pipeline === null ? undefined : PIPELINE_TASKS[pipeline]) ??
    []
  );
}

type Tasks = NonNullable<FoundModel['tasks']>;

/** What the models that came along do, before an engine has said it. */
const EMBEDDED_TASKS: Readonly<Record<string, Tasks>> = {
  'bert-mini': ['fillMask', 'betterWords', 'attention'],
  'gpt2-mini': ['generate', 'attention'],
  'gpt2-mini-amateur': ['generate', 'attention'],
  't5-mini': ['translate', 'attention'],
};

/** The hub's names of tasks. */
const PIPELINE_TASKS: Readonly<Record<string, Tasks>> = {
  'fill-mask': ['fillMask', 'attention'],
  'text-generation': ['generate', 'attention'],
  translation: ['translate', 'attention'],
  summarization: ['summarize', 'generate', 'attention'],
  'text2text-generation': ['generate', 'attention'],
  'text-classification': ['classify', 'attention'],
  'token-classification': ['entities', 'attention'],
  'question-answering': ['answer', 'attention'],
  'text-ranking': ['rank'],
  'sentence-similarity': ['embed', 'rank'],
  'feature-extraction': ['embed', 'rank'],
};

interface Fact {
  name: string;
  label: string;
  value: string;
  context?: string;
  icon?: string;
}

const factRow = (key: string, { name, label, value, context = 'fact' }: Fact): ModelRow => ({
  key: `${key}:${name}`,
  label,
  description: value,
  context,
  tooltip: [labelled(label, value)],
  spoken: labelled(label, value),
});

const factLine = ({ label, description = '' }: ModelRow) => labelled(label, description);

const languagesText = (languages: readonly string[]) => joinList(languages.map(nameOf));

function foundFacts(model: FoundModel, uses: readonly ModelSetting[]): ModelRow[] {
  const { id, folder, bytes, type, languages, licence, precision, commit, maxLength, tasks, place, endpoint, memory } = model;
  const does = allTasks(tasksOf(model));
  const entry = CATALOGUE.find((one) => one.id === id);
  const facts: (Fact | null)[] = [
    id.includes('/') ? idFact(id) : null,
    uses.length > 0
      ? { name: 'uses', label: vscode.l10n.t('In use for'), value: joinList(uses.map(settingTask)) }
      : null,
    entry ? goodFor(entry) : null,
    does.length > 0 ? { name: 'tasks', label: vscode.l10n.t('What it does'), value: joinList(does) } : null,
    languages.length > 0
      ? { name: 'languages', label: vscode.l10n.t('Languages'), value: languagesText(languages) }
      : null,
    licence === null ? null : { name: 'licence', label: vscode.l10n.t('Licence'), value: licence },
    {
      name: 'size',
      label: vscode.l10n.t('Size'),
      value: [sizeOf(bytes), ...(precision === null ? [] : [precisionName(precision)])].join(' · '),
    },
    memory === null
      ? null
      : { name: 'memory', label: vscode.l10n.t('Memory'), value: vscode.l10n.t('about {0} when it serves', sizeOf(memory)) },
    type === null ? null : { name: 'type', label: vscode.l10n.t('Kind'), value: type },
    tasks === null ? null : lengthFact(maxLength),
    commit === null
      ? null
      : { name: 'commit', label: vscode.l10n.t('Commit'), value: fromHub(commit.slice(0, 12), endpoint) },
    { name: 'place', label: vscode.l10n.t('Where it is'), value: placeName(place) },
    { name: 'folder', label: vscode.l10n.t('Folder'), value: folder },
  ];
  return facts.filter((fact) => fact !== null).map((fact) => factRow(`found:${folder}`, fact));
}

function fromHub(commit: string, endpoint: string | null): string {
  return endpoint === null ? commit : vscode.l10n.t('{0} on {1}', commit, new URL(endpoint).host);
}

const lengthFact = (maxLength: number | null): Fact => ({
  name: 'length',
  label: vscode.l10n.t('Longest text'),
  value:
    maxLength === null ? vscode.l10n.t('no limit of its own') : vscode.l10n.t('{0} tokens', userNumber()(maxLength)),
});

/** With the organisation, which the row's name leaves out. */
const idFact = (id: string): Fact => ({ name: 'id', label: vscode.l10n.t('Name'), value: id });

const goodFor = (entry: CatalogueEntry): Fact => ({
  name: 'goodFor',
  label: vscode.l10n.t('Good for'),
  value: entry.goodFor(),
});

function catalogueGroup(
  name: CatalogueGroup,
  left: readonly CatalogueEntry[],
  listing: ModelsState['listing'],
): ModelRow[] {
  const children = left
    .filter((entry) => entry.group === name)
    .map((entry) => catalogueRow(entry, listing(entry.id)));
  if (children.length === 0) return [];
  return [{ ...group(`catalogue:${name}`, groupName(name), children), isOpen: false }];
}

/** How large a model of the catalogue is: as its hub said, else by its parameters. */
export function catalogueSize(entry: CatalogueEntry, listing: KnownListing | undefined): string {
  const sizes = (listing?.variants ?? []).map(({ bytes }) => bytes);
  if (sizes.length === 0) return vscode.l10n.t('≈ {0}', sizeOf(publishedBytes(entry)));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map(sizeOf) as [string, string];
  return least === most ? least : vscode.l10n.t('{0} to {1}', least, most);
}

/** A model that could be there. */
export function catalogueRow(entry: CatalogueEntry, listing: KnownListing | undefined): ModelRow {
  const size = catalogueSize(entry, listing);
  const facts = catalogueFacts(entry, listing);
  const said = entry.languages.length > 0 ? languagesText(entry.languages) : vscode.l10n.t('many languages');
  return {
    key: `catalogue:${entry.id}`,
    label: briefName(entry.id),
    description: [size, said].join(' · '),
    icon: 'cloud-download',
    context: 'model catalogue hub',
    tooltip: [entry.id, entry.goodFor(), ...facts.slice(2).map(factLine)],
    spoken: labelled(entry.id, joinList([vscode.l10n.t('not installed'), said, size, entry.goodFor()])),
    subject: { kind: 'catalogue', entry },
    children: facts,
  };
}

function catalogueFacts(entry: CatalogueEntry, listing: KnownListing | undefined): ModelRow[] {
  const { id, languages, licence, maxLength, parameters, tasks } = entry;
  const subject = { kind: 'catalogue', entry } as const;
  const sizes: Fact[] = listing
    ? listing.variants.map(({ name, precision, bytes }) => ({
        name: `size:${name}`,
        label: vscode.l10n.t('Size, {0}', precisionName(precision, name)),
        value: sizeOf(bytes),
      }))
    : [
        {
          name: 'size',
          label: vscode.l10n.t('Size'),
          value: vscode.l10n.t('about {0}', sizeOf(publishedBytes(entry))),
          context: 'fact sizes',
        },
      ];
  const facts: Fact[] = [
    idFact(id),
    goodFor(entry),
    { name: 'tasks', label: vscode.l10n.t('What it does'), value: joinList(allTasks(tasks)) },
    {
      name: 'languages',
      label: vscode.l10n.t('Languages'),
      value: languages.length > 0 ? languagesText(languages) : vscode.l10n.t('many'),
    },
    { name: 'licence', label: vscode.l10n.t('Licence'), value: listing?.licence ?? licence },
    ...sizes,
    {
      name: 'parameters',
      label: vscode.l10n.t('Parameters'),
      value: vscode.l10n.t('{0} million', userNumber()(Math.round(parameters / 1e5) / 10)),
    },
    {
      name: 'memory',
      label: vscode.l10n.t('Memory'),
      // In 32 bit with what it computes: it takes less where its weights are made 8 bit.
      value: vscode.l10n.t('at most about {0}', sizeOf(parameters * 5)),
    },
    lengthFact(maxLength),
    ...(listing
      ? [
          {
            name: 'commit',
            label: vscode.l10n.t('Commit'),
            value: fromHub(listing.commit.slice(0, 12), listing.endpoint),
          },
        ]
      : []),
  ];
  return facts.map((fact) => ({ ...factRow(`catalogue:${id}`, fact), subject }));
}
