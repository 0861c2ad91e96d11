import type { Nodes, Parents, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { TextSpan } from '../text/index.js';
import { frontMatterUnits } from './frontMatter.js';
import { htmlUnits } from './html.js';
import { ignoreCommentOf } from './ignoreComments.js';
import { runsOfLines } from './lines.js';
import { withoutExcess } from './excessSigns.js';
import { Inlines, writeMarkdown } from './markdownInlines.js';
import type { Leaf, Mark, ParsedDocument, ProseUnit } from './prose.js';
import { withScripts } from './scripts.js';
import { append, coverOf, spansWithin } from './spans.js';
import { leavesOfText } from './textLeaves.js';
import { withWrittenMarks } from './writtenMarks.js';

const FRONT_MATTER = ['yaml', 'toml'] as const;

function parseTree(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfm(), math(), frontmatter([...FRONT_MATTER])],
    mdastExtensions: [
      // Their transforms make nodes without places of addresses, which are found by patterns here.
      ...gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
      mathFromMarkdown(),
      frontmatterFromMarkdown([...FRONT_MATTER]),
    ],
  });
}

/** The blocks of a Markdown document; `lead` is to be added to their offsets. */
export function markdownTree(text: string): { tree: Root; lead: number } {
  // The parser leaves a byte-order mark out of its offsets.
  const lead = text.startsWith('\uFEFF') ? 1 : 0;
  return { tree: parseTree(withoutExcess(text.slice(lead))), lead };
}

/** Prose of a Markdown document: CommonMark with GitHub's tables, footnotes and tasks, mathematics and front matter. */
export function parseMarkdown(text: string): ParsedDocument {
  const { tree, lead } = markdownTree(text);
  const walker = new Walker(text, lead);
  walker.block(tree);
  return { units: walker.units, skeleton: walker.skeleton };
}

