import { runCommand } from '@helm-charts/testing/servers';
import type { IContainer } from 'kubernetes-models/v1';

/** What the probes of a container say: yes, no, or nothing within the time that they have. */
export interface Answers {
  readonly startup: Answer;
  readonly ready: Answer;
  readonly alive: Answer;
}

type Answer = 'yes' | 'no' | 'late';

/** Asks what the kubelet asks, where the container's paths and environment are as on this machine. */
export const answers = async (
  { startupProbe, readinessProbe, livenessProbe }: IContainer,
  local: (text: string) => string,
  environment: Readonly<Record<string, string>>,
): Promise<Answers> => {
  const ask = async (probe: IContainer['livenessProbe']): Promise<Answer> => {
    const { exec, timeoutSeconds = 1 } = probe!;
    const command = [String(timeoutSeconds), ...exec!.command!.map(local)];
    const { code } = await runCommand('timeout', command, { environment });
    if (code === 124) return 'late';
    return code === 0 ? 'yes' : 'no';
  };
  const [startup, ready, alive] = await Promise.all(
    [startupProbe, readinessProbe, livenessProbe].map(ask),
  );
  return { startup: startup!, ready: ready!, alive: alive! };
};
