/** What some system refuses in a file's name. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu;

/** File systems take 255 bytes; a character takes up to four. */
const LONGEST = 60;

/** A proposed name without what no file's name may hold. */
export function sanitizeFileName(name: string, format: string): string {
  const plain = [...name.replace(FORBIDDEN, '-').replace(/\s+/g, ' ')].slice(0, LONGEST).join('');
  return `${plain.replace(/^[.\s-]+|[.\s-]+$/g, '') || 'attention'}.${format}`;
}
