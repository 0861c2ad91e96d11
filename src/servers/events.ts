import { createParser } from 'eventsource-parser';

/**
 * The data of each event of a stream (text/event-stream).
 * @param most bytes of a stream
 * @param tooMuch the error for a longer one
 */
export async function* eventsOf(
  body: AsyncIterable<Uint8Array>,
  most: number,
  tooMuch: () => Error,
): AsyncGenerator<string, void, void> {
  let ready: string[] = [];
  let bytes = 0;
  const parser = createParser({ onEvent: ({ data }) => void ready.push(data) });
  // A character may be cut by two pieces.
  const decoder = new TextDecoder();
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) throw tooMuch();
    parser.feed(decoder.decode(piece, { stream: true }));
    yield* ready;
    ready = [];
  }
}
