// await-temporal.cjs [once]  exits with 0 when Temporal answers and has the namespace; with `once`, exits with 1 if it does not answer now.
// Uses the client of Temporal in the image of the server, which starts in the folder of the application.
const { createRequire } = require('node:module');
const { setTimeout: sleep } = require('node:timers/promises');

const { Connection } = createRequire(`${process.cwd()}/`)('@temporalio/client');
const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = process.env;
const isOnce = process.argv[2] === 'once';
const patience = 5000;

const ask = async () => {
  const connection = await Connection.connect({ address, connectTimeout: patience });
  try {
    await connection.withDeadline(Date.now() + patience, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } finally {
    await connection.close();
  }
};

const main = async () => {
  for (let said; ; await sleep(patience)) {
    try {
      await ask();
      return 0;
    } catch (error) {
      if (error.message !== said) console.log(`await-temporal: ${address}: ${error.message}`);
      said = error.message;
      if (isOnce) return 1;
    }
  }
};

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
