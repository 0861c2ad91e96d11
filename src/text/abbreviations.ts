const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** A full stop after these ends no sentence: a name or an example follows. Without their last stop. */
const TITLES = set(
  'Mr Mrs Ms Mx Dr Prof St Ste Mt Rev Hon Fr Sr Sra Srta Gen Col Maj Capt Lt Sgt Cpl Adm Gov Sen Rep Pres Messrs Mme ' +
    'Mlle Hr Frl Dipl Ing e.g i.e cf vs viz ca approx bzw z.B d.h u.a o.ä vgl p.ex',
);

/** After these a number follows; otherwise they may be words ("No."). */
const NUMBERED = set('No Nos Nr Fig Figs Vol p pp S Abs Art Kap Bd Ch Sec Eq Tab Abb ed v n°');

/** These may end a sentence; what follows tells. */
const PERHAPS = set(
  'etc Inc Ltd Co Corp Jr Sr Bros a.m p.m A.M P.M B.C A.D Ph.D M.D usw Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ave Blvd Rd',
);

/** Words that begin a sentence far more often than they follow an abbreviation. */
const OPENERS = set(
  'The A An This That These Those It He She They We You I There Here In On At As If When While After Before But And So ' +
    'Or Then However For With To Its His Her Their Our My Your What Who Why How Where Is Are Was Were Do Does Did Not No ' +
    'Der Die Das Ein Eine Er Sie Es Wir Ihr Ich Und Aber In Im Am Wenn Als Dann So Da Le La Les Un Une Il Elle Nous Vous Je El Los',
);

const GERMAN_AFTER_ORDINAL = set(
  'Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert Jahrhunderts Klasse Auflage',
);

/**
 * Whether a full stop is part of an abbreviation, an initial or an ordinal, and the sentence goes on.
 * @param before the text up to the stop, without it
 * @param after the text after the stop and the white space
 */
export function isAbbreviation(before: string, after: string): boolean {
  const word = /[\p{L}\p{N}.°]+$/u.exec(before)?.[0] ?? '';
  const next = /^[\p{L}\p{M}\p{N}]+/u.exec(after)?.[0] ?? '';
  if (TITLES.has(word)) return true;
  if (NUMBERED.has(word)) return /^\p{N}/u.test(next);
  if (/^\d{1,2}$/.test(word)) return GERMAN_AFTER_ORDINAL.has(next);
  // Initials ("J. R. R. Tolkien") and dotted acronyms ("U.S. Army").
  const dotted = /^(?:\p{L}\.)*\p{Lu}$/u.test(word);
  return (dotted || PERHAPS.has(word)) && next !== '' && !OPENERS.has(next);
}
