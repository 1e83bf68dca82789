import type { Finding } from '@helm-charts/types';
import type { Screen } from '../screen.ts';
import type { Session } from '../session.ts';
import { type TableState, tableLines } from './lines.ts';
import { look, type Sight, sights } from './sight.ts';

/** A table on a terminal that shows how everything is while a command waits. */
export interface Table {
  /** Shows what the command waits for. The table appears with the first call. */
  readonly waitFor: (findings: readonly Finding[]) => void;
  /** Draws the table a last time, as long as it is, and leaves it; with a last look where the command has reached what it waited for. */
  readonly end: (isDone: boolean) => Promise<void>;
}

/** Makes a table for a command. An interrupt leaves the table as it is. */
export const makeTable = (session: Session, screen: Screen): Table => {
  const stop = new AbortController();
  const signal = AbortSignal.any([session.signal, stop.signal]);
  const own: Session = { ...session, signal };
  let state: TableState = { items: [], away: undefined, waiting: [] };
  let isShown = false;

  const draw = (rows: number = screen.size().rows): void => {
    const { columns } = screen.size();
    const view = { columns, rows, hasColour: screen.hasColour, now: Date.now() };
    if (!signal.aborted) screen.draw(tableLines(state, view));
  };
  const show = (part: Partial<TableState>): void => {
    state = { ...state, ...part };
    draw();
  };
  const start = (): void => {
    isShown = true;
    const clock = setInterval(draw, 1_000);
    const offResize = screen.onResize(draw);
    signal.addEventListener('abort', () => {
      clearInterval(clock);
      offResize();
      screen.end();
    });
    void follow(own, show);
  };

  return {
    waitFor: (waiting) => {
      if (!isShown) start();
      show({ waiting });
    },
    end: async (isDone) => {
      if (isShown && !signal.aborted) {
        const last = isDone ? await look(own, state.items) : state;
        state = { ...last, waiting: [] };
        draw(Number.POSITIVE_INFINITY);
      }
      stop.abort();
    },
  };
};

const follow = async (session: Session, show: (sight: Sight) => void): Promise<void> => {
  for await (const sight of sights(session)) show(sight);
};
