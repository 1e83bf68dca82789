import { expect, test } from 'vitest';
import { limitMemory } from './limit-memory.ts';

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const custom = [0, 2, 1, 97];
const page = 65_536;

test('a memory gets a maximum, or another one', () => {
  const expected = [...header, ...custom, 5, 5, 1, 1, 3, 0x80, 1, ...custom];
  for (const memory of [
    [5, 3, 1, 0, 3],
    [5, 4, 1, 1, 3, 5],
  ]) {
    const module = Uint8Array.from([...header, ...custom, ...memory, ...custom]);
    expect([...limitMemory(module, 128 * page)]).toEqual(expected);
  }
});

test('a module without memory, and one with more, are refused', () => {
  expect(() => limitMemory(Uint8Array.from([...header, ...custom]), page)).toThrow('no memory');
  const module = Uint8Array.from([...header, 5, 3, 1, 0, 3]);
  expect(() => limitMemory(module, 2 * page)).toThrow('more memory');
});
