import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parseReference, printReference } from './reference.ts';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  'oci://registry.example.com/charts/web',
  'oci://127.0.0.1:5000/web:1.0.0',
  'oci://[::1]:5000/web:1.0.0',
  `oci://localhost:5000/a/b/c-d_e.f__g@${digest}`,
  `oci://localhost/a:v1.0.0_build.5@${digest}`,
])('%s is a reference, and is printed as it was written', (text) => {
  const { value, findings } = parseReference(text);
  expect(findings).toEqual([]);
  expect(value && printReference(value)).toBe(text);
});

test('every problem of a reference is a sentence, and no sentence has a password', () => {
  const texts = [
    'https://registry.example.com/web',
    'registry.example.com',
    '',
    'oci://user:hunter2@registry.example.com/web:1.0.0',
    'https://user:hunter2@registry.example.com/web',
    'oci://-bad-/Charts/Web:1.0.0+build@sha256:12',
    'oci://host:port/web',
    'oci://host/',
    'oci://host/web:',
    'oci://host/../web',
  ];
  const all = texts.flatMap((text) => parseReference(text).findings.map(printFinding));
  expect(all.join('\n')).not.toContain('hunter2');
  expect(all).toMatchInlineSnapshot(`
    [
      "error https://registry.example.com/web: its scheme is https://; begin it with oci://. [reference]",
      "error registry.example.com: it names no host, or no repository on the host; write it like oci://registry.example.com/charts/web:1.0.0. [reference]",
      "error it names no host, or no repository on the host; write it like oci://registry.example.com/charts/web:1.0.0. [reference]",
      "error oci://…@registry.example.com/web:1.0.0: it contains credentials, which other users of this machine could read; remove them, and log in with helm registry login. [reference]",
      "error https://…@registry.example.com/web: its scheme is https://; begin it with oci://. [reference]",
      "error oci://-bad-/Charts/Web:1.0.0+build@sha256:12: "-bad-" is no host; write a host like registry.example.com:5000. [reference]",
      "error oci://-bad-/Charts/Web:1.0.0+build@sha256:12: "Charts/Web" is no repository; write it in lower case. [reference]",
      "error oci://-bad-/Charts/Web:1.0.0+build@sha256:12: "1.0.0+build" is no tag; write 1.0.0_build: Helm replaces + by _. [reference]",
      "error oci://-bad-/Charts/Web:1.0.0+build@sha256:12: "sha256:12" is no digest; write sha256: and 64 hexadecimal digits. [reference]",
      "error oci://host:port/web: "host:port" is no host; write a host like registry.example.com:5000. [reference]",
      "error oci://host/: it names no repository; write lower-case words, separated by / or one of . _ -, like charts/web. [reference]",
      "error oci://host/web:: "" is no tag; write up to 128 letters, digits, dots, hyphens and underscores, like 1.0.0. [reference]",
      "error oci://host/../web: "../web" is no repository; write lower-case words, separated by / or one of . _ -, like charts/web. [reference]",
    ]
  `);
});
