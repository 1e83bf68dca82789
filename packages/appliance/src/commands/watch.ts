import { once } from 'node:events';
import { documentOf, printDocument } from '../document.ts';
import type { Session } from '../session.ts';
import { findingOf } from '../status/item.ts';
import { statusLines } from '../status/print.ts';
import { takeStatus } from '../status/status.ts';
import { makeTable } from '../table/show.ts';
import { type Sight, sights } from '../table/sight.ts';
import type { Terminal } from '../terminal.ts';
import { waitingLine } from '../until.ts';

/**
 * Shows how everything is until the session is interrupted: as a table on a terminal, else as the lines that change, or as one JSON document a line.
 * Throws a Failure where the cluster cannot be asked at the start; later it goes on.
 */
export const watchStatus = async (
  session: Session,
  { screen, print, say }: Terminal,
  isJson: boolean,
): Promise<void> => {
  await takeStatus(session);
  if (screen !== undefined && !isJson) {
    makeTable(session, screen).waitFor([]);
    if (!session.signal.aborted) await once(session.signal, 'abort');
    return;
  }
  const show = isJson ? documents(print) : lines(print, say);
  for await (const sight of sights(session)) show(sight);
};

const documents = (print: Terminal['print']): ((sight: Sight) => void) => {
  let last = '';
  return ({ items, away }) => {
    const findings = items.filter(({ state }) => state !== 'ready').map(findingOf);
    const line = printDocument(
      away === undefined
        ? documentOf('status', findings.length === 0 ? 0 : 1, { findings, status: items })
        : documentOf('status', away.exitCode, { findings: away.findings }),
    );
    if (line !== last) print(`${line}\n`);
    last = line;
  };
};

const lines = (print: Terminal['print'], say: Terminal['say']): ((sight: Sight) => void) => {
  let shown: ReadonlyMap<string, string> = new Map();
  let said = '';
  return ({ items, away }) => {
    const trouble = (away?.findings ?? []).map((finding) => `${waitingLine(finding)}\n`).join('');
    if (trouble !== said) say(trouble || 'the cluster answers again\n');
    said = trouble;
    const now = statusLines(items);
    const changed = [...now].filter(([id, line]) => squeeze(shown.get(id)) !== squeeze(line));
    const gone = [...shown.keys()].filter((id) => !now.has(id)).map((id) => `${id}  is gone`);
    print([...changed.map(([, line]) => line), ...gone].map((line) => `${line}\n`).join(''));
    shown = now;
  };
};

/** Another object with a longer name changes the spaces of all lines. */
const squeeze = (line: string | undefined): string | undefined => line?.replaceAll(/ +/g, ' ');
