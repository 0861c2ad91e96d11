/** Which of the two ways of writing Chinese a character or a text belongs to; null where it is the same in both. */
export type HanVariant = 'simplified' | 'traditional';

/** First and last bytes of the characters of GB 2312, and of Big5's two levels without its later extensions. */
const GB2312 = { label: 'gbk', ranges: [[0xb0, 0xf7]], trails: [[0xa1, 0xfe]] } as const;
const BIG5 = {
  label: 'big5',
  ranges: [
    [0xa4, 0xc6],
    [0xc9, 0xf9],
  ],
  trails: [
    [0x40, 0x7e],
    [0xa1, 0xfe],
  ],
} as const;

let known: ReadonlyMap<string, HanVariant> | undefined;

function charactersOf({ label, ranges, trails }: typeof GB2312 | typeof BIG5): Set<string> {
  const bytes: number[] = [];
  for (const [first, last] of ranges) {
    for (let lead = first; lead <= last; lead++) {
      for (const [low, high] of trails) for (let trail = low; trail <= high; trail++) bytes.push(lead, trail, 0x0a);
    }
  }
  const text = new TextDecoder(label).decode(Uint8Array.from(bytes));
  return new Set(text.match(/\p{Script=Han}/gu) ?? []);
}

/**
 * Characters that only one of the two national standards has: GB 2312 of the mainland, Big5 of Taiwan. The decoders that
 * every runtime has for web pages know both, so that no table is needed; a runtime without them tells nothing apart.
 */
function variants(): ReadonlyMap<string, HanVariant> {
  if (known !== undefined) return known;
  const found = new Map<string, HanVariant>();
  try {
    const mainland = charactersOf(GB2312);
    const taiwan = charactersOf(BIG5);
    for (const character of mainland) if (!taiwan.has(character)) found.set(character, 'simplified');
    for (const character of taiwan) if (!mainland.has(character)) found.set(character, 'traditional');
  } catch {
    // Nothing is told apart.
  }
  return (known = found);
}

/** How a text is written, by the characters that only one way of writing has; null without them, and where both occur. */
export function hanVariantOf(text: string): HanVariant | null {
  let variant: HanVariant | null = null;
  for (const [character] of text.matchAll(/\p{Script=Han}/gu)) {
    const own = variants().get(character);
    if (own === undefined) continue;
    if (variant !== null && own !== variant) return null;
    variant = own;
  }
  return variant;
}
