/** A probe that asks a script. */
export const asks = (script: string) => ({ exec: { command: ['/bin/sh', '-c', script] } });

/** A probe that asks by HTTP. */
export const requests = (path: string) => ({ httpGet: { path, port: 'http' } });

/** How often each of the three probes asks. A container has as many seconds to start as it says. */
export const probes = <P extends object>(
  ready: P,
  { alive = ready, startSeconds }: { readonly alive?: P; readonly startSeconds: number },
) => ({
  startupProbe: {
    ...ready,
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: startSeconds / 5,
  },
  readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5 },
  // Two minutes without an answer: a container that is busy is not dead.
  livenessProbe: { ...alive, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 },
});
