import { cleanUpTokenization, type Detokenizer } from './detokenizer.js';

/** Decoded text while tokens still come: each call gives what is new and final. */
export interface TextStreamer {
  /** The text that is complete with this token, often empty: never half a character, never a space that may yet go. */
  push(id: number): string;
  /** What is left when no token follows. All texts together are `decode` of all ids. */
  end(): string;
}

/** The rules of the clean-up begin at a space and look at most this many characters beyond it (" n't"). */
const LOOK_AHEAD = 3;

/**
 * @param tokenOf the token to decode, undefined for one that is left out
 * @param cleansUp whether the decoded text is cleaned up (`clean_up_tokenization_spaces`)
 */
export function createTextStreamer(
  decoder: Detokenizer,
  tokenOf: (id: number) => string | undefined,
  cleansUp: boolean,
): TextStreamer {
  let raw = '';
  let sent = 0;
  const fresh = (length: number): string => {
    const clean = cleanUpTokenization(raw.slice(0, length));
    const text = clean.slice(sent);
    sent = clean.length;
    return text;
  };
  return {
    push(id) {
      const token = tokenOf(id);
      const text = token === undefined ? '' : decoder.push(token);
      if (!cleansUp) return text;
      raw += text;
      return fresh(decidedLength(raw));
    },
    end() {
      const rest = decoder.end();
      if (!cleansUp) return rest;
      raw += rest;
      return fresh(raw.length);
    },
  };
}

/** How much of the text no later character can change: up to where the last characters hold no space. */
function decidedLength(raw: string): number {
  let end = raw.length;
  while (end > 0 && raw.slice(Math.max(0, end - LOOK_AHEAD), end).includes(' ')) end--;
  return end;
}
