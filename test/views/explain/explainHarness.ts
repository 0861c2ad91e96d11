import { signal } from '@preact/signals';
import { h, options, render } from 'preact';
import type { LastResult } from '../../../src/protocol/webviews/index.js';
import type { Sequence } from '../../../src/protocol/engine/index.js';
import type { ExplainPage } from '../../../webview-ui/explain/explainPage.js';
import { ExplainView } from '../../../webview-ui/explain/explainView.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import type { AxisScale } from '../../../webview-ui/kit/probabilityAxis.js';

// What changes is drawn at once, not in a microtask.
options.debounceRendering = (redraw) => redraw();
options.requestAnimationFrame = (redraw) => redraw();

/**
 * Draws the page of a result in place of the last one, without an editor around.
 * @param state what the page has kept, and what the host says to it
 * @returns what the page keeps, and what was copied from it and asked of the host
 */
export function draw(
  result: LastResult | null,
  state: { scale?: AxisScale; step?: number; sentence?: number } & Partial<
    Pick<ExplainPage, 'placed' | 'retranslate'>
  > = {},
) {
  const scale = signal(state.scale ?? 'linear');
  const step = signal(state.step ?? 0);
  const copied: { what: string; text: string }[] = [];
  const copy: ExplainPage['copy'] = (what, text) => void copied.push({ what, text });
  const sentence = signal(state.sentence ?? null);
  const replaced: { segment: number; target: string }[] = [];
  const page: ExplainPage = {
    numbers: numbersFor('en'),
    shell: 'posix',
    scale,
    step,
    toast: signal(''),
    copy,
    sentence,
    placed: state.placed ?? false,
    retranslate: state.retranslate ?? (() => new Promise<Sequence[]>(() => undefined)),
    replaceSentence: (segment, target) => {
      replaced.push({ segment, target });
      return Promise.resolve(true);
    },
  };
  render(null, document.body);
  render(h(ExplainView, { page, result }), document.body);
  return {
    copied,
    replaced,
    drawNext: (next: LastResult) => render(h(ExplainView, { page, result: next }), document.body),
    get state() {
      return { scale: scale.value, step: step.value, sentence: sentence.value };
    },
  };
}
