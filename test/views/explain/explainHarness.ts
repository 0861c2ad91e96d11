import type { ExplainPage, ExplainViewState } from '../../../webview-ui/explain/explainPage.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';

/** What views are drawn with, without an editor around; `copied` collects what is copied. */
export function explainHarness(
  state: Partial<ExplainViewState> = {},
): ExplainPage & { copied: { what: string; text: string }[] } {
  const copied: { what: string; text: string }[] = [];
  const page: ExplainPage = {
    numbers: numbersFor('en'),
    shell: 'posix',
    state: { scale: 'linear', step: 0, run: 0, ...state },
    setState: (change) => void (page.state = { ...page.state, ...change }),
    copy: (what, text) => void copied.push({ what, text }),
  };
  return Object.assign(page, { copied });
}
