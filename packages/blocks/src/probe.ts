import type { Ref } from '@helm-charts/types';

/** An exec probe: it succeeds when the shell script in the container exits with code 0. */
export const execProbe = (script: string) => ({ exec: { command: ['/bin/sh', '-c', script] } });

/** An HTTP probe on a named container port. */
export const httpProbe = (path: string, port = 'http') => ({ httpGet: { path, port } });

/** A probe that only connects, to a port of the container by its name. */
export const tcpProbe = (port: string) => ({ tcpSocket: { port } });

/** A gRPC health probe of a service (grpc doc/health-checking.md). Kubernetes requires the port as a number. */
export const grpcProbe = (port: number | Ref<number>, service: string) => ({
  grpc: { port, service },
});

/** Options of the three probes of a container. */
export interface ProbeOptions<P> {
  /** Handler of the startup and liveness probes, where it differs from that of the readiness probe. */
  readonly alive?: P;
  /** Seconds until the startup probe fails, a multiple of five. */
  readonly startSeconds: number;
}

/**
 * The startup, readiness and liveness probe of a container. The kubelet restarts a container whose startup or liveness probe fails, so both
 * use the `alive` handler: a container that loads a large file or recovers from a crash must not be restarted. The handler must not depend on
 * another service.
 */
export const probes = <P extends object>(
  ready: P,
  { alive = ready, startSeconds }: ProbeOptions<P>,
) => ({
  startupProbe: {
    ...alive,
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: startSeconds / 5,
  },
  readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5 },
  // The container may be busy for two minutes before it is restarted.
  livenessProbe: { ...alive, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 },
});
