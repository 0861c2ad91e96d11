import { type Browser, chromium, type Page } from 'playwright-core';
import { findInstallation } from './installation.js';

export interface BrowserOptions {
  root: string;
  /** the window's size in CSS pixels */
  width?: number;
  height?: number;
}

/** Opens an empty page in a headless chromium. */
export async function startBrowser({
  root,
  width = 1280,
  height = 800,
}: BrowserOptions): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: findInstallation(root).chromium,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--no-first-run'],
    ],
  });
  const context = await browser.newContext({
    viewport: { width, height },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return { browser, page: await context.newPage() };
}
