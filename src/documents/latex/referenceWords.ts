import { primaryLanguage } from '../../text/index.js';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'ro'] as const;

/** Words before a reference as they are written within a sentence: a row for each, one and many, in the order of the languages. */
const WORDS = [
  ['Figure', 'Abbildung', 'figure', 'figura', 'figura'],
  ['Figures', 'Abbildungen', 'figures', 'figuras', 'figurile'],
  ['Fig.', 'Abb.', 'fig.', 'fig.', 'fig.'],
  ['Figs.', 'Abb.', 'fig.', 'figs.', 'fig.'],
  ['Table', 'Tabelle', 'tableau', 'tabla', 'tabelul'],
  ['Tables', 'Tabellen', 'tableaux', 'tablas', 'tabelele'],
  ['Tab.', 'Tab.', 'tab.', 'tab.', 'tab.'],
  ['Section', 'Abschnitt', 'section', 'sección', 'secțiunea'],
  ['Sections', 'Abschnitte', 'sections', 'secciones', 'secțiunile'],
  ['Sec.', 'Abschn.', 'sect.', 'sec.', 'sec.'],
  ['Sect.', 'Abschn.', 'sect.', 'sec.', 'sec.'],
  ['Chapter', 'Kapitel', 'chapitre', 'capítulo', 'capitolul'],
  ['Chapters', 'Kapitel', 'chapitres', 'capítulos', 'capitolele'],
  ['Chap.', 'Kap.', 'chap.', 'cap.', 'cap.'],
  ['Part', 'Teil', 'partie', 'parte', 'partea'],
  ['Appendix', 'Anhang', 'annexe', 'apéndice', 'anexa'],
  ['Appendices', 'Anhänge', 'annexes', 'apéndices', 'anexele'],
  ['Equation', 'Gleichung', 'équation', 'ecuación', 'ecuația'],
  ['Equations', 'Gleichungen', 'équations', 'ecuaciones', 'ecuațiile'],
  ['Eq.', 'Gl.', 'éq.', 'ec.', 'ec.'],
  ['Eqs.', 'Gln.', 'éqs.', 'ecs.', 'ec.'],
  ['Theorem', 'Satz', 'théorème', 'teorema', 'teorema'],
  ['Theorems', 'Sätze', 'théorèmes', 'teoremas', 'teoremele'],
  ['Lemma', 'Lemma', 'lemme', 'lema', 'lema'],
  ['Lemmas', 'Lemmata', 'lemmes', 'lemas', 'lemele'],
  ['Proposition', 'Proposition', 'proposition', 'proposición', 'propoziția'],
  ['Corollary', 'Korollar', 'corollaire', 'corolario', 'corolarul'],
  ['Definition', 'Definition', 'définition', 'definición', 'definiția'],
  ['Example', 'Beispiel', 'exemple', 'ejemplo', 'exemplul'],
  ['Algorithm', 'Algorithmus', 'algorithme', 'algoritmo', 'algoritmul'],
  ['Algorithms', 'Algorithmen', 'algorithmes', 'algoritmos', 'algoritmii'],
  ['Listing', 'Listing', 'listing', 'listado', 'listarea'],
  ['page', 'Seite', 'page', 'página', 'pagina'],
  ['pages', 'Seiten', 'pages', 'páginas', 'paginile'],
  ['line', 'Zeile', 'ligne', 'línea', 'linia'],
  ['lines', 'Zeilen', 'lignes', 'líneas', 'liniile'],
  ['p.', 'S.', 'p.', 'pág.', 'p.'],
] as const;

const isLike = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** Whether a word names what a reference behind it refers to, in some language. */
export const isReferenceWord = (word: string): boolean => WORDS.some((row) => row.some((one) => isLike(one, word)));

/** A word before a reference in another language; itself where that is not known. Languages by name or code. */
export function referenceWordIn(word: string, from: string, to: string): string {
  const [source, target] = [from, to].map((one) => LANGUAGES.findIndex((code) => code === primaryLanguage(one)));
  const row = WORDS.find((words) => isLike(words[source!] ?? '', word));
  const found = row?.[target!];
  if (found === undefined) return word;
  // Within a sentence English has a capital only where its author wants it.
  const isSmall = /^\p{Ll}/u.test(word) && LANGUAGES[source!] === 'en' && LANGUAGES[target!] !== 'de';
  return isSmall ? found.toLowerCase() : found;
}
