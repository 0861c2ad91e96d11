import type { FileHandle } from 'node:fs/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnType } from '../columns.js';
import type { OutputColumn, RowWriter } from './outputRow.js';

/** Rows of a group, and about how many values: a group is in memory while it is written. */
const MOST_ROWS = 20_000;
const MOST_VALUES = 4_000_000;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** What the format calls a value; null may stand for each. */
const SCALARS: Record<Exclude<ColumnType, 'numbers' | 'strings'>, Omit<SchemaElement, 'name'>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  integer: { type: 'INT64', repetition_type: 'OPTIONAL' },
  number: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  boolean: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
};

function elementsOf({ name, type }: OutputColumn): SchemaElement[] {
  if (type !== 'numbers' && type !== 'strings') return [{ name, ...SCALARS[type] }];
  const inner: Omit<SchemaElement, 'name'> =
    type === 'numbers' ? { type: 'FLOAT' } : { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  // A list as the format's own rules have it, in three levels.
  return [
    { name, converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...inner, repetition_type: 'REQUIRED' },
  ];
}

function toParquet(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'integer') return BigInt(value as number);
  if (type === 'string' && typeof value !== 'string') return JSON.stringify(value);
  return value;
}

/**
 * Writes Parquet, a group of rows after another.
 * @param about what is kept in the file beside the rows, as JSON under the key `glassbox`
 */
export function parquetWriter(handle: FileHandle, columns: readonly OutputColumn[], about: object): RowWriter {
  const bytes = new ByteWriter();
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
  const kvMetadata = [{ key: 'glassbox', value: JSON.stringify(about) }];
  const writer = new ParquetWriter({ writer: bytes, schema, kvMetadata, createdBy: 'Glassbox' });
  let held: unknown[][] = columns.map(() => []);
  let values = 0;
  /** What the library has made goes to the file; its places in the file go on counting. */
  const save = async () => {
    const ready = Buffer.from(bytes.buffer, 0, bytes.index);
    await handle.appendFile(ready);
    bytes.index = 0;
  };
  const writeGroup = async () => {
    const [own] = held;
    if (!own || own.length === 0) return;
    const columnData = columns.map(({ name }, at) => ({ name, data: held[at]! }));
    held = columns.map(() => []);
    values = 0;
    await writer.write({ columnData, rowGroupSize: own.length });
    await save();
  };
  return {
    write: async (row) => {
      columns.forEach(({ type, valueOf }, at) => {
        const value = toParquet(type, valueOf(row));
        values += Array.isArray(value) ? value.length : 1;
        held[at]!.push(value);
      });
      if (held[0]!.length >= MOST_ROWS || values >= MOST_VALUES) await writeGroup();
    },
    finish: async () => {
      await writeGroup();
      await writer.finish();
      await save();
    },
  };
}
