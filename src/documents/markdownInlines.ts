import type { Nodes, Parents } from 'mdast';
import type { TextSpan } from '../text/index.js';
import { isKeptTag, mergeWordless, unitsOfTag } from './html.js';
import { unitsOf, withoutUnits } from './htmlAttributes.js';
import { type IgnoreComment, ignoreCommentOf } from './ignoreComments.js';
import { pairLeaves, pairTags } from './inlineTags.js';
import type { Leaf, Mark, ProseUnit, Writer } from './prose.js';
import { append, byNesting, firstFrom, outermost } from './spans.js';
import { hasWords, leavesOfText } from './textLeaves.js';

/** What in a paragraph is no plain text. */
export class Inlines {
  readonly leaves: Leaf[] = [];
  readonly marks: Mark[] = [];
  readonly skeleton: string[] = [];

  constructor(
    private readonly text: string,
    private readonly lead: number,
  ) {}

  all(nodes: readonly Nodes[]): void {
    const tags = nodes.filter((node) => node.type === 'html').map((node) => this.#span(node));
    const pairs = pairTags(this.text, tags);
    // What stays whole of an element: its code, and what is not to be translated.
    const kept = [...pairs.values()].filter(
      (pair) => pair !== 'close' && isKeptTag(this.text.slice(pair.start, pair.inner.start)),
    ) as Mark[];
    const whole = outermost<TextSpan>([...kept, ...this.#ignored(nodes, pairs)].sort(byNesting));
    for (const node of this.#withProse(nodes)) {
      const { start } = this.#span(node);
      const element = whole[firstFrom(whole, start + 1) - 1];
      if (element === undefined || element.end <= start) this.#inline(node, pairs);
      else if (element.start === start) this.#inert({ start, end: element.end }, this.text.slice(start, element.end));
    }
    const { leaves, marks } = pairLeaves(this.text, this.leaves);
    this.leaves.length = 0;
    append(this.leaves, leaves);
    append(this.marks, marks);
    this.marks.sort(byNesting);
    this.#mergeWordless(pairs);
  }

  /** The nodes with what is no mathematics as text, and text that touches as one: a variable may lie across its end. */
  #withProse(nodes: readonly Nodes[]): Nodes[] {
    const found: Nodes[] = [];
    for (const node of nodes) {
      const isProse = node.type === 'text' || (node.type === 'inlineMath' && !this.#isMath(node));
      const last = found.at(-1);
      if (isProse && last?.type === 'text' && last.position?.end.offset === node.position?.start.offset) {
        found[found.length - 1] = { ...last, position: { ...last.position!, end: node.position!.end } };
      } else found.push(isProse ? { type: 'text', value: node.value, position: node.position } : node);
    }
    return found;
  }

  /** Money ("$5 and $10"), variables ("$HOME and $PATH") and formats ("%1$s of %2$s") have dollars as well. */
  #isMath(node: Nodes): boolean {
    const { start, end } = this.#span(node);
    const source = this.text.slice(start, end);
    if (source.startsWith('$$')) return true;
    return (
      /^\$(?!\s)[\s\S]*\S\$$/.test(source) &&
      !/[\w%]/.test(this.text[start - 1] ?? '') &&
      /^(?:(?:th|st|nd|rd|s|e|er|te|ten|ème)(?!\w)|\W|$)/.test(this.text.slice(end, end + 4))
    );
  }

  /** Tags around a number or a sign are no signs of words. */
  #mergeWordless(pairs: ReturnType<typeof pairTags>): void {
    const wordless = this.marks.filter(
      (mark) =>
        pairs.has(mark.start) &&
        !/<|\p{L}/u.test(this.text.slice(mark.inner.start, mark.inner.end)) &&
        mark.inner.end > mark.inner.start,
    );
    if (wordless.length === 0) return;
    const { leaves, marks } = mergeWordless(this.leaves, this.marks, wordless);
    this.leaves.length = 0;
    this.marks.length = 0;
    append(this.leaves, leaves);
    append(this.marks, marks);
  }

  /** What comments say is not to be translated: what stands between two of them, or the element or text behind one. */
  *#ignored(nodes: readonly Nodes[], pairs: ReturnType<typeof pairTags>): Generator<TextSpan> {
    for (let at = 0; at < nodes.length; at++) {
      const said = this.#said(nodes[at]!);
      if (said !== 'start' && said !== 'next') continue;
      const { start } = this.#span(nodes[at]!);
      const isLast =
        said === 'start'
          ? (node: Nodes) => this.#said(node) === 'end'
          : (node: Nodes) => this.text.slice(this.#span(node).start, this.#span(node).end).trim() !== '';
      at++;
      while (at < nodes.length - 1 && !isLast(nodes[at]!)) at++;
      const last = nodes[at];
      if (last === undefined) return;
      const span = this.#span(last);
      const pair = said === 'next' ? pairs.get(span.start) : undefined;
      yield { start, end: typeof pair === 'object' ? pair.end : span.end };
    }
  }

  #said(node: Nodes): IgnoreComment | null {
    return node.type === 'html' ? ignoreCommentOf(node.value) : null;
  }

