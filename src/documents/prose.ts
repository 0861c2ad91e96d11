import type { TextSpan } from '../text/index.js';

/**
 * How something that is not words stands among words: as a noun (code, an address, a placeholder), as a number (`%d`),
 * as a percentage (`%d%%`), or as a mark behind a word (a reference, an emoji), without which the sentence reads the same.
 */
export type InertRole = 'noun' | 'number' | 'percentage' | 'mark';

/** Stays as it is, byte for byte. */
export interface Inert extends TextSpan {
  kind: 'inert';
  role: InertRole;
  /** prose inside it, as an image's description */
  units?: readonly ProseUnit[];
  /** it begins with a word that is written as it is in the other language: "Figure" before a number */
  named?: { word: string; rest: string };
}

/** Is read as another text than what stands there: an entity, an escape, a line break with the marks behind it. */
export interface Character extends TextSpan {
  kind: 'character';
  text: string;
}

export type Leaf = Inert | Character;

/** Signs around words: emphasis, a link, a pair of tags. */
export interface Mark extends TextSpan {
  /** what stands between the signs */
  inner: TextSpan;
  /** prose inside the sign before the words, as a tag's title */
  units?: readonly ProseUnit[];
  /** what has to be written behind the words when they change, where that is not what stands there */
  close?: string;
}

/** A run of prose, and what in it is no plain text. All spans are in the document, in UTF-16 units. */
export interface ProseUnit extends TextSpan {
  /** it is inside of an inert thing, as an image's description */
  isInside?: true;
  /** its translation is written elsewhere: in an empty place that is meant for it, with all of a text that it is part of */
  into?: { place: TextSpan; whole: TextSpan };
  /** its translation has as many lines, where the words of one go on in the next */
  keepsLines?: true;
  /** in order, apart */
  leaves: readonly Leaf[];
  /** in the order in which they begin, the outer before the inner */
  marks: readonly Mark[];
  /** how words are written here */
  write: Writer;
}

/**
 * Writes words into a document so that they are read as these words.
 * @param words what a reader is to read
 * @param source what a reader read here before
 */
export type Writer = (words: string, source: string) => string;

/** What a format reads in a text. */
export interface ParsedDocument {
  /** in order, apart but for those inside of inert things */
  units: ProseUnit[];
  /** everything that is not prose, in order: node types, addresses, code */
  skeleton: string[];
}

export const asItIs: Writer = (words) => words;
