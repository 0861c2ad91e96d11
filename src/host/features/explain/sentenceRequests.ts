import { GlassboxError } from '../../../protocol/engine/index.js';
import type { ExplainContract, LastResult } from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import type { PageHandlers } from '../../webviews/webviewPage.js';

/** Alternatives shown for each token. */
const ALTERNATIVES = 8;

type TranslateResult = Extract<LastResult, { kind: 'translate' }>;

/** What the page asks about a sentence of the translation that it shows. */
export function sentenceRequests({
  engine,
  results,
}: Pick<Services, 'engine' | 'results'>): PageHandlers<ExplainContract>['requests'] {
  /** @throws GlassboxError `cancelled` where another result has come meanwhile, which the page shows by now */
  const shown = (run: number, segment: number) => {
    const { last } = results;
    const span = last?.kind === 'translate' && last.milliseconds === run ? last.value.segments[segment] : undefined;
    if (span === undefined) throw new GlassboxError('cancelled', 'Another result is shown.');
    return { span, params: (last as TranslateResult).params };
  };
  return {
    async retranslate({ run, segment, targetPrefix }, { signal }) {
      const { span, params } = shown(run, segment);
      const text = params.text.slice(span.start, span.end);
      const asked = { ...params, text, targetPrefix, alternatives: ALTERNATIVES };
      const { segments } = await engine.call('translate', asked, {}, signal);
      return segments[0]?.sequences ?? [];
    },
    async replaceSentence({ run, segment, target }) {
      shown(run, segment);
      return (await results.placed?.replace(segment, target)) === 'placed';
    },
  };
}
