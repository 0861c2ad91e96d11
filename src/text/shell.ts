/** An argument as a POSIX shell reads it back, quotes and line breaks included. */
export function shellQuoted(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}
