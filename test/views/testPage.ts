import { explainTexts } from '../../src/host/features/explain/explainTexts.js';
import type { ExplainText } from '../../src/protocol/webviews/index.js';
import type { Page, PageState } from '../../webview-ui/explain/page.js';
import { numbersIn } from '../../webview-ui/shared/numbers.js';
import { filled } from '../../webview-ui/shared/texts.js';

/** The page's texts in English. */
export const texts: Record<ExplainText, string> = explainTexts({ t: (message: unknown) => String(message) });

/** What views are drawn with, without an editor around; `copied` collects what is copied. */
export function testPage(state: Partial<PageState> = {}): Page & { copied: { what: string; text: string }[] } {
  const copied: { what: string; text: string }[] = [];
  const page: Page = {
    say: (text, ...values) => filled(texts[text], ...values),
    numbers: numbersIn('en'),
    shell: 'posix',
    state: { scale: 'linear', step: 0, run: 0, ...state },
    remember: (change) => void (page.state = { ...page.state, ...change }),
    copy: (what, text) => void copied.push({ what, text }),
  };
  return Object.assign(page, { copied });
}
