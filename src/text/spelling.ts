import { CAPITALS, CAPITALS_AFTER, OTHER_CAPITALS, WITH_A, WITH_AN } from './spellingTable.js';

const words = (table: string): string[] => table.trim().split(/\s+/);

interface Spelling {
  /** by their small letters */
  usual: ReadonlyMap<string, string>;
  after: ReadonlyMap<string, ReadonlySet<string>>;
  withA: ReadonlySet<string>;
  withAn: ReadonlySet<string>;
}

let read: Spelling | undefined;

/** The table is read when it is first asked. */
function spelling(): Spelling {
  return (read ??= {
    usual: new Map([
      ...words(CAPITALS).map((word) => [word, word.slice(0, 1).toUpperCase() + word.slice(1)] as const),
      ...words(OTHER_CAPITALS).map((word) => [word.toLowerCase(), word] as const),
    ]),
    after: new Map(
      words(CAPITALS_AFTER).map((line) => {
        const [word = '', others = ''] = line.split(':');
        return [word, new Set(others.split(','))];
      }),
    ),
    withA: new Set(words(WITH_A)),
    withAn: new Set(words(WITH_AN)),
  });
}

/**
 * An English word of small letters as it is written within a sentence: names, days, months, languages and countries with
 * their capitals, "may" only behind "in" and the like.
 * @param before the text before it
 */
export function usualCase(word: string, before: string): string {
  const { usual, after } = spelling();
  const known = usual.get(word);
  if (known !== undefined) return known;
  const others = after.get(word);
  const last = /([A-Za-z]+)[^A-Za-z]*$/.exec(before.slice(-40))?.[1]?.toLowerCase();
  return others !== undefined && last !== undefined && others.has(last)
    ? word.slice(0, 1).toUpperCase() + word.slice(1)
    : word;
}

/** The indefinite article that an English word is spoken with. */
export function articleOf(word: string): 'a' | 'an' {
  const { withA, withAn } = spelling();
  const small = word.toLowerCase();
  if (withA.has(small)) return 'a';
  if (withAn.has(small)) return 'an';
  // "a university", "a European", "a one-way street"; "an 8", "an 11", "an 18"
  if (/^(?:uni(?![nm])|eu|use|usu|ut[io]|ur[aieo]|ub|one(?![a-z])|once)/.test(small)) return 'a';
  if (/^(?:8|11(?!\d)|18(?!\d))/.test(small)) return 'an';
  return /^[aeiouàáâäæèéêëìíîïòóôöùúûü]/.test(small) ? 'an' : 'a';
}
