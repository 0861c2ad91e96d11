import * as vscode from 'vscode';
import { CATALOGUE, CATALOGUE_GROUPS } from './catalogue.js';
import { catalogueGroup } from './catalogueRows.js';
import type { FoundModel } from './foundModels.js';
import { foundRow } from './foundRows.js';
import type { ModelWork } from './modelInstalls.js';
import type { KnownListing } from './modelOverview.js';
import type { ModelSetting } from './modelSettings.js';
import { group, type ModelRow } from './rowParts.js';
import type { ServedModel } from './servedModels.js';
import { servedRow } from './servedRows.js';
import { workRow } from './workRows.js';

/** What the view is drawn from. */
export interface ModelsState {
  works: readonly ModelWork[];
  found: readonly FoundModel[];
  served: readonly ServedModel[];
  /** which commands work with a model */
  uses: (model: { name: string; folder?: string }) => readonly ModelSetting[];
  listing: (id: string) => KnownListing | undefined;
}

/** All rows, group by group. */
export function modelRows({ works, found, served, uses, listing }: ModelsState): ModelRow[] {
  const known = new Set([...found, ...works].map(({ id }) => id));
  const left = CATALOGUE.filter(({ id }) => !known.has(id));
  return [
    ...(works.length > 0
      ? [
          group(
            'works',
            vscode.l10n.t('Installing'),
            works.map((work) => workRow(work)),
          ),
        ]
      : []),
    group(
      'found',
      vscode.l10n.t('Installed'),
      found.map((model) => foundRow(model, uses(model))),
    ),
    ...(served.length > 0
      ? [
          group(
            'served',
            vscode.l10n.t('On servers'),
            served.map((model) => servedRow(model, uses(model))),
          ),
        ]
      : []),
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

const noteRow = (key: string, label: string, description: string): ModelRow => ({
  key,
  label,
  description,
  context: 'note',
});
