import type { TextSpan } from '../text/index.js';
import { pairLeaves } from './inlineTags.js';
import type { Leaf, ParsedDocument, ProseUnit, Writer } from './prose.js';
import { documentOfValues } from './strings.js';
import { hasWords, leavesOfText } from './textLeaves.js';

const LINE = /[^\n\r]+/g;
const TIMES = /^\s*(?:\d+:)?\d+:\d\d[.,]\d+\s+-->\s+(?:\d+:)?\d+:\d\d[.,]\d+/;
/** A speaker's dash: what follows is said by another. */
const DASH = /^\s*[-–—]\s*/;
/** A remark by itself, as of what is heard, and the end of what is sung. */
const REMARK = /^\s*(?:\[[^[\]]*\]|\([^()]*\))\s*$/;
const SUNG = /[♪♫]\s*$/;
/** Tags, times within a text, and the positions of Advanced SubStation. */
const TAG = /<\/?[^<>\n\r]*>|\{\\[^{}\n\r]*\}/g;

const writeSubRip: Writer = (words) => words.replaceAll('-->', '->');
const writeWebVtt: Writer = (words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Prose of subtitles (SubRip, WebVTT): the texts of cues, each speaker's by itself. Times, numbers, notes and tags stay. */
export function parseSubtitles(text: string): ParsedDocument {
  const isWebVtt = /^\uFEFF?WEBVTT/.test(text);
  const values: TextSpan[] = [];
  const units: ProseUnit[] = [];
  let cue: TextSpan[] = [];
  /** whether what a line says ends with it */
  let isApart = false;
  let isCue = false;
  let end = 0;
  const finish = () => {
    for (const run of cue) {
      values.push(run);
      const leaves = leavesOfCue(text, run, isWebVtt);
      const write = isWebVtt ? writeWebVtt : writeSubRip;
      if (hasWords(text, run, leaves)) units.push({ ...run, ...pairLeaves(text, leaves), write, keepsLines: true });
    }
    cue = [];
  };
  for (const { 0: line, index } of text.matchAll(LINE)) {
    // An empty line ends a cue.
    if (/(?:\r\n|\n|\r(?!\n))[ \t]*[\n\r]/.test(text.slice(end, index)) || line.trim() === '') isCue = false;
    end = index + line.length;
    if (TIMES.test(line)) {
      finish();
      isCue = true;
    } else if (isCue) {
      const dash = DASH.exec(line)?.[0].length ?? line.length - line.trimStart().length;
      const isRemark = REMARK.test(line);
      const [start, last] = [index + dash, index + line.trimEnd().length];
      const before = cue.at(-1);
      const begins = isApart || isRemark || /^\s*[-–—♪♫]/.test(line);
      if (before === undefined || begins) cue.push({ start, end: Math.max(start, last) });
      else before.end = last;
      isApart = isRemark || SUNG.test(line);
    } else finish();
  }
  finish();
  return documentOfValues(text, values, units);
}

function leavesOfCue(text: string, { start, end }: TextSpan, entities: boolean): Leaf[] {
  const found: Leaf[] = [];
  let at = start;
  const plain = (until: number) =>
    found.push(...leavesOfText(text, at, until, { escapes: false, linePrefix: false, entities }));
  for (const { 0: tag, index } of text.slice(start, end).matchAll(TAG)) {
    plain(start + index);
    at = start + index + tag.length;
    found.push({ kind: 'inert', role: 'mark', start: start + index, end: at });
  }
  plain(end);
  return found;
}
