import { expect, test } from 'vitest';
import { onFreePort } from './port.ts';

test('starts a server on another port if its port is in use', async () => {
  const tried: number[] = [];
  const port = await onFreePort(async (port) => {
    tried.push(port);
    if (tried.length < 3) throw new Error('bind: Address already in use');
    return port;
  });
  expect(tried.at(-1)).toBe(port);
  expect(new Set(tried).size).toBe(3);
});

test('fails for another reason, and after several attempts', async () => {
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
