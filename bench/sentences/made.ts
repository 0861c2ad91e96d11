const WORDS = (
  'the a old young king queen boy girl house river mountain bread letter garden winter summer morning evening quiet ' +
  'loud walks runs reads writes sees finds brings forgets under over behind near with without and but because while ' +
  'seldom often never again bright heavy small great blue green yellow stone wooden silver horse bird cat dog fish ' +
  'road bridge window table story song answer question friend stranger village city sea wind rain snow fire night'
).split(' ');

/** Sentences of 20 words, the same on every machine. */
export function sentencesOf(count: number): string[] {
  let state = 13;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  const word = () => WORDS[(next() >>> 8) % WORDS.length]!;
  return Array.from({ length: count }, () => `${Array.from({ length: 20 }, word).join(' ')}.`);
}
