/* The pictures of the README and the walkthrough, from the extension and the models as they are: `npm run pictures` writes
 * them to media/. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DecodingWindow } from '../lib/decodingView.js';
import { ghostText, openFile, placeCursor, selectTexts } from '../lib/editor.js';
import { openModels, openRow } from '../lib/modelsView.js';
import { acceptPick, dismissPick, movePick, pick, runCommand } from '../lib/palette.js';
import { setTheme } from '../lib/pictures.js';
import { hover, webview } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const LOW = { width: 940, height: 520 };
/** high enough for a list of ten */
const MIDDLE = { width: 940, height: 640 };
const HIGH = { width: 1100, height: 900 };
const WIDE = { width: 1540, height: 900 };
/** high enough for a page of the Laboratory with its result */
const TALL = { width: 1540, height: 1040 };

const WINTER = `# Winter diary

It was a cold day in the old town,
and the boats lay still on the river.

My grandmother lived by the market.
Every day she walked to the square
and bought bread, fish and flowers.

Nobody in the house knew why.

She drank a cup of [MASK] in the morning.

Then she put on her coat and opened the door.
`;
const LETTER = `# A letter

Dear Anna,

Thank you for your letter. I was glad to hear from you.
Here is what I wanted to tell you about us, before winter comes.

The house is small. My brother has three books.
We go to school tomorrow morning.
`;
const RIVER = `# The river

The children sat on the bank of the river and watched the boats.

The bank gave the farmer money for a new house.
`;

const VILLAGE = `# The village in winter

An old fox lived in a den at the edge of the forest. By day it slept, and at night it went out to hunt.

The farmer at the mill kept hens and two horses. Each evening he locked the door of the barn and put the key into his coat.

In January the river froze. The children of the school skated on it until it was dark, and came home with red hands.

My grandmother sold bread and cakes on the market. She was up at four in the morning, when the oven had to be lit.

The train to the city left at seven. A ticket cost four coins, and nobody had four coins to spare for a journey.

One of the horses fell ill. The doctor came and looked at it for a long time; he gave it a bitter powder and shook his head.

In spring a vixen dug a burrow beneath the roots of the oak tree, and soon four cubs played before it in the sun.

When the ice broke, the boats went down to the sea again, heavy with timber and salt, and the men sang as they rowed.
`;
const SUPPER = `# After supper

The children sat on the bank of the river and watched the boats.
Their mother had brought bread, cheese and a bottle of xylophones.

It was late in the summer, and nobody wanted to go home.
`;
const TODAY = `# Today

- The team won the match in the last minute.
- Boil the rice and add a little salt.
- The train to Berlin leaves at nine.
- Cut the onions into small pieces.
- She scored two goals before the break.
- The bus was an hour late again.
`;

const workbench = useWorkbench({
  files: {
    'supper.md': SUPPER,
    'today.md': TODAY,
    'winter.md': WINTER,
    'story.md': '# A story\n\nOnce upon a time, there was a little girl who\n',
    'letter.md': LETTER,
    'river.md': RIVER,
    'village.md': VILLAGE,
    'king.md':
      '# The king’s horse\n\nOnce upon a time, there was a king who had a horse. One day the horse said that\n',
  },
  settings: {
    'editor.wordWrap': 'on',
    'editor.occurrencesHighlight': 'off',
    'editor.minimap.enabled': false,
  },
  theme: 'dark',
  // The side bar takes its width from the window's first one.
  ...WIDE,
});
const page = (): Page => workbench().page;
const view = new DecodingWindow(workbench);

/** The mouse rests where nothing answers to it. */
const AWAY = { x: 430, y: 440 };

async function open(file: string, size: { width: number; height: number } = LOW): Promise<void> {
  await page().setViewportSize(size);
  await page().mouse.move(AWAY.x, AWAY.y);
  await runCommand(page(), 'View: Close All Editors');
  await openFile(workbench(), file);
  await page().locator('.editor-instance .view-lines', { hasText: '#' }).first().waitFor();
}

