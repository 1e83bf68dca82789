/** One measured number. */
export interface Row {
  readonly what: string;
  /** Not a number if it can't be measured here. */
  readonly value: number;
  readonly unit: 's' | 'MiB' | '×';
  /** The most that it may be. */
  readonly goal?: number | undefined;
}

/** Rows that belong together. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Whether a goal is met; undefined without a goal, or if nothing was measured. */
const isMet = ({ value, goal }: Row): boolean | undefined =>
  goal === undefined || Number.isNaN(value) ? undefined : value <= goal;

/** Digits after the point. */
const digits = { s: 3, MiB: 0, '×': 2 } as const;

const print = ({ value, unit }: Row): string =>
  Number.isNaN(value) ? 'not measured' : `${value.toFixed(digits[unit])} ${unit}`;

/** The sections for people: each number with its goal beside it, and at the end the goals that are missed. */
export const printTable = (sections: readonly Section[]): string => {
  const lines = sections.flatMap(({ title, rows }) => [
    '',
    title,
    ...rows.map((row) => {
      const { what, unit, goal } = row;
      const aim = goal === undefined ? '' : `goal ${Number(goal.toFixed(digits[unit]))} ${unit}`;
      const met = { true: 'met', false: 'MISSED', undefined: '' }[`${isMet(row)}`];
      return `  ${what.padEnd(56)}${print(row).padStart(13)}${aim.padStart(14)}  ${met}`.trimEnd();
    }),
  ]);
  const rows = sections.flatMap(({ rows }) => rows).filter(({ goal }) => goal !== undefined);
  const count = (met: boolean | undefined) => rows.filter((row) => isMet(row) === met).length;
  const sum = `Goals: ${count(true)} met, ${count(false)} missed, ${count(undefined)} not measured.`;
  return `${[...lines.slice(1), '', sum].join('\n')}\n`;
};

/** The same for programs. */
export const printJson = (sections: readonly Section[]): string => {
  const all = sections.map(({ title, rows }) => ({
    title,
    rows: rows.map((row) => ({ ...row, met: isMet(row) })),
  }));
  return `${JSON.stringify(all, undefined, 2)}\n`;
};
