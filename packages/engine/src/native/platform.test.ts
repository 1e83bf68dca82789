import { expect, test } from 'vitest';
import { apiServerProductOf } from './platform.ts';

const linux = { os: 'linux', cpu: 'x64' };
const windows = { os: 'win32', cpu: 'arm64' };

test('the program of another version of Kubernetes has the version in its name', () => {
  const product = apiServerProductOf('1.37');
  expect(product.packageOf(linux)).toBe('@helm-charts/apiserver-1.37-linux-x64');
  expect(product.programOf(windows)).toBe('helm-charts-apiserver-1.37.exe');
  expect(apiServerProductOf('1.36').packageOf(linux)).toBe('@helm-charts/apiserver-linux-x64');
  expect(apiServerProductOf('1.36').programOf(linux)).toBe('helm-charts-apiserver');
});
