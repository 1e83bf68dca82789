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

test('an encoded link, a link with other attributes, and a link to another site', () => {
  const site = mkdtempSync(join(tmpdir(), 'site-'));
  writeFileSync(
    join(site, 'index.html'),
    '<h2 id="größe"></h2><a class="a" href="#gr%C3%B6%C3%9Fe"></a><a class="a" href="#gone"></a><a href="https://example.com/#gone"></a>',
  );
  const missing = missingAnchors(site);
  rmSync(site, { recursive: true });
  expect(missing).toEqual(['/: #gone']);
});