async function take(name: string): Promise<void> {
  await page().waitForTimeout(700); // the layout follows the size, and scroll bars fade
  if (name !== 'hover') await page().mouse.move(AWAY.x + 1, AWAY.y); // a tip goes when the mouse does
  await page().waitForTimeout(300);
  await page().screenshot({ path: path.join(ROOT, 'media', `${name}.png`) });
}

/** A picture of the walkthrough, which is shown in light themes, too. */
async function takeBoth(name: string): Promise<void> {
  await take(name);
  await setTheme(workbench(), 'light');
  await take(`${name}-light`);
  await setTheme(workbench(), 'dark');
}

/** There is no command that closes what is closed. */
async function closeSideBar(): Promise<void> {
  if (await page().locator('.part.sidebar').isVisible()) await runCommand(page(), 'View: Close Primary Side Bar');
}

/** Gives what stands beside the text all room but a little. */
async function widenSecond(): Promise<void> {
  const { x } = (await page().locator('.editor-group-container').last().boundingBox())!;
  await page().mouse.move(x, AWAY.y);
  await page().mouse.down();
  await page().mouse.move(480, AWAY.y, { steps: 5 });
  await page().mouse.up();
  await page().mouse.move(300, AWAY.y);
}

test('Fill Mask', async () => {
  await open('winter.md', MIDDLE);
  await closeSideBar();
  await placeCursor(workbench(), '[MASK]', 'before');
  // The first time, the model is loaded.
  for (let i = 0; i < 2; i++) {
    await runCommand(page(), 'Glassbox: Fill Mask');
    await pick(page(), /%/);
    if (i === 0) await dismissPick(page());
  }
  await movePick(page(), 2);
  await takeBoth('fill-mask');
  await dismissPick(page());
});

test('Continue Text, and its explanation', async () => {
  await open('story.md');
  await placeCursor(workbench(), 'girl who');
  await runCommand(page(), 'Glassbox: Continue Text');
  await ghostText(page());
  await page()
    .locator('.statusbar-item', { hasText: /^\s*Glassbox\s*$/ })
    .waitFor();
  await takeBoth('continue-text');
  await page().setViewportSize(HIGH);
  await runCommand(page(), 'Glassbox: Explain Last Result');
  const frame = await webview(page(), '.generate .piece');
  await frame.locator('.piece[tabindex="0"]').focus();
  for (let i = 0; i < 4; i++) await page().keyboard.press('ArrowRight');
  await takeBoth('explain');
  await runCommand(page(), 'View: Close Editor');
});

test('Translate Selection', async () => {
  await open('letter.md');
  await selectTexts(workbench(), {
    text: 'The house is small. My brother has three books.\nWe go to school tomorrow morning.',
  });
  await runCommand(page(), 'Glassbox: Translate Selection');
  await pick(page(), '→');
  await page().keyboard.type('German');
  await expect.poll(async () => (await pick(page())).rows[0]?.label).toBe('German');
  await acceptPick(page());
  await pick(page(), 'Insert Below');
  await takeBoth('translate');
  await dismissPick(page());
});

test('the hover', async () => {
  await workbench().bridge.configure({ 'glassbox.hover.layer': 3 });
  await open('river.md');
  await placeCursor(workbench(), 'The children', 'before');
  await hover(page(), 'bank', 'looks at');
  await take('hover');
});

test('the attention panel', async () => {
  await open('river.md', WIDE);
  await placeCursor(workbench(), 'the bank');
  await runCommand(page(), 'Glassbox: Show Attention');
  const frame = await webview(page(), '#attention .matrix');
  await widenSecond();
  await frame.locator('.head[tabindex="0"]').focus();
  await page().keyboard.press('ArrowDown');
  await page().keyboard.press('ArrowRight');
  await page().keyboard.press('Enter');
  await frame.locator('.matrix').focus();
  await page().keyboard.press('Control+Home');
  for (let i = 0; i < 5; i++) await page().keyboard.press('ArrowDown');
  for (let i = 0; i < 8; i++) await page().keyboard.press('ArrowRight');
  await page().waitForTimeout(1500); // hiding each word is measured meanwhile
  await takeBoth('attention');
  await frame.getByRole('button', { name: 'Lines', exact: true }).click();
  await frame.locator('.stage svg path').first().waitFor({ state: 'attached' });
  await take('attention-lines');
  await runCommand(page(), 'View: Close All Editors');
});

