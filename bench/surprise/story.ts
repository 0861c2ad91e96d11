/* Texts to read: plain sentences that differ from each other. */
const PEOPLE = ['The old man', 'A girl', 'My brother', 'The teacher', 'Their mother', 'Nobody', 'The captain'];
const DEEDS = ['walked to', 'looked at', 'remembered', 'asked about', 'painted', 'left', 'bought', 'feared'];
const THINGS = ['the river', 'a broken clock', 'the harbour', 'an umbrella', 'the snow', 'his garden', 'a violin'];
const TIMES = ['in the morning', 'after the war', 'when it rained', 'for the third time', 'without a word'];

/** Markdown of so many words, in paragraphs under headings; no two texts are alike. */
export function story(seed: number, most: number): string {
  let state = seed * 2_654_435_761 + 1;
  const one = (from: readonly string[]) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return from[Math.floor(state / 65_536) % from.length]!;
  };
  const sentence = () =>
    `${one(PEOPLE)} ${one(DEEDS)} ${one(THINGS)} ${one(TIMES)}, and ${one(PEOPLE).toLowerCase()} ${one(DEEDS)} *${one(THINGS)}*.`;
  const paragraph = () => Array.from({ length: 5 }, sentence).join(' ');
  const parts: string[] = [`# Story ${seed}`];
  for (let words = 0, at = 0; words < most; at++) {
    if (at % 12 === 11) parts.push(`## Chapter ${at}`);
    const text = paragraph();
    words += text.split(' ').length;
    parts.push(text);
  }
  return `${parts.join('\n\n')}\n`;
}
