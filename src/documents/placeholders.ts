/** What a program replaces in a text: formats of C and Python, with a letter right behind them as well, and braces. */
const PLACEHOLDER =
  /%%|(?<!\d)%(\(\w{1,80}\)|\d{1,3}\$)?[-+0#]{0,5}\d{0,4}(?:\.\d{1,4})?(?:hh?|ll?|[zjtLq])?[diuoxXfFeEgGaAcspn@]|\{\w{1,80}\}/g;

/**
 * The placeholders of a text as lines of a skeleton's block. The order of those without a number or a name counts: a program
 * fills them one after the other.
 */
export function placeholdersOf(text: string): string[] {
  const lines: string[] = [];
  let inOrder = '';
  for (const { 0: found, 1: key } of text.matchAll(PLACEHOLDER)) {
    if (key !== undefined || found === '%%' || found.startsWith('{')) lines.push(`\t${found}`);
    else inOrder += ` ${found}`;
  }
  return inOrder === '' ? lines : [...lines, `\tin order${inOrder}`];
}
