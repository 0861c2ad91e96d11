import { isLearnt, sentencesOf } from '../learntTexts.js';
import type { AdaptText } from './adaptText.js';

/** What of a text held out the model had learnt before. */
export interface KnownText {
  /** its sentences */
  known: number;
  /** so little is left that all is judged */
  judgesKnown: boolean;
  isLeftOut: (place: number) => boolean;
  /** of what is judged, in UTF-8 */
  bytes: number;
}

/** Finds sentences of a text held out that were learnt before: they judge nothing where a window of tokens is left. */
export function knownText(
  { ids, cut, heldOut, length, startOf }: Pick<AdaptText, 'ids' | 'cut' | 'heldOut' | 'length' | 'startOf'>,
  before: ReadonlySet<string>,
): KnownText {
  const known = sentencesOf(heldOut).filter(({ text }) => isLearnt(before, text));
  const all = { known: known.length, isLeftOut: () => false, bytes: Buffer.byteLength(heldOut) };
  if (known.length === 0) return { ...all, judgesKnown: false };
  const out = new Set<number>();
  let at = 0;
  for (let place = cut; place < ids.length; place++) {
    const start = startOf(place);
    // A token may begin with the space before its word.
    while (at < known.length && known[at]!.end <= start) at++;
    const own = known[at];
    if (own && start >= own.start - 1) out.add(place);
  }
  if (ids.length - cut - out.size < length) return { ...all, judgesKnown: true };
  const bytes = all.bytes - known.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return { known: known.length, judgesKnown: false, isLeftOut: (place) => out.has(place), bytes };
}
