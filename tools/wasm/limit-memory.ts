import { type Reader, readUnsigned, unsigned } from './leb128.ts';

/**
 * Sets the largest size of the memory of a module, in bytes: the module is refused more, as if the machine had no more.
 * Throws an Error where the module has more memory from its start.
 */
export const limitMemory = (module: Uint8Array, maximum: number): Uint8Array => {
  const reader: Reader = { bytes: module, at: header };
  while (reader.at < module.length) {
    const start = reader.at;
    const id = module[reader.at++];
    const end = readUnsigned(reader) + reader.at;
    if (id === memorySection) {
      const body = limited(reader, Math.floor(maximum / page));
      return Buffer.concat([
        module.subarray(0, start),
        Uint8Array.of(memorySection),
        unsigned(body.length),
        body,
        module.subarray(end),
      ]);
    }
    reader.at = end;
  }
  throw new Error('The module has no memory.');
};

/** Numbers of the binary format (WebAssembly core specification, 5.3.4 and 5.5.8). */
const header = 8;
const memorySection = 5;
const withMaximum = 1;
const page = 65_536;

const limited = (reader: Reader, maximum: number): Uint8Array => {
  const count = readUnsigned(reader);
  readUnsigned(reader);
  const minimum = readUnsigned(reader);
  if (count !== 1) throw new Error('The module has more than one memory.');
  if (minimum > maximum) throw new Error('The module has more memory than that from its start.');
  return Buffer.concat([Uint8Array.of(1, withMaximum), unsigned(minimum), unsigned(maximum)]);
};
