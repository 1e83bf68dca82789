import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { type Appliance, random } from './fixture.ts';
import { between, type Project, type Step } from './project.ts';

/** A project whose steps stop until they are let go on, and so last exactly as long as a test wants. */
export interface Held {
  readonly project: Project;
  /** Waits until Postgres works at a step of that kind, which has then stopped. */
  reached(step: Step, login?: { readonly password: string }): Promise<void>;
  /** From now on one kind of step does not stop any more. */
  letGo(step: Step): Promise<void>;
}

interface Stops {
  readonly of?: Project;
  /** Of each kind of step the only one that stops, counted from 0; otherwise all of them do. */
  readonly only?: number;
}

/**
 * It stops in the middle of each migration, and before each statement of a seed. Steps wait for a file in the appliance's folder, which Postgres
 * may read.
 */
export const hold = (
  { folder, connect }: Pick<Appliance, 'folder' | 'connect'>,
  { of, only }: Stops = {},
): Held => {
  const id = random();
  const file = (step: Step) => join(folder, `let-go-${step}-${id}`);
  const stop = (step: Step, index: number) =>
    only !== undefined && index !== only
      ? 'SELECT 1'
      : `DO $$ BEGIN WHILE pg_stat_file('${file(step)}', true) IS NULL LOOP PERFORM pg_sleep(0.01); END LOOP; END $$`;
  return {
    project: between(stop, of),
    reached: async (step, login) => {
      await using observer = await connect(login);
      await eventually(() => observer.query(working(file(step))), [{ sessions: 1 }]);
    },
    letGo: (step) => writeFile(file(step), ''),
  };
};

/** How many sessions work at a statement that has a text in it, besides the one that asks. */
const working = (text: string): string =>
  `SELECT count(*)::int AS sessions FROM pg_stat_activity
   WHERE state = 'active' AND strpos(query, '${text}') > 0 AND pid <> pg_backend_pid()`;
