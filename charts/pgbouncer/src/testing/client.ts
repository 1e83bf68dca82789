import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@helm-charts/testing/eventually';
import type { Connection } from '@helm-charts/testing/servers';

/** A client that works all the time, and connects again whenever it is cut off. */
export interface Client extends AsyncDisposable {
  /** Waits until a statement is answered that is sent from now on. */
  answered(): Promise<void>;
  /** Why it was cut off or not let in, each time. */
  failures(): readonly string[];
}

/** Starts a client, which ends with the block that holds it. */
export const startClient = (connect: () => Promise<Connection>): Client => {
  const failures: string[] = [];
  let isWanted = true;
  let sent = 0;
  let answered = 0;
  const work = async (): Promise<void> => {
    await using connection = await connect();
    // After a few statements another client may have the session.
    for (let count = 0; count < 5; count += 1) {
      sent += 1;
      await connection.query({ name: 'work', text: 'SELECT pg_sleep(0.01)' });
      answered = sent;
    }
  };
  const run = async (): Promise<void> => {
    while (isWanted) {
      await work().catch(async ({ message }: Error) => {
        failures.push(message);
        await sleep(50);
      });
    }
  };
  const running = run();
  return {
    answered: async () => {
      const next = sent + 1;
      await eventually(() => answered >= next, true);
    },
    failures: () => failures,
    [Symbol.asyncDispose]: async () => {
      isWanted = false;
      await running;
    },
  };
};
