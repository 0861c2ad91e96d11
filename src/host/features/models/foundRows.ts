import * as vscode from 'vscode';
import { joinList, labelled } from '../../../wording/index.js';
import { CATALOGUE } from './catalogue.js';
import { sizeOf } from './figures.js';
import type { FoundModel, ModelPlace } from './foundModels.js';
import type { ModelSetting } from './modelSettings.js';
import { tasksOf } from './modelTasks.js';
import { precisionName } from './precisionName.js';
import {
  briefName,
  type Fact,
  factLine,
  factRow,
  fromHub,
  goodFor,
  idFact,
  languagesText,
  lengthFact,
  type ModelRow,
} from './rowParts.js';
import { allTasks, mainTasks, settingTask } from './taskTexts.js';

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
    context: contextOf(
      model,
      (tasks ?? []).some((task) => ['fillMask', 'generate', 'translate'].includes(task)),
    ),
    tooltip: [...(id === name ? [id] : [id, name]), placeName(place), ...facts.map(factLine)],
    spoken: labelled(id, joinList([placeName(place), ...used, ...does, sizeOf(bytes)])),
    subject: { kind: 'found', model },
    children: facts,
  };
}

function foundFacts(model: FoundModel, uses: readonly ModelSetting[]): ModelRow[] {
  const { id, folder, bytes, type, languages, licence, precision, commit, maxLength, tasks, place, endpoint, memory } =
    model;
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
      : {
          name: 'memory',
          label: vscode.l10n.t('Memory'),
          value: vscode.l10n.t('about {0} when it serves', sizeOf(memory)),
        },
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
