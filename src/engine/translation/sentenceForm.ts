import {
  isAllCapitals,
  letterCaseOf,
  matchCase,
  primaryLanguage,
  toCapitals,
  toSentenceCase,
} from '../../text/index.js';
import type { StandIn } from './wording.js';

/** How a piece goes in, and how its translation comes out again. */
export interface SentenceForm {
  text: string;
  /** @param written by the model */
  finish: (written: string) => string;
}

const SENTENCE_END = /^[.!?…]+$/;
const END = /[.!?…:;,]+(?=["'”’»“)\]]*$)/;
/** Words that a German clause begins with, which are written small within a sentence. */
const SMALL_IN_GERMAN = new Set(
  'und oder aber denn sondern dass weil wenn als ob obwohl bevor nachdem während damit bis da wo was wer wie der die das den dem des ein eine einen einem einer er sie es wir ihr ich du man mit von zu in an auf für bei nach aus durch über unter vor nicht auch sehr so dann hier dort'.split(
    ' ',
  ),
);

/** Of three letters and less a word in capitals is taken for one of these in any case. */
const ACRONYMS = new Set(
  'JSON HTML XHTML HTTP HTTPS YAML TOML REST SOAP CORS CRUD SMTP IMAP LDAP UUID GUID ASCII CUDA BIOS NASA NATO UNESCO UNICEF TODO FIXME'.split(
    ' ',
  ),
);

const isAcronym = (text: string): boolean => {
  const words = text.match(/\p{L}+/gu) ?? [];
  return words.length === 1 && (words[0].length <= 3 || ACRONYMS.has(words[0]));
};

/**
 * The forms in which a piece is tried: capitals as a sentence, a few words with one capital in small letters first.
 * @param source language, by name or code
 * @param target language
 * @param standIns what stands in the text for something else: these keep their letters
 */
export function sentenceForms(
  text: string,
  source: string,
  target: string,
  standIns: readonly StandIn[] = [],
): SentenceForm[] {
  const [from, to] = [primaryLanguage(source), primaryLanguage(target)];
  // What small models write: a comma before a closing quotation mark and another behind it; two dots for three.
  const ends = (written: string) =>
    matchEnd(written.replace(/,([ \u00a0]?["'”“»’]) ?,/g, '$1,').replace(/(?<!\.)\.\.(?!\.)/g, '...'), text);
  const starts = (written: string) => matchStart(written, text, to);
  const given = standIns.map(({ text: name }) => new RegExp(name, 'gu'));
  if (isAllCapitals(text, given) && !isAcronym(text)) {
    const written = standIns.map(({ pattern }) => pattern);
    return [{ text: toSentenceCase(text, from, given), finish: (made) => toCapitals(ends(made), to, '', written) }];
  }
  const plain = { text, finish: (written: string) => starts(ends(written)) };
  const words = text.split(' ');
  const isShort =
    words.length <= 3 && letterCaseOf(words[0]!) === 'Capital' && !words.slice(1).some((word) => /\p{Lu}/u.test(word));
  if (!isShort || from === 'de') return [plain];
  return [
    {
      text: matchCase(words[0]!, 'lower') + text.slice(words[0]!.length),
      finish: (written) => matchCase(ends(written), 'Capital'),
    },
    plain,
  ];
}

/** The same mark at the end as the source has; Spanish and French ones are the same there. */
function matchEnd(written: string, source: string): string {
  const [wanted, found] = [END.exec(source)?.[0] ?? '', END.exec(written)?.[0] ?? ''];
  if (wanted === found) return written;
  if (found === '') return /[\p{L}\p{N}\uFFFC)]$/u.test(written) ? written + wanted : written;
  const at = END.exec(written)!.index;
  // Which mark ends a sentence is the language's matter: German commands have another than English ones.
  if (SENTENCE_END.test(found) && (SENTENCE_END.test(wanted) || (wanted === '' && !found.startsWith('.'))))
    return written;
  return written.slice(0, at) + wanted + written.slice(at + found.length);
}

/** A piece that goes on in small letters does so in its translation, too. */
function matchStart(written: string, source: string, to: string): string {
  const first = /\p{L}+/u.exec(written)?.[0] ?? '';
  if (/^[^\p{L}\uFFFC]*\p{Lu}/u.test(source))
    return /^[^\p{L}\uFFFC]*\p{Ll}/u.test(written) ? matchCase(written, 'Capital') : written;
  if (!/^[^\p{L}\uFFFC]*\p{Ll}/u.test(source) || letterCaseOf(first) !== 'Capital') return written;
  if (to === 'de' && !SMALL_IN_GERMAN.has(first.toLowerCase())) return written;
  if (to === 'en' && /^I$/.test(first)) return written;
  return written.replace(/\p{L}/u, (letter) => letter.toLowerCase());
}
