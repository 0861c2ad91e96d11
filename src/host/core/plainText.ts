import { closeIsolate, isolateLine, withoutDirections } from '../../text/isolate.js';

/**
 * The longest text that a message or a row of a list shows, in UTF-16 units; VS Code's notifications end at 1000, also
 * within a link.
 */
export const LONGEST = 600;

/** Line breaks and other control characters. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Where VS Code's texts begin to act: `](` of a link, which may be a command, and `$(` of an icon. `command:` does nothing
 * by itself, and is broken for places that learn to read it.
 */
const ACTING = /\](?=\()|\$(?=\()|command(?=:)/gi;

/** So many times as much is looked at as is shown: some of it is left out. */
const READ = 4;

/** Invisible, without a width, and no space to break the line at. */
const WORD_JOINER = '\u2060';

/** A text in one line without control characters, cut to `most` UTF-16 units, never within a character. */
function visible(text: string, most: number, change: (text: string) => string): string {
  // A name with characters that turn directions would read as another one.
  const changed = change(withoutDirections(text.slice(0, READ * most)).replace(CONTROLS, ' '));
  if (changed.length <= most && text.length <= READ * most) return changed;
  // Closing what is cut takes a character more.
  const cut = (length: number) => closeIsolate(changed.slice(0, length).replace(/[\uD800-\uDBFF]$/, ''));
  const shown = cut(most - 1);
  return `${shown.length < most ? shown : cut(most - 2)}…`;
}

/**
 * Makes a text safe for the places where VS Code reads links and icons in it (messages, progress, lists, the status bar),
 * whoever it is from: a setting of a workspace, a model's files, a recipe, a document. It reads as before.
 * @param most UTF-16 units of the result; longer texts end in an ellipsis
 */
export function plainText(text: string, most = LONGEST): string {
  return visible(text, most, (line) => line.replace(ACTING, `$&${WORD_JOINER}`));
}

/** The same for a part of a row: what is written from the right stays within it. */
export const plainLine = (text: string): string => isolateLine(plainText(text));

/**
 * Text for Markdown that is shown as it stands: every character that could mean something is escaped, also those of bare
 * addresses, which Markdown makes links of. At most `LONGEST` UTF-16 units of the text.
 */
export function escapeMarkdown(text: string): string {
  return visible(text, LONGEST, (line) => line.replace(/\s+/g, ' ')).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
