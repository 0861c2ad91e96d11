/** Length of the longest of some rows, 0 of none. Spread as arguments, more rows than some 120,000 would not fit on the stack. */
export const longestOf = (rows: readonly { length: number }[]): number =>
  rows.reduce((most, { length }) => Math.max(most, length), 0);