test('Show Surprise', async () => {
  await open('supper.md');
  await placeCursor(workbench(), '# After supper');
  await runCommand(page(), 'Glassbox: Show Surprise');
  await page().locator('.statusbar-item', { hasText: 'bits per word' }).waitFor();
  for (const [theme, name] of [
    ['dark', 'surprise'],
    ['light', 'surprise-light'],
  ] as const) {
    await setTheme(workbench(), theme);
    await hover(page(), 'xylophones', 'Expected instead');
    await page().waitForTimeout(1000);
    await page().screenshot({ path: path.join(ROOT, 'media', `${name}.png`) });
    await page().mouse.move(AWAY.x, AWAY.y);
  }
  await setTheme(workbench(), 'dark');
  await runCommand(page(), 'Glassbox: Show Surprise');
});

test('Classify Selection or Lines', async () => {
  await open('today.md', MIDDLE);
  await selectTexts(workbench(), { text: TODAY.slice(TODAY.indexOf('- The team')).trimEnd() });
  await runCommand(page(), 'Glassbox: Classify Selection or Lines');
  await pick(page(), 'Each of the 6 Lines');
  await acceptPick(page());
  await page().locator('.quick-input-widget:visible input[type="text"]').fill('sport, cooking, travel');
  await page().keyboard.press('Enter');
  await pick(page(), 'Open as Table');
  await takeBoth('classify');
  await dismissPick(page());
});

test('the Decoding view', async () => {
  await open('king.md', HIGH);
  await placeCursor(workbench(), 'said that');
  await view.open();
  await view.run();
  const token = (await view.card(1)).locator('.piece').nth(3);
  await token.click();
  await page().mouse.move(AWAY.x, AWAY.y);
  await takeBoth('decoding');
  await token.press('Escape');
  await runCommand(page(), 'Glassbox: Open Decoding in an Editor Tab');
  await webview(page(), '#decoding .decoding');
  await view.choose('Presets', 'Nine strategies');
  await view.press(/^Run 9/);
  await view.done();
  await closeSideBar();
  await page().mouse.move(AWAY.x, AWAY.y);
  await take('decoding-wide');
});

test('the Laboratory', async () => {
  await open('king.md', TALL);
  await closeSideBar();
  await selectTexts(workbench(), { text: 'Once upon a time, there was a king' });
  await runCommand(page(), 'Glassbox: Open Laboratory');
  const frame = await webview(page(), '#laboratory .list');
  await widenSecond();
  await frame.locator('.entry', { hasText: 'Layers' }).click();
  await frame.locator('.choices label', { hasText: 'Model' }).locator('select').selectOption('gpt2-mini');
  await frame.getByRole('button', { name: 'Measure', exact: true }).click();
  await frame.locator('.outcome[aria-busy="false"] .seen').waitFor();
  await take('laboratory');
  await runCommand(page(), 'View: Close All Editors');
});

test('Find Similar', async () => {
  await open('village.md', { width: 1100, height: 760 });
  await closeSideBar();
  await runCommand(page(), 'Glassbox: Find Similar');
  await page().locator('.quick-input-widget:visible input[type="text"]').fill('Where does a fox sleep?');
  await pick(page(), 'In This File');
  await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'In This File' }).click();
  await page().locator('.part.panel .monaco-list-row', { hasText: 'meaning' }).first().waitFor();
  await runCommand(page(), 'Notifications: Clear All Notifications');
  await takeBoth('similar');
  await runCommand(page(), 'View: Hide Panel');
});

test('the Models view', async () => {
  await open('winter.md', HIGH);
  await openModels(page());
  for (const row of ['Catalogue', 'Fill masks and find words', 'bert-base-uncased']) await openRow(page(), row);
  await page().mouse.move(AWAY.x, AWAY.y);
  await takeBoth('models');
});
