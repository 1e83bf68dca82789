import { address, type Reader, readAddress, readUnsigned, unsigned } from './leb128.ts';

/**
 * Joins the data segments of a module that wizer made: it leaves more than V8 admits (100,000; src/wasm/wasm-limits.h).
 *
 * Passive segments are dropped; wizer leaves them empty, for their content is in the memory it stored.
 * Throws an Error on a segment that isn't of the kind Go and wizer write.
 */
export const mergeSegments = (module: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [module.subarray(0, header)];
  const reader: Reader = { bytes: module, at: header };
  while (reader.at < module.length) {
    const start = reader.at;
    const id = module[reader.at++];
    const end = readUnsigned(reader) + reader.at;
    if (id === dataSection) {
      const body = write(merge(read(reader)));
      parts.push(Uint8Array.of(dataSection), unsigned(body.length), body);
    } else if (id !== dataCountSection) {
      parts.push(module.subarray(start, end));
    }
    reader.at = end;
  }
  return Buffer.concat(parts);
};

interface Segment {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Numbers of the binary format (WebAssembly core specification, 5.4 and 5.5). */
const header = 8;
const dataSection = 11;
const dataCountSection = 12;
const active = 0;
const passive = 1;
const i32Const = 0x41;
const end = 0x0b;

/** A segment costs some bytes too, so a gap this small is filled with zeros instead. */
const gap = 64;

const read = (reader: Reader): readonly Segment[] => {
  const segments: Segment[] = [];
  const count = readUnsigned(reader);
  for (let index = 0; index < count; index++) {
    const mode = readUnsigned(reader);
    const start = mode === active ? offset(reader) : 0;
    const length = readUnsigned(reader);
    if (mode === active) {
      segments.push({ start, bytes: reader.bytes.subarray(reader.at, reader.at + length) });
    } else if (mode !== passive || length > 0) {
      throw new Error(`Segment ${index} of the module has a mode that can't be merged.`);
    }
    reader.at += length;
  }
  return segments.toSorted((a, b) => a.start - b.start);
};

const offset = (reader: Reader): number => {
  const opcode = reader.bytes[reader.at++];
  const start = readAddress(reader);
  if (opcode !== i32Const || reader.bytes[reader.at++] !== end) {
    throw new Error('A segment of the module has an address that is computed.');
  }
  return start;
};

const merge = (segments: readonly Segment[]): readonly (readonly Segment[])[] => {
  const runs: Segment[][] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const segment of segments) {
    if (segment.start - reached < gap) runs.at(-1)?.push(segment);
    else runs.push([segment]);
    reached = segment.start + segment.bytes.length;
  }
  return runs;
};

const write = (runs: readonly (readonly Segment[])[]): Uint8Array => {
  const parts: Uint8Array[] = [unsigned(runs.length)];
  for (const run of runs) {
    const start = run[0]?.start ?? 0;
    const last = run.at(-1) ?? { start, bytes: new Uint8Array() };
    const bytes = new Uint8Array(last.start + last.bytes.length - start);
    for (const segment of run) bytes.set(segment.bytes, segment.start - start);
    parts.push(Uint8Array.of(active, i32Const), address(start), Uint8Array.of(end));
    parts.push(unsigned(bytes.length), bytes);
  }
  return Buffer.concat(parts);
};
