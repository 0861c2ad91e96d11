/** A file's name without ending from parts of it: letters, digits and single hyphens, which every system takes. */
export function exportFileName(...parts: readonly (string | null)[]): string {
  const name = parts
    .filter((part) => part !== null)
    .join('-')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return [...name].slice(0, LONGEST).join('') || 'glassbox';
}

const LONGEST = 80;
