import { expect, test } from 'vitest';
import { goReport } from './go-report.ts';

const lines = (...events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

test('counts tests without their parents, and has the output of those that failed', () => {
  const [Package, other] = ['engine/chart', 'engine/lint'];
  const text = lines(
    { Action: 'start', Package },
    { Action: 'run', Package, Test: 'TestLoad' },
    { Action: 'output', Package, Test: 'TestLoad', Output: '=== RUN TestLoad\n' },
    { Action: 'run', Package, Test: 'TestLoad/empty' },
    { Action: 'output', Package, Test: 'TestLoad/empty', Output: 'load_test.go:7: no chart\n' },
    { Action: 'fail', Package, Test: 'TestLoad/empty' },
    { Action: 'pass', Package, Test: 'TestLoad/full' },
    { Action: 'fail', Package, Test: 'TestLoad' },
    { Action: 'output', Package, Output: 'FAIL engine/chart\n' },
    { Action: 'fail', Package },
    { Action: 'output', Package: other, Test: 'TestLoad', Output: 'not this\n' },
    { Action: 'pass', Package: other, Test: 'TestLoad' },
    { Action: 'skip', Package: other, Test: 'TestRoot' },
    { Action: 'pass', Package: other },
  );
  expect(goReport(`go: downloading a v1.0.0\n${text}`)).toEqual({
    failures: '=== RUN TestLoad\nload_test.go:7: no chart\nFAIL engine/chart\n',
    count: { numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 },
  });
});

test('has what the compiler said', () => {
  const Package = 'engine/chart';
  const text = lines(
    { ImportPath: Package, Action: 'build-output', Output: 'chart.go:3:1: undefined: x\n' },
    { ImportPath: Package, Action: 'build-fail' },
    { Action: 'fail', Package },
  );
  expect(goReport(text)).toEqual({
    failures: 'chart.go:3:1: undefined: x\n',
    count: { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 },
  });
});
