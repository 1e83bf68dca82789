import { type Finding, type ObjectId, printObjectId, printPlace } from '@helm-charts/types';
import { printAge } from '../duration.ts';
import { type Item, states } from '../status/item.ts';
import { cut, cutMiddle, pad, plainText, widthOf } from './cut.ts';
import type { Sight } from './sight.ts';

/** What a table shows. */
export interface TableState extends Sight {
  /** What the command waits for. */
  readonly waiting: readonly Finding[];
}

/** Where a table is shown. */
export interface TableView {
  readonly columns: number;
  readonly rows: number;
  readonly hasColour: boolean;
  /** The time, in milliseconds. */
  readonly now: number;
}

/**
 * The lines of a table: what is not ready, layer by layer, then what is ready, or how many things are where they do not fit, and what is
 * waited for. No line is wider than the view, and all lines leave one row for the cursor.
 */
export const tableLines = (state: TableState, view: TableView): readonly string[] => {
  const notes = notesOf(state).map((note) => cut(note, view.columns));
  const items = state.items.map((item) => awaited(item, state.waiting));
  const open = items.filter(({ state: how }) => how !== 'ready');
  const ready = items.filter(({ state: how }) => how === 'ready');
  // The heading, the count and the row of the cursor.
  const room = Math.max(1, view.rows - notes.length - 3);
  const all = [...open, ...ready];
  const shown = all.length <= room ? all : open.slice(0, room);
  const count = cut(
    countOf(open.length - Math.min(open.length, shown.length), ready, all),
    view.columns,
  );
  const rows = shown.map((item) => cellsOf(item, view.now));
  return [...(all.length === 0 ? [] : [...draw(rows, view), count]), ...notes];
};

const countOf = (hidden: number, ready: readonly Item[], all: readonly Item[]): string => {
  const more = hidden === 0 ? '' : `${hidden} more not ready; `;
  return `${more}${ready.length} of ${all.length} ready`;
};

const notesOf = ({ items, away, waiting }: TableState): readonly string[] => {
  const [trouble] = away?.findings ?? [];
  if (trouble !== undefined) {
    const isOld = items.length === 0 ? '' : 'not up to date: ';
    return [plainText(`${isOld}${printPlace(trouble)}: ${trouble.message}; asking again`)];
  }
  const [first, ...others] = waiting.filter((finding) => !items.some(isAbout(finding)));
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [plainText(`waiting for ${printPlace(first)}${more}: ${first.message}`)];
};

/**
 * An item as the command sees it that waits for it: what is ready may have to become so once more, and a command may know better what a
 * pod is doing.
 */
const awaited = (item: Item, waiting: TableState['waiting']): Item => {
  const finding = waiting.find((one) => isAbout(one)(item));
  if (finding === undefined) return item;
  const [, state, message = finding.message] = asState.exec(finding.message) ?? [];
  if (item.state !== 'ready') return state ? item : { ...item, waitsFor: message };
  const { since: _, ...rest } = item;
  return { ...rest, state: 'progressing', waitsFor: message };
};

const isAbout =
  ({ object }: Finding) =>
  (item: Item): boolean =>
    object !== undefined && printObjectId(object) === printObjectId(item.object);

/** How the finding of an item begins. */
const asState = new RegExp(`^(${states.join('|')}): (.*)$`, 's');

/** Layer, object, state, since, waits for. */
type Cells = readonly [string, string, Item['state'] | 'STATE', string, string];

const heading: Cells = ['LAYER', 'OBJECT', 'STATE', 'SINCE', 'WAITS FOR'];

const cellsOf = ({ layer, object, state, since, message, waitsFor }: Item, now: number): Cells => [
  layer,
  nameOf(object),
  state,
  since === undefined ? '' : printAge(now - Date.parse(since)),
  state === 'ready' ? '' : plainText(waitsFor ?? message),
];

/** The layer says of which kind it is. */
const nameOf = ({ namespace, name }: ObjectId): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

const draw = (rows: readonly Cells[], view: TableView): readonly string[] => {
  const widest = (column: number) =>
    Math.max(...[heading, ...rows].map((cells) => widthOf(cells[column] ?? '')));
  const [layer, state, since, reasons] = [widest(0), widest(2), widest(3), widest(4)];
  // A long name leaves a third of the width for what is waited for.
  const rest = view.columns - layer - state - since - 8;
  const name = Math.min(
    widest(1),
    Math.max(shortestName, rest - Math.min(reasons, Math.floor(view.columns / 3))),
  );
  return [heading, ...rows].map((cells) => {
    const before = `${pad(cells[0], layer)}  ${pad(cutMiddle(cells[1], name), name)}  `;
    const after = `  ${pad(cells[3], since)}  ${cells[4]}`;
    const plain = cut(`${before}${pad(cells[2], state)}${after}`.trimEnd(), view.columns);
    return view.hasColour ? paint(plain, before.length, cells[2]) : plain;
  });
};

const shortestName = 12;

const paint = (line: string, at: number, state: Cells[2]): string => {
  if (state === 'STATE') return `\x1b[1m${line}\x1b[0m`;
  const end = at + state.length;
  // A narrow terminal may have cut the state.
  if (line.slice(at, end) !== state) return line;
  return `${line.slice(0, at)}\x1b[${colours[state]}m${state}\x1b[0m${line.slice(end)}`;
};

/** Green, yellow and red of a terminal (ECMA-48). */
const colours: Readonly<Record<Item['state'], number>> = {
  ready: 32,
  progressing: 33,
  unknown: 33,
  drifted: 33,
  suspended: 33,
  missing: 33,
  failed: 31,
  stalled: 31,
};
