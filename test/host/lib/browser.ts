import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './installation.js';

export interface BrowserOptions {
  /** the window's size in CSS pixels */
  width?: number;
  height?: number;
}

/** Opens an empty page in a headless chromium. */
export async function startBrowser({ width = 1280, height = 800 }: BrowserOptions = {}): Promise<{
  browser: Browser;
  page: Page;
}> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
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
