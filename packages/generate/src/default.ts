import type { Finding, JsonSchema } from '@helm-charts/types';

type Problem = Pick<Finding, 'message' | 'fix'>;

/** Reports a default that its schema does not allow: Helm would reject the chart with its default values. */
export const defaultProblems = (schema: JsonSchema): readonly Problem[] => {
  const { default: value } = schema;
  if (value === undefined) return [];
  return bounds.flatMap(({ keyword, admits, says }) => {
    const bound = schema[keyword];
    if (bound === undefined || admits(value, bound)) return [];
    return [
      {
        message: `the default ${JSON.stringify(value)} ${says(bound)}, so Helm rejects the chart with its default values`,
        fix: `change the default or ${keyword}`,
      },
    ];
  });
};

interface Bound {
  readonly keyword: string;
  readonly admits: (value: unknown, bound: unknown) => boolean;
  /** The end of a sentence that starts with the default. */
  readonly says: (bound: unknown) => string;
}

const bounds: readonly Bound[] = [
  {
    keyword: 'enum',
    admits: (value, bound) =>
      typeof value === 'object' || (bound as readonly unknown[]).includes(value),
    says: (bound) => `is not one of ${(bound as readonly unknown[]).join(', ')}`,
  },
  {
    keyword: 'minimum',
    admits: (value, bound) => typeof value !== 'number' || value >= Number(bound),
    says: (bound) => `is less than ${bound}`,
  },
  {
    keyword: 'maximum',
    admits: (value, bound) => typeof value !== 'number' || value <= Number(bound),
    says: (bound) => `is more than ${bound}`,
  },
  {
    keyword: 'minLength',
    admits: (value, bound) => typeof value !== 'string' || [...value].length >= Number(bound),
    says: (bound) => `has less than ${bound} characters`,
  },
  {
    keyword: 'maxLength',
    admits: (value, bound) => typeof value !== 'string' || [...value].length <= Number(bound),
    says: (bound) => `has more than ${bound} characters`,
  },
  {
    keyword: 'pattern',
    admits: (value, bound) => typeof value !== 'string' || matches(value, String(bound)),
    says: (bound) => `does not match ${bound}`,
  },
];

/** A pattern that only Go can parse is left to Helm. */
const matches = (text: string, pattern: string): boolean => {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true;
  }
};
