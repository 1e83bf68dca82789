/** The largest file whose size the header can name: 11 octal digits. */
export const largestEntry: number = 8 ** 11 - 1;

export const blockSize = 512;

/** The header of a file in a tar archive (POSIX ustar). Owner, mode and time are the same for all, so that only path and size make a difference. */
export const tarHeader = (path: string, size: number): Buffer => {
  const header = Buffer.alloc(blockSize);
  header.write(path, 0, 100);
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  header.write(`${octal(size, 11)}\0${octal(0, 11)}\0`, 124);
  // The checksum counts its own field as spaces.
  header.write(`${' '.repeat(8)}0`, 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
};

/** Path and size in a header, whatever else it says. */
export const readTarHeader = (
  header: Buffer,
): { readonly path: string; readonly size: number } => ({
  path: header.subarray(0, 100).toString('latin1').replace(/\0.*$/s, ''),
  size: Number.parseInt(header.subarray(124, 136).toString('latin1'), 8),
});

/** The bytes after content that fill its last block. */
export const paddingOf = (size: number): number => (blockSize - (size % blockSize)) % blockSize;

const octal = (number: number, digits: number): string => number.toString(8).padStart(digits, '0');
