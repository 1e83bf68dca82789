/** Reads the numbers of a WebAssembly module, and steps over what it read. */
export interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

/** An unsigned number of at most 32 bits. */
export const readUnsigned = (reader: Reader): number => {
  let result = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    result += (byte & 127) * scale;
    if (byte < 128) return result;
  }
};

/** A signed number of 32 bits, read as the unsigned one of the same bits: that is what an address is. */
export const readAddress = (reader: Reader): number => {
  let result = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.at++] ?? 0;
    result |= (byte & 127) << shift;
    if (byte >= 128) continue;
    const negative = shift + 7 < 32 && (byte & 64) !== 0;
    return (negative ? result | (-1 << (shift + 7)) : result) >>> 0;
  }
};

export const unsigned = (value: number): Uint8Array => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};

/** An address as the signed number that an `i32.const` takes. */
export const address = (value: number): Uint8Array => {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const byte = rest & 127;
    const sign = (byte & 64) !== 0;
    if ((rest >> 7 === 0 && !sign) || (rest >> 7 === -1 && sign)) {
      return Uint8Array.from([...bytes, byte]);
    }
    bytes.push(byte | 128);
  }
};
