import type { Memory } from './webassembly.ts';

/** Reads and writes the memory of an instance. An address is a number of bytes from its start. */
export interface View {
  readonly bytes: (address: number, length: number) => Uint8Array;
  readonly text: (address: number, length: number) => string;
  readonly uint32: (address: number) => number;
  readonly uint64: (address: number) => bigint;
  readonly setUint8: (address: number, value: number) => void;
  readonly setUint32: (address: number, value: number) => void;
  readonly setUint64: (address: number, value: bigint) => void;
  /** The buffers of a list of them (`iovec` of WASI). */
  readonly buffers: (list: number, count: number) => readonly Uint8Array[];
}

/** A view of the memory that `memory` returns. */
export const viewOf = (memory: () => Memory): View => {
  const data = () => new DataView(memory().buffer);
  const bytes = (address: number, length: number) =>
    new Uint8Array(memory().buffer, address, length);
  const uint32 = (address: number) => data().getUint32(address, true);
  return {
    bytes,
    text: (address, length) => Buffer.from(bytes(address, length)).toString(),
    uint32,
    uint64: (address) => data().getBigUint64(address, true),
    setUint8: (address, value) => data().setUint8(address, value),
    setUint32: (address, value) => data().setUint32(address, value, true),
    setUint64: (address, value) => data().setBigUint64(address, value, true),
    buffers: (list, count) =>
      Array.from({ length: count }, (_, index) =>
        bytes(uint32(list + 8 * index), uint32(list + 8 * index + 4)),
      ),
  };
};
