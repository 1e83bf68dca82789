/** What is read of a line of `go test -json` (cmd/test2json). */
interface Event {
  readonly Action: string;
  readonly Package?: string;
  /** Subtests are named `<test>/<subtest>`; lines without a name are about the package. */
  readonly Test?: string;
  readonly Output?: string;
}

/** Results of Go tests. */
export interface GoReport {
  /** What the compiler said, and the output of failed tests and packages. */
  readonly failures: string;
  /** How many tests passed, failed and were skipped, in the form of vitest's JSON report (tools/report/count.ts). */
  readonly count: {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly numPendingTests: number;
    readonly numTodoTests: 0;
  };
}

/** Reads what `go test -json` prints. A test with subtests is not counted itself. */
export const goReport = (lines: string): GoReport => {
  const events = lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Event);
  const failed = new Set(events.filter(({ Action }) => Action === 'fail').map(nameOf));
  const parents = new Set(
    events.flatMap(({ Package, Test = '' }) => {
      const end = Test.lastIndexOf('/');
      return end < 0 ? [] : [nameOf({ Package, Test: Test.slice(0, end) })];
    }),
  );
  const tests = events.filter((event) => event.Test !== undefined && !parents.has(nameOf(event)));
  const ended = (action: string): number => tests.filter(({ Action }) => Action === action).length;
  return {
    failures: events
      .filter(
        (event) =>
          event.Action === 'build-output' ||
          (event.Action === 'output' && failed.has(nameOf(event))),
      )
      .map(({ Output = '' }) => Output)
      .join(''),
    count: {
      numPassedTests: ended('pass'),
      numFailedTests: ended('fail'),
      numPendingTests: ended('skip'),
      numTodoTests: 0,
    },
  };
};

const nameOf = ({ Package, Test }: { Package?: string | undefined; Test?: string | undefined }) =>
  JSON.stringify([Package, Test]);
