import * as l10n from '@vscode/l10n';
import type { AddedServer, ModelInfo } from '../../../src/protocol/engine/index.js';
import { hostBeyond } from '../../../src/protocol/engine/serverHost.js';
import { decodesItself } from '../../../src/protocol/engine/servedTasks.js';
import { joinSentences } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';

/** Values with what they are called. */
export type Options = readonly (readonly [string, string])[];

/** Models by where they run: those on this machine, and those of servers in a group of their own. */
export function optionsByPlace(
  models: readonly ModelInfo[],
  ids: readonly string[],
): { here: Options; groups: Readonly<Record<string, Options>> } {
  const served = new Set(models.filter(({ source }) => source === 'server').map(({ id }) => id));
  const options = (some: readonly string[]): Options => some.map((id) => [id, id]);
  const onServers = ids.filter((id) => served.has(id));
  return {
    here: options(ids.filter((id) => !served.has(id))),
    groups: onServers.length > 0 ? { [l10n.t('On servers')]: options(onServers) } : {},
  };
}

/** Of a served model: where its texts go, also where that is this machine. */
export function servedText({ address, abilities }: AddedServer): string {
  const host = hostBeyond(address);
  const where =
    host === null ? l10n.t('{0} serves it on this machine.', new URL(address).host) : l10n.t('Text goes to {0}.', host);
  return decodesItself(abilities) ? joinSentences(where, l10n.t('It decodes there, and tells no figures.')) : where;
}

/** Fills a list when it is another one than before, so that an open one is not closed. @param groups behind the others */
export function fillSelect(
  select: HTMLSelectElement,
  list: Options,
  value: string,
  groups: Readonly<Record<string, Options>> = {},
): void {
  const drawn = JSON.stringify([list, groups]);
  if (select.dataset.drawn !== drawn) {
    select.dataset.drawn = drawn;
    const options = (some: Options) =>
      some.map(([own, label]) => html('option', { attributes: { value: own } }, label));
    const grouped = Object.entries(groups).map(([label, some]) =>
      html('optgroup', { attributes: { label } }, ...options(some)),
    );
    select.replaceChildren(...options(list), ...grouped);
  }
  if (select.value !== value) select.value = value;
}
