import fs from 'node:fs';
import path from 'node:path';
import { type Theme, THEMES } from './settings.js';
import { RESULTS, type Workbench } from './workbench.js';

/** Takes a PNG of the whole window to test-results/window/NAME.png. */
export async function picture({ page }: Workbench, name: string): Promise<void> {
  fs.mkdirSync(RESULTS, { recursive: true });
  await page.screenshot({ path: path.join(RESULTS, `${name}.png`) });
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
      await workbench.page.waitForTimeout(300); // the layout follows the size in a later frame
      await picture(workbench, `${name}-${theme}-${width}`);
    }
  }
  await workbench.page.setViewportSize(before);
}
