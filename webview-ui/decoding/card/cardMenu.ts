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
    { attributes: { type: 'button', title: page.say('moreActions') } },
    icon('more'),
  );
  return menuButton(button, () => itemsOf(page, run(), acts));
}

function itemsOf({ say, send, state }: DecodingPage, run: DecodingRun, { rename, move }: CardActs): MenuItem[] {
  const { id } = run;
  const index = state.runs.findIndex((one) => one.id === id);
  const text = run.sequences[0]?.text ?? '';
  const busy = run.status === 'running' || run.status === 'waiting';
  return [
    { label: say('runAgain'), choose: () => send({ type: 'run', runs: [id] }), disabled: busy },
    {
      label: say('copyText'),
      choose: () => send({ type: 'copyText', run: id, sequence: 0 }),
      disabled: text === '',
      apart: true,
    },
    { label: say('copyRecipeJson'), choose: () => send({ type: 'copyRecipe', run: id, as: 'json' }) },
    { label: say('copyRecipePython'), choose: () => send({ type: 'copyRecipe', run: id, as: 'python' }) },
    { label: say('copyRecipeCommand'), choose: () => send({ type: 'copyRecipe', run: id, as: 'command' }) },
    { label: say('rename'), choose: rename, apart: true },
    { label: say('duplicate'), choose: () => send({ type: 'duplicate', run: id }) },
    { label: say('moveUp'), choose: () => move(index - 1), disabled: index <= 0 },
    {
      label: say('moveDown'),
      choose: () => move(index + 1),
      disabled: index >= state.runs.length - 1,
    },
    { label: say('remove'), choose: () => send({ type: 'remove', run: id }) },
  ];
}