  #span(node: Nodes): TextSpan {
    const { position } = node;
    return { start: (position?.start.offset ?? 0) + this.lead, end: (position?.end.offset ?? 0) + this.lead };
  }

  #inline(node: Nodes, pairs: ReturnType<typeof pairTags>): void {
    const span = this.#span(node);
    const source = this.text.slice(span.start, span.end);
    switch (node.type) {
      case 'text':
        append(this.leaves, leavesOfText(this.text, span.start, span.end));
        return;
      case 'inlineMath':
        this.#inert(span, `math ${node.value}`);
        return;
      case 'html': {
        const pair = pairs.get(span.start);
        if (pair === 'close') return;
        const units = unitsOfTag(this.text, span);
        this.skeleton.push(`\thtml ${withoutUnits(source, span.start, units)}`);
        if (/^<br(?![\w-])/i.test(source)) this.leaves.push({ kind: 'character', text: '\n', ...span });
        else if (pair !== undefined) this.marks.push({ ...pair, ...unitsOf(units) });
        else this.leaves.push({ kind: 'inert', role: 'mark', ...span, ...unitsOf(units) });
        return;
      }
      case 'emphasis':
      case 'strong':
      case 'delete':
        return this.#mark(node, node.type);
      case 'link':
        if (/^(?:<|https?:|www\.|[\w.+-]+@)/i.test(source) && !source.startsWith('['))
          return this.#inert(span, `link ${node.url}`);
        return this.#mark(node, `link ${node.url}`);
      case 'linkReference':
        return this.#mark(
          node,
          `link ${node.identifier}`,
          node.referenceType === 'full' ? undefined : `][${node.label ?? node.identifier}]`,
        );
      case 'image':
      case 'imageReference':
        return this.#image(span, source, node.type === 'image' ? `image ${node.url}` : `image ${node.identifier}`);
      case 'footnoteReference':
        this.skeleton.push(`\tfootnote ${node.identifier}`);
        this.leaves.push({ kind: 'inert', role: 'mark', ...span });
        return;
      case 'break':
        this.skeleton.push('\tbreak');
        this.leaves.push({ kind: 'character', text: '\n', ...this.#withPrefix(span) });
        return;
      case 'inlineCode':
        this.#inert(span, `code ${node.value}`);
        return;
      // These stand around paragraphs.
      case 'root':
      case 'blockquote':
      case 'footnoteDefinition':
      case 'heading':
      case 'list':
      case 'listItem':
      case 'paragraph':
      case 'table':
      case 'tableRow':
      case 'tableCell':
      case 'code':
      case 'math':
      case 'yaml':
      case 'definition':
      case 'thematicBreak':
        this.#inert(span, source);
    }
  }

  /** A hard line break and what a format writes before the next line. */
  #withPrefix({ start, end }: TextSpan): TextSpan {
    const more = /^[ \t>]*/.exec(this.text.slice(end))?.[0].length ?? 0;
    return { start, end: end + more };
  }

  #inert(span: TextSpan, what: string): void {
    this.skeleton.push(`\t${what}`);
    this.leaves.push({ kind: 'inert', role: 'noun', ...span });
  }

  #mark(node: Extract<Nodes, Parents>, what: string, close?: string): void {
    const span = this.#span(node);
    const first = node.children[0] as Nodes | undefined;
    const last = node.children.at(-1) as Nodes | undefined;
    if (first === undefined || last === undefined) return this.#inert(span, what);
    const within = new Inlines(this.text, this.lead);
    within.all(node.children as Nodes[]);
    const inner = { start: this.#span(first).start, end: this.#span(last).end };
    if (!hasWords(this.text, inner, within.leaves)) {
      const units = within.leaves.flatMap((leaf) => (leaf.kind === 'inert' ? (leaf.units ?? []) : []));
      this.skeleton.push(`\t${what}`);
      append(this.skeleton, within.skeleton);
      this.leaves.push({ kind: 'inert', role: 'noun', ...span, ...(units.length > 0 && { units }) });
      return;
    }
    this.skeleton.push(`\t${what}`);
    append(this.skeleton, within.skeleton);
    this.marks.push({ ...span, inner, ...(close !== undefined && { close }) });
    append(this.marks, within.marks);
    append(this.leaves, within.leaves);
  }

  #image(span: TextSpan, source: string, what: string): void {
    this.skeleton.push(`\t${what}`);
    const alt = /^!\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]/.exec(source)?.[1] ?? '';
    const start = span.start + 2;
    const leaves = leavesOfText(this.text, start, start + alt.length);
    const isProse = hasWords(this.text, { start, end: start + alt.length }, leaves);
    const unit: ProseUnit = {
      start,
      end: start + alt.length,
      isInside: true,
      leaves,
      marks: [],
      write: writeMarkdown,
    };
    this.leaves.push({ kind: 'inert', role: 'noun', ...span, ...(isProse && { units: [unit] }) });
  }
}

/** Whether a star or an underscore begins and ends no emphasis: between spaces, or between letters. */
const isApart = (words: string, at: number) => /^(?:\s\*\s|\w_\w)$/.test(words.slice(Math.max(0, at - 1), at + 2));

/** Signs that would mean something, where the source had none of their kind as plain text. */
export const writeMarkdown: Writer = (words, source) =>
  words
    // A star or an underscore that was plain where it stood may be none elsewhere.
    .replace(/[\\`*_[\]<>~|$]/g, (sign, at: number) => {
      const isPlain = '*_'.includes(sign) ? isApart(words, at) : !'`[]<|'.includes(sign);
      return isPlain && source.includes(sign) ? sign : `\\${sign}`;
    })
    // Nothing that begins a block.
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+$)/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, (match, number: string, mark: string) =>
      source.startsWith(number + mark) ? match : `${number}\\${mark}`,
    );
