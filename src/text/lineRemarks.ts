/** What is to be known of lines before they are learnt from; lines are told by their numbers. */
export interface LineRemarks {
  /** left out: they say something, but lack a label or a text */
  without: number[];
  /** in which something looks like the mark of a name and was read as text */
  unread: number[];
}

/** Nothing to be said of any line. */
export const NO_REMARKS: LineRemarks = { without: [], unread: [] };

/** The same of lines of a stretch that does not begin at the first line. @param by how many lines stand before it */
export const shiftedRemarks = ({ without, unread }: LineRemarks, by: number): LineRemarks => {
  const shifted = (lines: readonly number[]) => lines.map((line) => line + by);
  return { without: shifted(without), unread: shifted(unread) };
};
