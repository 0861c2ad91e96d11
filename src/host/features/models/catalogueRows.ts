import * as vscode from 'vscode';
import { joinList, labelled } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import { type CatalogueEntry, type CatalogueGroup, groupName, publishedBytes } from './catalogue.js';
import { sizeOf } from './figures.js';
import type { KnownListing } from './modelOverview.js';
import { precisionName } from './precisionName.js';
import { allTasks } from './taskTexts.js';
import {
  briefName,
  type Fact,
  factLine,
  factRow,
  fromHub,
  goodFor,
  group,
  idFact,
  languagesText,
  lengthFact,
  type ModelRow,
} from './rowParts.js';

/** The models of a group that are not there yet; none where all are. */
export function catalogueGroup(
  name: CatalogueGroup,
  left: readonly CatalogueEntry[],
  listing: (id: string) => KnownListing | undefined,
): ModelRow[] {
  const children = left.filter((entry) => entry.group === name).map((entry) => catalogueRow(entry, listing(entry.id)));
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
