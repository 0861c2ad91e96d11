/** A stretch of text as one can see it: line breaks and spaces at its ends get signs. */
export function showWhitespace(text: string): string {
  if (text === '') return '∅';
  return text
    .replace(/\n/g, '↵')
    .replace(/\t/g, '→')
    .replace(/^ +| +$/g, (spaces) => '␣'.repeat(spaces.length));
}

/** A token as one would name it: without the spaces around it, unless there is nothing else. */
export function trimToken(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' ? showWhitespace(text) : trimmed;
}

/** A token without the space that begins a word, and otherwise as one can see it. */
export function dropLeadingSpace(text: string): string {
  return showWhitespace(/^ [^\s]/.test(text) ? text.slice(1) : text);
}

/** A run's name with the token that a branch of it began with. */
export function branchTitle(title: string, branch: { chosen: string } | null): string {
  return branch ? `${title} ↳ ${trimToken(branch.chosen)}` : title;
}

/** Whether a token, by its name, stands for what a vocabulary lacks. */
export const isUnknownToken = (name: string): boolean => /^(?:\[UNK\]|<unk>)$/.test(name);
