// polled-queues.cjs  exits with 0 if this pod polls each of its task queues, as Temporal sees it; the worker itself always says that it is ready.
// Uses the client of Temporal in the image of the worker, which starts in the folder of the worker.
const { createRequire } = require('node:module');
const { hostname } = require('node:os');

const { Connection } = createRequire(`${process.cwd()}/`)('@temporalio/client');
const {
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
  TEMPORAL_TASK_QUEUE: queues,
} = process.env;
const patience = 10_000;
/** Temporal lists a poller for five minutes. A poll takes one minute, if there is no task. */
const fresh = 120_000;
const workflowTasks = 1;

/** The name of a worker is `<process>@<host>`, unless the application sets another one. */
const isPolled = ({ pollers }) =>
  pollers.some(
    ({ identity, lastAccessTime }) =>
      identity.endsWith(`@${hostname()}`) &&
      Date.now() - 1000 * Number(lastAccessTime?.seconds ?? 0) < fresh,
  );

const main = async () => {
  const connection = await Connection.connect({ address, connectTimeout: patience });
  const describe = (name) =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      taskQueueType: workflowTasks,
    });
  // The worker polls the last two in any case.
  const names = [...new Set([...queues.split(','), 'alga-jobs', 'sla-workflows'])];
  const missing = await connection.withDeadline(Date.now() + patience, async () => {
    const polled = await Promise.all(names.map(async (name) => isPolled(await describe(name))));
    return names.filter((_, index) => !polled[index]);
  });
  if (missing.length > 0) throw new Error(`this pod does not poll ${missing.join(', ')}`);
};

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`polled-queues: ${error.message}`);
    process.exit(1);
  },
);
