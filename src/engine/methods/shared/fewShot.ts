import type { Example } from '../../../protocol/engine/index.js';

/** Between a text and its answer in a prompt of lines, as in Brown et al. (2020), figure 2.1. */
const ARROW = ' =>';

/**
 * Examples that a model goes on from, each a line `text => label`, and a last line without its label: what it writes next
 * is the label. White space at the ends of texts and labels is left out, and line breaks in them become spaces.
 */
export function arrowPrompt(examples: readonly Example[], text: string): string {
  const oneLine = (part: string) => part.trim().replace(/\s*[\r\n]+\s*/g, ' ');
  const lines = examples.map((example) => `${oneLine(example.text)}${ARROW} ${oneLine(example.label)}\n`);
  return `${lines.join('')}${oneLine(text)}${ARROW}`;
}

/**
 * Examples before a text that is asked about in the same way: each text with its answer in the line behind it, and a blank
 * line between two of them.
 * @param filled what is said of a text that has a label
 */
export const blockPrompt = (examples: readonly Example[], filled: (label: string) => string): string =>
  examples.map(({ text, label }) => `${text.trim()}\n${filled(label.trim())}\n\n`).join('');
