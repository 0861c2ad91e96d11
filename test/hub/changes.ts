import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer } from './answers.js';
import { bytesOf, flipped, resized, wholeOf, zeros, type Content } from './contents.js';
import type { FaultEffect, FaultOf } from './faults.js';

const PORTAL =
  '<!DOCTYPE html><html><head><title>Welcome</title></head><body><form>Room and name, please.</form></body></html>';

const inPlace = (body: Content, type: string): Answer => ({
  status: 200,
  headers: { 'Content-Type': type },
  body,
  hasRanges: false,
});

/** What a fault makes of an answer, for those that do anything to it. */
const CHANGES: {
  [K in FaultEffect['kind']]?: (answer: Answer, fault: FaultOf<K>, url: string) => Answer;
} = {
  flip: (answer, { at }) => ({ ...answer, body: flipped(answer.body, at) }),
  zeros: (answer) => ({ ...answer, body: zeros(answer.body.size) }),
  resize: (answer, { by }) => ({ ...answer, body: resized(answer.body, answer.body.size + by) }),
  portal: () => inPlace(bytesOf(PORTAL), 'text/html'),
  text: (_, { text, type = 'application/json' }) => inPlace(bytesOf(text), type),
  truncate: (answer, { at }) => ({ ...answer, body: bytesOf(wholeOf(answer.body).subarray(0, at)), hasRanges: false }),
  rewrite: (answer, { change }) => ({
    ...answer,
    body: bytesOf(JSON.stringify(change(JSON.parse(wholeOf(answer.body).toString()) as never))),
  }),
  gzip: (answer, { isBroken }) => ({
    ...answer,
    headers: { ...answer.headers, 'Content-Encoding': 'gzip' },
    body: bytesOf(isBroken ? wholeOf(answer.body) : gzipSync(wholeOf(answer.body))),
    hasRanges: false,
  }),
  link: (answer, { to }, url) => ({ ...answer, headers: { ...answer.headers, Link: `<${to(url)}>; rel="next"` } }),
  status: (_, { status, headers, body }) => ({
    status,
    headers: { 'Content-Type': 'text/plain', ...(typeof headers === 'function' ? headers() : headers) },
    body: bytesOf(body ?? `Status ${status}`),
    hasRanges: false,
  }),
  redirect: (_, { to: given, status = 302 }, url) => {
    const to = typeof given === 'function' ? given(url) : given;
    return { status, headers: to === null ? {} : { Location: to }, body: bytesOf(''), hasRanges: false };
  },
};

/** An answer as a fault has it. @param url path and query as they came */
export function changed(answer: Answer, fault: FaultEffect | null, url: string): Answer {
  if (!fault) return answer;
  const change = CHANGES[fault.kind] as ((...all: [Answer, FaultEffect, string]) => Answer) | undefined;
  return change?.(answer, fault, url) ?? answer;
}

/** The part of an answer that was asked for, 206, or 416 where there is none. */
export function ranged(answer: Answer, request: IncomingMessage, fault: FaultEffect | null): Answer & { from: number } {
  const { size } = answer.body;
  const whole = { ...answer, from: 0 };
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const etag = request.headers['if-range'];
  if (!answer.hasRanges || fault?.kind === 'ignoreRange' || first + last === '') return whole;
  if (etag !== undefined && etag !== answer.headers.ETag) return whole;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (from >= to) {
    return { ...whole, status: 416, headers: { 'Content-Range': `bytes */${size}` }, body: bytesOf('') };
  }
  const moved = fault && 'by' in fault ? Math.min(size - 1, Math.max(0, from + fault.by)) : from;
  const start = fault?.kind === 'shiftRange' || fault?.kind === 'otherRange' ? moved : from;
  const said = fault?.kind === 'mislabelRange' || fault?.kind === 'otherRange' ? moved : from;
  const end = Math.min(size, start + to - from);
  return {
    ...whole,
    status: 206,
    from: start,
    headers: { ...answer.headers, 'Content-Range': `bytes ${said}-${said + end - start - 1}/${size}` },
    body: { size: end - start, read: (a, b) => answer.body.read(start + a, start + b) },
  };
}
