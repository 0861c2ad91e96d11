const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** A letter that none of these is named by; empty when all are taken. */
export function freeLetter(names: readonly string[]): string {
  return LETTERS.find((letter) => !names.includes(letter)) ?? '';
}
