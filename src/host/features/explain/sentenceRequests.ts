import { GlassboxError } from '../../../protocol/engine/index.js';
import type { ExplainContract } from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import type { PageHandlers } from '../../webviews/webviewPage.js';

/** Alternatives shown for each token. */
const ALTERNATIVES = 8;

/** What the page asks about a sentence of the translation that it shows. */
export function sentenceRequests({
  engine,
  results,
}: Pick<Services, 'engine' | 'results'>): PageHandlers<ExplainContract>['requests'] {
  return {
    async retranslate({ targetPrefix = [], ...params }, { signal }) {
      // Without a prefix the sentence is read as the translation read it: signs and code of it are no words.
      const asked = { ...params, alternatives: ALTERNATIVES, ...(targetPrefix.length > 0 && { targetPrefix }) };
      const { segments } = await engine.call('translate', asked, {}, signal);
      return segments[0]?.sequences ?? [];
    },
    async replaceSentence({ run, segment, target }) {
      const { last, placed } = results;
      // The page shows another one by now.
      if (last?.kind !== 'translate' || last.milliseconds !== run || !last.value.segments[segment]) {
        throw new GlassboxError('cancelled', 'Another result is shown.');
      }
      return (await placed?.replace(segment, target)) === 'placed';
    },
  };
}
