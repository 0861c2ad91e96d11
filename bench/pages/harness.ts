import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { findChromium } from '../../test/host/lib/installation.js';

export const root = path.resolve(__dirname, '../..');

/** Builds the development pages of the views: the real bundles, with a stand-in for their host. */
export function buildPages(): void {
  execFileSync(process.execPath, [path.join(root, 'scripts/gallery.mjs'), '--build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--allow-file-access-from-files'],
  });
}

/** Opens a development page in a window of this width. */
export async function openPage(browser: Browser, name: string, query: string, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.goto(`file://${path.join(root, 'test-results/views', `${name}.html`)}?${query}`);
  return page;
}

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  /** microseconds */
  ts: number;
  dur?: number;
  /** of the thread's own time: what other processes take of the machine is not in it */
  tdur?: number;
  tid: number;
  pid: number;
  args?: { name?: string };
}

/** What counts as scripting, style and layout on the page's main thread. */
const COUNTED = new Set([
  'EventDispatch',
  'HandlePostMessage',
  'FunctionCall',
  'EvaluateScript',
  'TimerFire',
  'FireAnimationFrame',
  'RunMicrotasks',
  'MinorGC',
  'MajorGC',
  'UpdateLayoutTree',
  'Layout',
]);

/** Records the browser's own trace and tells what each interaction cost. */
export class Tracer {
  readonly #events: TraceEvent[] = [];
  #count = 0;

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async start(page: Page): Promise<Tracer> {
    const session = await page.context().newCDPSession(page);
    const tracer = new Tracer(page, session);
    session.on('Tracing.dataCollected', ({ value }) => tracer.#events.push(...(value as unknown as TraceEvent[])));
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['devtools.timeline', 'blink.user_timing', 'v8', '__metadata'] },
    });
    return tracer;
  }

  /** Does something as a user would, and waits until it is on the screen. */
  async interact(work: () => Promise<unknown>): Promise<void> {
    const index = this.#count++;
    await this.page.evaluate((name) => void performance.mark(name), `from-${index}`);
    await work();
    await this.page.evaluate(
      (name) =>
        new Promise<void>((resolve) =>
          requestAnimationFrame(() => setTimeout(() => (performance.mark(name), resolve()))),
        ),
      `to-${index}`,
    );
  }

  /** Ends the recording. @returns milliseconds of scripting, style and layout, in the thread's own time, from each interaction to its frame */
  async stop(): Promise<number[]> {
    const complete = new Promise<void>((resolve) => this.session.once('Tracing.tracingComplete', () => resolve()));
    await this.session.send('Tracing.end');
    await complete;
    const marks = new Map(
      this.#events.filter(({ cat }) => cat.includes('user_timing')).map((mark) => [mark.name, mark]),
    );
    return Array.from({ length: this.#count }, (_, index) => {
      const from = marks.get(`from-${index}`);
      const to = marks.get(`to-${index}`);
      if (!from || !to) throw new Error(`interaction ${index} left no marks in the trace`);
      return this.#cost(from.ts, to.ts, from.pid, from.tid);
    });
  }

  /** Nested events count once. */
  #cost(from: number, to: number, pid: number, tid: number): number {
    const own = this.#events
      .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && COUNTED.has(event.name))
      .filter(({ ts, dur = 0 }) => ts < to && ts + dur > from)
      .sort((a, b) => a.ts - b.ts);
    let total = 0;
    let end = from;
    for (const { ts, dur = 0, tdur = dur } of own) {
      if (ts + dur <= end || dur === 0) continue;
      const share = (Math.min(to, ts + dur) - Math.max(ts, end)) / dur;
      total += share * tdur;
      end = Math.min(to, ts + dur);
    }
    return total / 1000;
  }
}