/** Sentences, and nothing that programs are made of. */
function looksLikeProse(chunk: string): boolean {
  const words = chunk.match(/\p{L}{2,}/gu)?.length ?? 0;
  const isCode = /[{}[\]()=<>/\\$_|&#@`*+~^]|::|->|--|;\s*$/m.test(chunk);
  return !isCode && words > 2 && /[.!?…:,;"'”’»]\s*$/m.test(chunk) && /\p{Lu}|^\p{Lo}/u.test(chunk);
}

const AROUND = ['root', 'blockquote', 'footnoteDefinition', 'list', 'listItem', 'table', 'tableRow'] as const;
/** Nodes that stand around other blocks. */
type Around = Extract<Nodes, { type: (typeof AROUND)[number] }>;
const isAround = (node: Nodes): node is Around => AROUND.some((type) => type === node.type);

class Walker {
  readonly units: ProseUnit[] = [];
  readonly skeleton: string[] = [];

  constructor(
    private readonly text: string,
    private readonly lead: number,
  ) {}

  /** A node and all in it, without recursion: quotations may be thousands deep. */
  block(node: Nodes): void {
    const rest: (Nodes | string)[] = [node];
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
      if (typeof one === 'string') this.skeleton.push(one);
      else append(rest, this.#visit(one).reverse());
    }
  }

  /** @returns the nodes in it that come next, and lines of the skeleton between them */
  #visit(node: Nodes): (Nodes | string)[] {
    if (isAround(node)) {
      if (node.type !== 'root') this.skeleton.push(node.type);
      return this.#blocks(node.children);
    }
    this.#leaf(node);
    return [];
  }

  #leaf(node: Nodes): void {
    switch (node.type) {
      case 'paragraph':
        this.skeleton.push(node.type);
        return this.#paragraph(node);
      case 'heading':
        this.skeleton.push(`heading ${node.depth}`);
        return this.#paragraph(node);
      case 'tableCell':
        this.skeleton.push(node.type);
        return this.#paragraph(node);
      case 'html': {
        const { start, end } = this.#span(node);
        const { units, skeleton } = htmlUnits(this.text, start, end);
        append(this.units, units);
        append(this.skeleton, skeleton);
        return;
      }
      case 'code':
        this.#code(node);
        return;
      case 'math':
        this.skeleton.push(`${node.type} ${node.value}`);
        return;
      case 'yaml': {
        const { units, skeleton } = frontMatterUnits(this.text, this.#span(node));
        append(this.units, units);
        append(this.skeleton, skeleton);
        return;
      }
      case 'definition':
        this.skeleton.push(`definition ${node.identifier} ${node.url}`);
        return;
      case 'thematicBreak':
        this.skeleton.push(node.type);
        return;
      // These are around others, or stand within paragraphs.
      case 'blockquote':
      case 'footnoteDefinition':
      case 'list':
      case 'listItem':
      case 'root':
      case 'table':
      case 'tableRow':
      case 'break':
      case 'delete':
      case 'emphasis':
      case 'footnoteReference':
      case 'image':
      case 'imageReference':
      case 'inlineCode':
      case 'inlineMath':
      case 'link':
      case 'linkReference':
      case 'strong':
      case 'text':
        return;
    }
  }

  /** Blocks of one level, without those that a comment says are not to be translated. */
  #blocks(nodes: readonly Nodes[]): (Nodes | string)[] {
    const found: (Nodes | string)[] = [];
    const said = (node: Nodes) => (node.type === 'html' ? ignoreCommentOf(node.value.trim()) : null);
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at]!;
      const ignored = said(node);
      if (ignored !== 'next' && ignored !== 'start') {
        found.push(node);
        continue;
      }
      const { start } = this.#span(node);
      at = Math.min(at + 1, nodes.length - 1);
      while (ignored === 'start' && at < nodes.length - 1 && said(nodes[at]!) !== 'end') at++;
      found.push(this.text.slice(start, this.#span(nodes[at]!).end));
    }
    return found;
  }

  #span(node: Nodes): TextSpan {
    const { position } = node;
    return { start: (position?.start.offset ?? 0) + this.lead, end: (position?.end.offset ?? 0) + this.lead };
  }

  /** Markdown takes what is indented for code; in letters and books it is a paragraph. */
  #code(node: Extract<Nodes, { type: 'code' }>): void {
    const { start, end } = this.#span(node);
    const source = this.text.slice(start, end);
    if (/^(?:`{3}|~{3})/.test(source.trimStart())) {
      this.skeleton.push(`code ${node.lang ?? ''} ${node.value}`);
      return;
    }
    for (const { index, 0: chunk } of source.matchAll(/\S[^\n\r]*(?:\r?\n[^\S\r\n]*\S[^\n\r]*)*/g)) {
      if (!looksLikeProse(chunk)) {
        this.skeleton.push(`code ${chunk}`);
        continue;
      }
      this.skeleton.push('indented');
      const span = { start: start + index, end: start + index + chunk.length };
      this.#runs(leavesOfText(this.text, span.start, span.end), [], span.start, span.end);
    }
  }

  #paragraph(node: Parents): void {
    const first = node.children[0];
    const last = node.children.at(-1);
    if (first === undefined || last === undefined) return;
    const inlines = new Inlines(this.text, this.lead);
    inlines.all(node.children as Nodes[]);
    append(this.skeleton, inlines.skeleton);
    const span = { start: this.#span(first).start, end: this.#span(last).end };
    const { leaves, marks } = withWrittenMarks(this.text, span, inlines, true);
    this.#runs(withScripts(this.text, span, leaves), marks, span.start, span.end);
  }

  /** The units of a stretch: its lines, as far as they are apart. */
  #runs(leaves: readonly Leaf[], marks: readonly Mark[], start: number, end: number): void {
    const lines: (TextSpan & { hardBreak: boolean })[] = [];
    let at = start;
    for (const leaf of leaves) {
      if (leaf.kind !== 'character') continue;
      const hardBreak = leaf.text === '\n';
      if (!hardBreak && !/[\r\n]/.test(this.text.slice(leaf.start, leaf.end))) continue;
      lines.push({ start: at, end: leaf.start, hardBreak });
      at = leaf.end;
    }
    lines.push({ start: at, end, hardBreak: false });
    const isWhole = coverOf([...marks, ...leaves.filter(({ kind }) => kind === 'inert')]);
    for (const run of runsOfLines(this.text, lines, isWhole)) {
      this.units.push({
        ...run,
        leaves: spansWithin(leaves, run),
        marks: spansWithin(marks, run),
        write: writeMarkdown,
      });
    }
  }
}
