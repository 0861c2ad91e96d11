/** Files of so many windows without a workspace are kept, each of some megabytes at most. */
const MOST_WINDOWS = 4;

/** A window's file. */
export interface WindowFile {
  /** the present window's */
  own: boolean;
  /** milliseconds since 1970 */
  written: number;
}

/** The files that are too many: all but the present window's and those written last. */
export function surplusFiles<F extends WindowFile>(files: readonly F[], most = MOST_WINDOWS): F[] {
  const others = files.filter(({ own }) => !own).sort((a, b) => b.written - a.written);
  return others.slice(most - 1);
}

/** Whether this is a mark as `randomUUID` makes it: it becomes a file's name. */
export function isStorageId(mark: unknown): mark is string {
  return typeof mark === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(mark);
}
