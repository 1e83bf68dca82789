import { expect, test, vi } from 'vitest';
import { followGo } from './progress.ts';

test('modules and packages are counted, and nothing else that Go writes', () => {
  vi.useFakeTimers();
  try {
    const said: string[] = [];
    using progress = followGo((sentence) => said.push(sentence));
    progress.take('go: downloading helm.sh/helm/v4 v4.2.3');
    for (const line of ['internal/cpu', 'helm.sh/helm/v4/pkg/chart', 'fmt']) progress.take(line);
    progress.take('# engine/serve');
    progress.take('serve/serve.go:1:1: undefined: x');
    vi.advanceTimersByTime(20_000);
    expect(said).toEqual([
      '1 modules downloaded, 3 packages compiled, 10 s',
      '1 modules downloaded, 3 packages compiled, 20 s',
    ]);
  } finally {
    vi.useRealTimers();
  }
});
