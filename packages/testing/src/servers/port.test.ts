import { expect, test } from 'vitest';
import { onFreePort } from './port.ts';

test('a server that finds its port taken starts on another', async () => {
  const tried: number[] = [];
  const port = await onFreePort(async (port) => {
    tried.push(port);
    if (tried.length < 3) throw new Error('bind: Address already in use');
    return port;
  });
  expect(tried.at(-1)).toBe(port);
  expect(new Set(tried).size).toBe(3);
});

test('what fails for another reason, or again and again, fails', async () => {
  let tried = 0;
  const failing = (message: string) =>
    onFreePort(async () => {
      tried += 1;
      throw new Error(message);
    });
  await expect(failing('no memory')).rejects.toThrow('no memory');
  expect(tried).toBe(1);
  await expect(failing('listen EADDRINUSE: address already in use')).rejects.toThrow('in use');
  expect(tried).toBe(6);
});
