import type { Ref } from '@helm-charts/types';

/** A probe that asks a script of the container. */
export const execProbe = (script: string) => ({ exec: { command: ['/bin/sh', '-c', script] } });

/** A probe that asks by HTTP, on a port of the container by its name. */
export const httpProbe = (path: string, port = 'http') => ({ httpGet: { path, port } });

/** A probe that only connects, to a port of the container by its name. */
export const tcpProbe = (port: string) => ({ tcpSocket: { port } });

/** A probe that asks a service by gRPC (grpc doc/health-checking.md); Kubernetes wants the number of the port. */
export const grpcProbe = (port: number | Ref<number>, service: string) => ({
  grpc: { port, service },
});

/** How long the three probes of a container bear with it. */
export interface Patience<P> {
  /** Asks whether the container lives, where it is another question than whether it is ready. */
  readonly alive?: P;
  /** What the container has until it lives, a multiple of five. */
  readonly startSeconds: number;
}

/**
 * The three probes of a container. The first and the last of them end it, so both ask whether it lives: one that has a long file to read, or a
 * crash to recover from, must not be restarted. That it lives must never depend on another service.
 */
export const probes = <P extends object>(
  ready: P,
  { alive = ready, startSeconds }: Patience<P>,
) => ({
  startupProbe: {
    ...alive,
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: startSeconds / 5,
  },
  readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5 },
  // Two minutes without an answer: a container that is busy is not dead.
  livenessProbe: { ...alive, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 },
});
