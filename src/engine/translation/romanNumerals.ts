import { primaryLanguage, type TextSpan } from '../../text/index.js';
import { isFunctionWord } from './functionWords.js';

/** A name or a noun with a Roman numeral behind it; a single I is a word. German writes a stop behind a ruler's. */
const NUMBERED =
  /(?<![\p{L}\p{N}])(?<word>\p{L}[\p{L}\p{M}'’-]{0,30})[ \u00a0](?<numeral>(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})|[VX])(?![\p{L}\p{N}-]|\.\p{L})/gu;

/** What is counted, not who: these words are translated. */
const COUNTED = new Set(
  `chapter part step figure table exercise page war volume section article act phase level type book title appendix grade
    class unit lesson scene kapitel teil schritt abbildung tabelle übung seite krieg weltkrieg band abschnitt artikel akt
    stufe typ buch titel anhang klasse lektion szene chapitre partie étape figure tableau exercice guerre tome article acte
    niveau type livre titre annexe leçon scène capítulo parte paso figura tabla ejercicio guerra tomo sección artículo acto
    fase nivel tipo libro título anexo lección escena siglo siècle capitolul partea pasul tabelul exercițiul războiul volumul
    secțiunea articolul actul faza nivelul tipul cartea titlul anexa lecția scena secolul`.split(/\s+/),
);

export interface NumberedName extends TextSpan {
  /** a noun's numeral by itself, or a name with it */
  as: 'number' | 'noun';
  text: string;
}

/** Roman numerals that a model would not carry over: Louis XIV by his name and number, Chapter IV by its number. */
export function romanNumerals(text: string, language: string): NumberedName[] {
  const primary = primaryLanguage(language);
  return Array.from(text.matchAll(NUMBERED)).flatMap(({ index, 0: all, groups = {} }): NumberedName[] => {
    const { word = '', numeral = '' } = groups;
    if (isFunctionWord(word, primary)) return [];
    const end = index + all.length;
    const number = { as: 'number', start: end - numeral.length, end, text: numeral } as const;
    if (COUNTED.has(word.toLowerCase())) return [number];
    if (!/^\p{Lu}/u.test(word)) return [];
    // All nouns begin with a capital there.
    const isRuler = primary !== 'de' || /^\.(?= \p{Ll})/u.test(text.slice(end, end + 3));
    if (!isRuler) return [number];
    return [{ as: 'noun', start: index, end: primary === 'de' ? end + 1 : end, text: all }];
  });
}
