import fs from 'node:fs';
import path from 'node:path';
import { type Theme, THEMES } from './settings.js';
import { RESULTS, type Workbench } from './workbench.js';

/** How long a picture waits for the window to stand still, ms: a caret that blinks never does. */
const UNREST_MS = 2000;

/** Takes a PNG of the whole window to test-results/window/NAME.png, as it stands at this moment. */
export async function picture({ page }: Workbench, name: string): Promise<void> {
  write(name, await page.screenshot());
}

/** The same when the window stands still: the layout follows size and theme in later frames. */
export async function steadyPicture({ page }: Workbench, name: string): Promise<void> {
  let now = await page.screenshot();
  for (const deadline = Date.now() + UNREST_MS; Date.now() < deadline;) {
    const before = now;
    now = await page.screenshot();
    if (now.equals(before)) break;
  }
  write(name, now);
}

function write(name: string, content: Buffer): void {
  fs.mkdirSync(RESULTS, { recursive: true });
  fs.writeFileSync(path.join(RESULTS, `${name}.png`), content);
}

/** Changes the colour theme and waits until the window shows it. */
export async function setTheme({ page, bridge }: Workbench, theme: Theme): Promise<void> {
  await bridge.configure({ 'workbench.colorTheme': THEMES[theme] });
  const base = { light: '.vs', dark: '.vs-dark', contrast: '.hc-black' }[theme];
  await page.locator(`.monaco-workbench${base}`).waitFor();
}

/** Pictures of the window as it stands in every theme, wide and narrow: NAME-THEME-WIDTH.png. */
export async function pictures(
  workbench: Workbench,
  name: string,
  themes: Theme[] = ['light', 'dark', 'contrast'],
  widths: number[] = [1280, 640],
): Promise<void> {
  const before = workbench.page.viewportSize() ?? { width: 1280, height: 800 };
  for (const theme of themes) {
    await setTheme(workbench, theme);
    for (const width of widths) {
      await workbench.page.setViewportSize({ width, height: before.height });
      await steadyPicture(workbench, `${name}-${theme}-${width}`);
    }
  }
  await workbench.page.setViewportSize(before);
}
