/** What is counted in a book, as it is abbreviated in front of its number. */
const PART =
  '(?:pp?|pages?|S|Seiten?|págs?|pag|chs?|chap|chapter|Kap|cap|secs?|sect|section|figs?|Abb|vols?|Bd|t|nos?|Nr|núm|art|ll?|para|fn|bk)\\.?[ \\u00a0]?|§{1,2}[ \\u00a0]?';
const NUMBERS =
  '(?:\\d{1,5}[a-z]?|[ivxlc]{1,7})(?:[ \\u00a0]?[–—-][ \\u00a0]?(?:\\d{1,5}|[ivxlc]{1,7}))?(?:[ \\u00a0]ff?\\.)?';
const PLACE = `(?:${PART})${NUMBERS}`;
const PLACES = `${PLACE}(?:,[ \\u00a0](?:${PART})?${NUMBERS}){0,4}`;

const SEE = '(?:(?:see|cf\\.?|e\\.g\\.,?|siehe|vgl\\.|voir|véase|ver|vezi)(?: also| auch| aussi| también| și)? )?';

/** [see @smith2020, pp. 33-35; -@doe99]: Pandoc's. */
const KEY = `${SEE}-?@[\\w:.-]{1,100}(?:,? (?:${PLACES}|${NUMBERS}))?`;
const BY_KEY = `\\[${KEY}(?:; ?${KEY}){0,20}\\]`;

/** [3, p. 5] */
const BY_NUMBER = `\\[\\d{1,3}(?: ?[,;–-] ?\\d{1,3}){0,20}, ?${PLACES}\\]`;

const NAME = "(?:(?:van|von|de|der|den|del|di|da|la|le|du) ){0,2}\\p{Lu}[\\p{L}\\p{M}'’-]{0,40}";
const AUTHORS = `${NAME}(?:(?:,? (?:&|and|und|et|y|și) |, )${NAME}){0,5}(?: et al\\.?)?`;
const YEAR = '(?:1[5-9]|20)\\d\\d[a-z]?';
const BY_NAME = `${AUTHORS},? ${YEAR}(?:[,:] ?(?:${PLACES}|${NUMBERS}))?`;

/** What tells that a name and a year are a book's: "(Berlin, 1990)" is none. */
const IS_BOOK = `(?=[^()\\n]{0,200}(?:&| et al\\.?,? |${YEAR}[,:] ?(?:${PART})?\\d))`;

/** (Smith & Doe, 2020, p. 5; Berg, 1999) */
const BY_NAMES = `\\(${IS_BOOK}${SEE}${BY_NAME}(?:; ?${SEE}${BY_NAME}){0,20}\\)`;

/** (2020, p. 5), [p. 5]: of abbreviations only, since "(pages 5–7)" can be translated. */
const BY_PLACE = `[(\\[](?:${YEAR}[,:] ?${PLACES}|(?:pp?|S|págs?|fig|vol|ch|sec)\\.[ \\u00a0]?${NUMBERS})[)\\]]`;

/** Citations that name a place in a book or their authors: they stand behind a word, as a reference does. */
export const CITATION = new RegExp(`(?:${[BY_KEY, BY_NUMBER, BY_NAMES, BY_PLACE].join('|')})(?![(\\w])`, 'gu');
