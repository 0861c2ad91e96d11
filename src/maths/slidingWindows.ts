/**
 * Windows over a sequence, each beginning `stride` after the one before, until one reaches the end.
 * @param size of a window, at most; the last may be shorter
 */
export function slidingWindows(length: number, size: number, stride: number): { start: number; end: number }[] {
  const windows: { start: number; end: number }[] = [];
  for (let start = 0; ; start += stride) {
    const end = Math.min(start + size, length);
    windows.push({ start, end });
    if (end === length) return windows;
  }
}
