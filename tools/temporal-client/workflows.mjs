import { proxyActivities, sleep } from '@temporalio/workflow';

const { greet } = proxyActivities({ startToCloseTimeout: '10 seconds' });

/** Asks for a greeting, waits, and asks once more. */
export async function greetTwice(name, milliseconds) {
  const first = await greet(name);
  await sleep(milliseconds);
  return [first, await greet(name)];
}
