import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingAnchors } from './anchors.ts';

test('a link to a section that does not exist is found, on pages and folders, by relative and absolute path', () => {
  const site = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(site, 'docs'));
  writeFileSync(join(site, 'docs/index.html'), '<h2 id="there"></h2><a href="#there"></a>');
  writeFileSync(
    join(site, 'docs/a.html'),
    '<a href="/docs/#there"></a><a href="./#there"></a><a href="/docs/#gone"></a><a href="#own"></a>',
  );
  const missing = missingAnchors(site);
  rmSync(site, { recursive: true });
  expect(missing).toEqual(['/docs/a: /docs/#gone', '/docs/a: #own']);
});
