// run.mjs [MILLISECONDS]  completes one workflow with the environment of a worker: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TEMPORAL_TASK_QUEUE.
// Its result is the line that begins with `result`; `started` says that the workflow has begun to wait.
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';

const {
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
  TEMPORAL_TASK_QUEUE: queues = 'tests',
} = process.env;
const [taskQueue] = queues.split(',');
const milliseconds = Number(process.argv[2] ?? 0);

Runtime.install({ telemetryOptions: { logging: { filter: { core: 'ERROR' } } } });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('workflows.mjs', import.meta.url)),
  activities: { greet: async (name) => `Hello, ${name}` },
});
await worker.runUntil(async () => {
  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  const handle = await client.workflow.start('greetTwice', {
    taskQueue,
    workflowId: `greeting-${process.pid}`,
    args: ['Alga', milliseconds],
  });
  console.log('started');
  // The server may be gone while a client waits, which then asks again.
  for (;;) {
    try {
      console.log('result', JSON.stringify(await handle.result()));
      return;
    } catch (error) {
      if (error.name === 'WorkflowFailedError') throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
});
await connection.close();
process.exit(0);
