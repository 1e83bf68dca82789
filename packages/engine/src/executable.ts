import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Whether the file of a program is damaged or for another platform, as far as its header says. Such a file must not be
 * started: what the kernel refuses, the C library hands to a shell, which takes the bytes for commands.
 */
export const isDamaged = (path: string): boolean => {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(4096);
    readSync(file, header, 0, header.length, 0);
    if (header.subarray(0, 2).toString('latin1') === '#!') return false;
    return !isRight(header, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
};

const isRight = (header: Buffer, size: number): boolean => {
  const { platform, arch } = process;
  if (platform === 'linux') return isElf(header, size, { x64: 62, arm64: 183 }[arch as string]);
  if (platform === 'darwin') return machMagics.has(header.readUInt32BE(0));
  return platform !== 'win32' || header.subarray(0, 2).toString('latin1') === 'MZ';
};

/** Mach-O files for one architecture with 64 bits, and for several. */
const machMagics: ReadonlySet<number> = new Set([0xcffaedfe, 0xcafebabe, 0xcafebabf]);

/** The fields of an ELF file are in elf(5). All its segments have to be in the file. */
const isElf = (header: Buffer, size: number, machine: number | undefined): boolean => {
  if (header.readUInt32BE(0) !== 0x7f454c46) return false;
  // The header of other architectures may have another byte order.
  if (machine === undefined) return true;
  if (header.readUInt16LE(18) !== machine) return false;
  const [start, length] = [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54)];
  return Array.from({ length: header.readUInt16LE(56) }, (_, index) => start + index * length)
    .filter((at) => at + 40 <= header.length)
    .every((at) => header.readBigUInt64LE(at + 8) + header.readBigUInt64LE(at + 32) <= size);
};
