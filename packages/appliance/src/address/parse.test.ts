import { expect, test } from 'vitest';
import { parseAddress, printAddress } from './parse.ts';

test.each([
  ['https://psa.example.com', 'https://psa.example.com'],
  ['https://PSA.example.com:443/', 'https://psa.example.com'],
  ['https://psa.example.com:30443', 'https://psa.example.com:30443'],
  ['http://alga', 'http://alga'],
  ['http://10.0.0.5:443', 'http://10.0.0.5:443'],
  ['https://müller.example', 'https://xn--mller-kva.example'],
])('%s is %s', (text, url) => {
  const address = parseAddress(text);
  expect(typeof address === 'string' ? address : printAddress(address)).toBe(url);
});

test.each([
  ['psa.example.com', 'has no scheme'],
  ['psa.example.com:443', 'has no scheme'],
  ['//psa.example.com', 'has no scheme'],
  ['ftp://psa.example.com', 'is neither https nor http'],
  ['https://', 'has no valid host name or port'],
  ['https://psa_1.example.com', 'has no valid host name or port'],
  ['https://-psa.example.com', 'has no valid host name or port'],
  ['https://psa.example.com.', 'has no valid host name or port'],
  ['https://*.example.com', 'has no valid host name or port'],
  ['https://[::1]', 'has no valid host name or port'],
  ['https://psa.example.com:70000', 'has no valid host name or port'],
  ['https://psa.example.com:0', 'has no valid host name or port'],
  [`https://${'a.'.repeat(130)}example`, 'has no valid host name or port'],
  ['https://admin:password@psa.example.com', 'contains credentials'],
  ['https://psa.example.com/alga', 'has a path, and the application is at the root of its host'],
  ['https://psa.example.com?a', 'has a path, and the application is at the root of its host'],
  ['https://psa.example.com/#a', 'has a path, and the application is at the root of its host'],
])('%s is refused', (text, why) => {
  expect(parseAddress(text)).toBe(why);
});
