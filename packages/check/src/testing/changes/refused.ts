import { set } from '../shop.ts';
import { container, type Harm, job, web } from './harm.ts';

/** Changes that the API server refuses by itself; no rule looks for them. */
export const refusedByApiServer: readonly Pick<Harm, 'what' | 'changes'>[] = [
  {
    what: 'a selector other than the labels',
    changes: [set(web, 'spec.selector.matchLabels.app', 'other')],
  },
  { what: 'the quantity 1GB', changes: [set(web, `${container}.resources.limits.memory`, '1GB')] },
  {
    what: 'a name of a Service with 64 characters',
    changes: [set('Service cache', 'metadata.name', 'c'.repeat(64))],
  },
  {
    what: 'a schedule with six fields',
    changes: [set('CronJob report', 'spec.schedule', '0 0 3 * * *')],
  },
  { what: 'negative replicas', changes: [set('StatefulSet cache', 'spec.replicas', -1)] },
  {
    what: 'upper case in a name',
    changes: [set('ConfigMap settings', 'metadata.name', 'Settings')],
  },
  {
    what: 'a number as the value of a variable',
    changes: [set(web, `${container}.env.2.value`, 8080)],
  },
  {
    what: 'Recreate with rollingUpdate',
    changes: [set(web, 'spec.strategy', { type: 'Recreate', rollingUpdate: { maxSurge: 1 } })],
  },
  {
    what: 'a Job that restarts always',
    changes: [set('CronJob report', `${job}.restartPolicy`, 'Always')],
  },
  {
    what: 'more pods at least than at most',
    changes: [set('HorizontalPodAutoscaler web', 'spec.minReplicas', 5)],
  },
  {
    what: 'an exception outside of a CIDR',
    changes: [
      set('NetworkPolicy web', 'spec.ingress.0.from', [
        { ipBlock: { cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] } },
      ]),
    ],
  },
  {
    what: 'a number as an annotation',
    changes: [set(web, 'metadata.annotations', { port: 8080 })],
  },
  {
    what: 'a mount without a volume',
    changes: [set(web, `${container}.volumeMounts.0.name`, 'nothing')],
  },
  { what: 'the port 70000', changes: [set('Service web', 'spec.ports.0.port', 70_000)] },
];
