import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { openEngine } from './engine.ts';
import { printDuration, printSize, readDuration, readSize } from './limits.ts';
import { good, loop, releasesOf } from './testing/hostile.ts';

const mebibyte = 2 ** 20;

describe.each(['native', 'helm'] as const)('the engine %s', (engine) => {
  test('reports templates that need too much memory, and renders the other releases', async () => {
    const { workspaceRoot, releases } = await releasesOf({
      first: good,
      until: '{{ range until 1000000000 }}{{ end }}',
      repeat: '{{ repeat 2000000000 "x" }}',
      tpl: '{{ tpl .Values.text . }}',
      endless: '{{ range until 10000 }}{{ range until 100000 }}0123456789{{ end }}{{ end }}',
      yaml: '{{ toYaml (until 50000000) }}',
      last: good,
    });
    const limits = { timeout: 120_000, maxMemory: 128 * mebibyte };
    const rendered = await openEngine({ workspaceRoot, engine, limits }).render(releases);
    const memory = (name: string) =>
      `error release shop/${name}: the memory of its templates exceeds 128 MiB; look for a range, repeat or recursion without an end, or allow more with --max-memory. [limit]`;
    expect(rendered.flatMap(({ findings }) => findings.map(printFinding))).toEqual(
      ['until', 'repeat', 'tpl', 'endless', 'yaml'].map(memory),
    );
    expect(rendered.map(({ value }) => value?.documents.length ?? 0)).toEqual([
      ...[1, 0, 0, 0, 0, 0, 1],
    ]);
  }, 240_000);

  test('reports templates that use themselves', async () => {
    const { workspaceRoot, releases } = await releasesOf({
      include: '{{ define "b" }}{{ include "b" . }}{{ end }}{{ include "b" . }}',
      template: '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}',
    });
    const limits = { timeout: 120_000 };
    const rendered = await openEngine({ workspaceRoot, engine, limits }).render(releases);
    expect(rendered.flatMap(({ findings }) => findings.map(printFinding))).toMatchInlineSnapshot(`
      [
        "error charts/include/templates/x.yaml:1: release shop/include: helm: template "b" includes itself without an end. [chart]",
        "error charts/template/templates/x.yaml:1: release shop/template: helm: {{template "a"}}: exceeded maximum template depth (100000). [chart]",
      ]
    `);
  }, 240_000);

  test('reports templates that take too long', async () => {
    const { workspaceRoot, releases } = await releasesOf({ loop, recursion: loop });
    const limits = { timeout: 300 };
    const rendered = await openEngine({ workspaceRoot, engine, limits }).render(releases);
    expect(rendered.flatMap(({ findings }) => findings.map(printFinding))).toEqual(
      ['loop', 'recursion'].map(
        (name) =>
          `error release shop/${name}: its templates did not finish within 300 ms; look for a loop or recursion without an end, or allow more time with --timeout. [limit]`,
      ),
    );
  }, 60_000);

  test('reports output that is too long, of templates and of kustomize', async () => {
    const { workspaceRoot, releases } = await releasesOf({
      long: `${good}data: {text: {{ repeat 100000 "x" }}}`,
    });
    const limits = { maxOutput: 64 * 1024 };
    const { render, build, transform } = openEngine({ workspaceRoot, engine, limits });
    const text = `configMapGenerator: [{name: a, literals: ["x=${'x'.repeat(100_000)}"]}]\n`;
    const results = [
      ...(await render(releases)),
      ...(await build([
        { directory: workspaceRoot, file: 'kustomization.yaml', text, inputs: [] },
      ])),
      ...(await transform([
        { kustomizations: [`resources: [all.yaml]\n${text}`], file: 'all.yaml', resources: good },
      ])),
    ];
    expect(results.flatMap(({ findings }) => findings.map(printFinding))).toMatchInlineSnapshot(`
      [
        "error release shop/long: the output of its templates exceeds 64 KiB; look for a loop that prints too much, or allow more with --max-output. [limit]",
        "error .: the output of kustomize exceeds 64 KiB; look for a loop that prints too much, or allow more with --max-output. [limit]",
        "error the output of kustomize exceeds 64 KiB; look for a loop that prints too much, or allow more with --max-output. [limit]",
      ]
    `);
  }, 60_000);

  test('does not cache what a limit has stopped', async () => {
    const { workspaceRoot, releases } = await releasesOf({ good });
    const wanted = releases.map((release) => ({ ...release, chartContent: 'one' }));
    const render = async (maxOutput?: number) => {
      const limits = maxOutput === undefined ? {} : { maxOutput };
      return (await openEngine({ workspaceRoot, engine, limits }).render(wanted))[0];
    };
    expect((await render(10))?.findings).toHaveLength(1);
    expect((await render())?.findings).toEqual([]);
  }, 60_000);
});

test('renders releases one at a time if they need too much memory together', async () => {
  const large = `{{ $text := repeat 60000000 "x" }}{{ range until 1000000 }}{{ end }}${good}data: {length: "{{ len $text }}"}`;
  const { workspaceRoot, releases } = await releasesOf({ a: large, b: large, c: large, d: large });
  const limits = { timeout: 120_000, maxMemory: 128 * mebibyte };
  const rendered = await openEngine({ workspaceRoot, engine: 'native', limits }).render(releases);
  expect(rendered.flatMap(({ findings }) => findings)).toEqual([]);
  expect(rendered.map(({ value }) => value?.documents.length)).toEqual([1, 1, 1, 1]);
}, 240_000);

test('reports a lint that takes too long', async () => {
  const workspaceRoot = await workspace({ ...tinyChart, 'charts/tiny/templates/x.yaml': loop });
  const engine = openEngine({ workspaceRoot, limits: { timeout: 300 } });
  const findings = await engine.lint(`${workspaceRoot}/charts/tiny`, [{}]);
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error charts/tiny: helm lint did not finish within 300 ms; look for a loop or recursion without an end, or allow more time with --timeout. [limit]",
    ]
  `);
}, 60_000);

test('reads and prints durations and sizes', () => {
  expect(['30s', '1.5 s', '500ms', '2m', '7', '0', '1h', 'x', '-1s', ''].map(readDuration)).toEqual(
    [...[30_000, 1500, 500, 120_000, 7000], ...Array(5).fill(undefined)],
  );
  expect(['1GiB', '512Mi', '2 KiB', '100', '0.5GiB', '1GB', '', 'GiB'].map(readSize)).toEqual([
    ...[2 ** 30, 512 * mebibyte, 2048, 100, 2 ** 29],
    ...Array(3).fill(undefined),
  ]);
  expect([120_000, 90_000, 1500].map(printDuration)).toEqual(['2 m', '90 s', '1500 ms']);
  expect([2 ** 30, 64 * mebibyte, 1000].map(printSize)).toEqual(['1 GiB', '64 MiB', '1000 bytes']);
});
