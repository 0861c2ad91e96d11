import { PbfReader, PbfWriter } from 'pbf';

/** A field of a protobuf message: a number (varint) or bytes (length-delimited); fixed-width ones stay bytes. */
export interface WireField {
  number: number;
  wire: number;
  value: number | Uint8Array;
}

export function readFields(bytes: Uint8Array): WireField[] {
  const pbf = new PbfReader(bytes);
  const found: WireField[] = [];
  pbf.readFields((number) => {
    const wire = pbf.type;
    if (wire === 0) found.push({ number, wire, value: pbf.readVarint(true) });
    else if (wire === 2) found.push({ number, wire, value: pbf.readBytes() });
    else {
      const start = pbf.pos;
      pbf.pos += wire === 5 ? 4 : 8;
      found.push({ number, wire, value: bytes.subarray(start, pbf.pos) });
    }
  }, undefined);
  return found;
}

const small = (write: (pbf: PbfWriter) => void): Uint8Array => {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish();
};

export function writeFields(fields: readonly WireField[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(({ number, wire, value }) => {
      const tag = small((pbf) => pbf.writeVarint((number << 3) | wire));
      if (typeof value === 'number') return [tag, small((pbf) => pbf.writeVarint(value))];
      return wire === 2 ? [tag, small((pbf) => pbf.writeVarint(value.length)), value] : [tag, value];
    }),
  );
}

export const bytesField = (number: number, value: Uint8Array | string): WireField => ({
  number,
  wire: 2,
  value: typeof value === 'string' ? Buffer.from(value) : value,
});
export const varintField = (number: number, value: number): WireField => ({ number, wire: 0, value });
export const textOf = (field: WireField | undefined): string =>
  field && typeof field.value !== 'number' ? Buffer.from(field.value).toString() : '';

/** The message with one of its length-delimited fields changed. */
export const within = (fields: readonly WireField[], at: number, change: (inner: WireField[]) => WireField[]) =>
  fields.map((field, index) =>
    index === at && typeof field.value !== 'number'
      ? { ...field, value: writeFields(change(readFields(field.value))) }
      : field,
  );
