/** What a language abbreviates, words apart by spaces and without their last stop; `z.B` stands for `z. B.` as well. */
export interface AbbreviationTable {
  /** a name, a noun or an example always follows */
  always: string;
  /** a number follows; otherwise they may be words ("No.") */
  numbered: string;
  /** may end a sentence: the word that follows tells */
  perhaps: string;
  /** of the above, those that are words of another language: known only where the language is given */
  local: string;
  /** words that begin a sentence far more often than they follow an abbreviation; `l'` with its apostrophe */
  openers: string;
}
