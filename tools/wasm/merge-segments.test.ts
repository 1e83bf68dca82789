import { expect, test } from 'vitest';
import { address, readAddress, readUnsigned, unsigned } from './leb128.ts';
import { mergeSegments } from './merge-segments.ts';

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const segment = (start: number, ...bytes: number[]): readonly number[] => [
  ...[0, 0x41, ...address(start), 0x0b, bytes.length],
  ...bytes,
];
const section = (id: number, ...body: number[]): readonly number[] => [id, body.length, ...body];

test('near segments are joined, far ones kept, passive ones dropped', () => {
  const body = [4, ...segment(8, 3), 1, 0, ...segment(4, 1, 2), ...segment(200, 9)];
  const module = Uint8Array.from([...header, ...section(12, 4), ...section(11, ...body)]);
  expect([...mergeSegments(module)]).toEqual([
    ...header,
    ...section(11, 2, ...segment(4, 1, 2, 0, 0, 3), ...segment(200, 9)),
  ]);
});

test('other sections pass as they are', () => {
  const module = Uint8Array.from([...header, ...section(0, 1, 97, 98)]);
  expect([...mergeSegments(module)]).toEqual([...module]);
});

test('a passive segment with content is refused', () => {
  const module = Uint8Array.from([...header, ...section(11, 1, 1, 1, 5)]);
  expect(() => mergeSegments(module)).toThrow('Segment 0');
});

test.each([0, 63, 64, 127, 128, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
  '%d survives',
  (number) => {
    expect(readUnsigned({ bytes: unsigned(number), at: 0 })).toBe(number);
    expect(readAddress({ bytes: address(number), at: 0 })).toBe(number);
  },
);
