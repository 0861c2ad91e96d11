/** A command link's address. Brackets would end the link in Markdown, so they are encoded as well. */
export function commandLink(command: string, argument?: unknown): string {
  if (argument === undefined) return `command:${command}`;
  const encoded = encodeURIComponent(JSON.stringify([argument])).replace(
    /[()'*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `command:${command}?${encoded}`;
}
