import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { menuButton, type MenuItem } from '../../kit/menuButton.js';
import type { DecodingPage } from '../model/decodingPage.js';

/** What is done on the page itself. */
export interface CardActs {
  rename: () => void;
  /** moves the run to an index of the list */
  move: (index: number) => void;
}

/** What can be done with a run beside what its card shows. The card labels it, since its number may change. */
export function cardMenu(page: DecodingPage, run: () => DecodingRun, acts: CardActs): HTMLElement {
  const button = html(
    'button.quiet.sign',
    { attributes: { type: 'button', title: l10n.t('More actions') } },
    icon('more'),
  );
  return menuButton(button, () => itemsOf(page, run(), acts));
}

function itemsOf({ send, state }: DecodingPage, run: DecodingRun, { rename, move }: CardActs): MenuItem[] {
  const { id } = run;
  const index = state.runs.findIndex((one) => one.id === id);
  const text = run.sequences[0]?.text ?? '';
  const busy = run.status === 'running' || run.status === 'waiting';
  return [
    { label: l10n.t('Run Again'), choose: () => send({ type: 'run', runs: [id] }), disabled: busy },
    {
      label: l10n.t('Copy Text'),
      choose: () => send({ type: 'copyText', run: id, sequence: 0 }),
      disabled: text === '',
      apart: true,
    },
    {
      label: l10n.t('Show Its Attention'),
      choose: () => send({ type: 'attention', run: id, sequence: 0 }),
      disabled: busy || text === '',
    },
    { label: l10n.t('Copy Recipe as JSON'), choose: () => send({ type: 'copyRecipe', run: id, as: 'json' }) },
    { label: l10n.t('Copy Recipe as Python'), choose: () => send({ type: 'copyRecipe', run: id, as: 'python' }) },
    {
      label: l10n.t('Copy Recipe as Console Command'),
      choose: () => send({ type: 'copyRecipe', run: id, as: 'command' }),
    },
    { label: l10n.t('Save as generation_config.json …'), choose: () => send({ type: 'saveConfig', run: id }) },
    { label: l10n.t('Rename'), choose: rename, apart: true },
    { label: l10n.t('Duplicate'), choose: () => send({ type: 'duplicate', run: id }) },
    { label: l10n.t('Move Up'), choose: () => move(index - 1), disabled: index <= 0 },
    {
      label: l10n.t('Move Down'),
      choose: () => move(index + 1),
      disabled: index >= state.runs.length - 1,
    },
    { label: l10n.t('Remove'), choose: () => send({ type: 'remove', run: id }) },
  ];
}
