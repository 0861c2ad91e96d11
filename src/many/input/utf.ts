/** Text of bytes that come in pieces: UTF-8, or UTF-16 where a mark says so; the mark goes. */
export class Utf {
  #decoder: TextDecoder | null = null;
  #first: Uint8Array = new Uint8Array(0);
  /** UTF-16, in which zeros are letters' halves */
  isWide = false;

  push(bytes: Uint8Array): string {
    if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    const known = this.#first.length === 0 ? bytes : Buffer.concat([this.#first, bytes]);
    this.#first = known;
    return known.length < 2 ? '' : this.#open().decode(known, { stream: true });
  }

  end(): string {
    return this.#decoder ? this.#decoder.decode() : this.#open().decode(this.#first);
  }

  #open(): TextDecoder {
    const [one, two] = this.#first;
    this.isWide = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff);
    return (this.#decoder = new TextDecoder(!this.isWide ? 'utf-8' : one === 0xff ? 'utf-16le' : 'utf-16be'));
  }
}
