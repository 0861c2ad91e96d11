// Frequent short words tell European languages apart within a sentence or two. A word of several languages counts for
// each of them in part.
const WORDS: Readonly<Record<string, string>> = {
  English:
    'the and of to is was are that it for with you he she they this have not we i his her be at by from but what',
  German:
    'der die das und ist nicht ein eine ich sie wir ihr mit auf für den dem zu im war sind auch wie es er haben hat',
  French:
    'le les et est une des dans que qui pas je il elle nous vous pour sur avec ce cette sont était au aux mais ou du',
  Spanish: 'el los las y es una que por con para no su está como pero más muy yo ella nosotros hay fue son del al lo',
  Romanian: 'și este nu să în cu pe un o din care mai sunt era ce lui ei eu noi ea pentru la ale fost acest această',
  Italian: 'il gli è una che di non per con sono era come ma più io lei noi questo questa della nel ho ha lo anche',
  Dutch: 'het een en van is niet dat met voor zijn ik zij wij op maar ook was hebben er aan naar deze dit wat bij uit',
  Portuguese: 'os as é uma que não com para por seu ela nós mas mais muito está foi são do da em um eu você isso',
};

const SETS = new Map(Object.entries(WORDS).map(([language, words]) => [language, new Set(words.split(' '))]));

/** Letters that only one of the languages has. */
const LETTERS: readonly [RegExp, string][] = [
  [/[äöüß]/giu, 'German'],
  [/[ñ¿¡]/giu, 'Spanish'],
  [/[șțşţăî]/giu, 'Romanian'],
  [/[çèêœù]/giu, 'French'],
  [/[ãõ]/giu, 'Portuguese'],
];

const SCRIPTS: readonly [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Japanese'],
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Han}/u, 'Chinese'],
  [/\p{Script=Cyrillic}/u, 'Russian'],
];

/** How much of a long text is looked at, in UTF-16 units. */
const SAMPLE = 4000;

/**
 * Guesses which of some languages a text is in, by its script and its frequent words.
 * @param among the names of the languages in question, in English
 * @returns null when nothing speaks for one language more than for the others
 */
export function detectLanguage(text: string, among: readonly string[]): string | null {
  const sample = text.slice(0, SAMPLE);
  for (const [script, language] of SCRIPTS) {
    const letters = sample.match(new RegExp(script, 'gu'))?.length ?? 0;
    if (letters > 0 && letters * 2 > (sample.match(/\p{L}/gu)?.length ?? 0))
      return among.includes(language) ? language : null;
  }
  const scores = new Map(among.map((language) => [language, 0]));
  const add = (language: string, score: number) => {
    const known = scores.get(language);
    if (known !== undefined) scores.set(language, known + score);
  };
  for (const word of sample.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const speaking = [...SETS].filter(([language, words]) => scores.has(language) && words.has(word));
    for (const [language] of speaking) add(language, 1 / speaking.length);
  }
  for (const [letters, language] of LETTERS) add(language, sample.match(letters)?.length ?? 0);
  const [first, second] = [...scores].sort((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] === 0 || first[1] === second?.[1]) return null;
  return first[0];
}
