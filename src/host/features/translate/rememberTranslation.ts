import type { TranslateValue } from '../../../protocol/engine/index.js';
import type { Services } from '../../core/services.js';
import { PlacedTranslation } from '../../editor/placedTranslation.js';
import type { TrackedText } from '../../editor/trackedText.js';
import type { Translation } from './translateTexts.js';
import { termsAndMarks, type TranslationRequest } from './translationRequest.js';

/**
 * Makes a translation the last result, of which *Explain* tells.
 * @param taken what went in or was carried off; null: nothing so far
 * @param place where it stands in the document, so that its sentences can be replaced there
 */
export function rememberTranslation(
  { results }: Pick<Services, 'results'>,
  { model, from, to, through, decoding, glossary, typography }: TranslationRequest,
  source: TrackedText,
  { value, milliseconds }: Translation,
  taken: TranslateValue | null,
  place: 'all' | 'below' | null = null,
): void {
  results.set(
    {
      kind: 'translate',
      params: {
        ...{ model, text: source.text, from, to, decoding },
        ...(through !== undefined && { through }),
        ...termsAndMarks({ glossary, typography }),
      },
      value,
      milliseconds,
      taken: taken?.text ?? null,
    },
    taken && place && PlacedTranslation.find(source, place, taken),
  );
}
