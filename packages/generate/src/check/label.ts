import {
  type Fault,
  faultsAt,
  fieldsOf,
  type Keys,
  listOf,
  member,
  refusedValue,
  wrong,
  wrongName,
} from './fault.ts';
import { annotationKey, labelValue, qualifiedName } from './text.ts';

/** What is wrong with labels that the chart writes. */
export const labelFaults = (labels: unknown, keys: Keys): readonly Fault[] =>
  Object.entries(fieldsOf(labels)).flatMap(([key, value]) => [
    ...wrong(key, [...keys, key], qualifiedName),
    ...wrongName(value, [...keys, key], labelValue),
  ]);

/** What is wrong with the labels and annotations of an object or of the template of one. */
export const metadataFaults = (metadata: unknown, keys: Keys): readonly Fault[] => [
  ...labelFaults(member(metadata, 'labels'), [...keys, 'labels']),
  ...Object.keys(fieldsOf(member(metadata, 'annotations'))).flatMap((key) =>
    wrong(key, [...keys, 'annotations', key], annotationKey, 'write for example example.com/note'),
  ),
];

/** What is wrong with a selector of labels (apimachinery pkg/apis/meta/v1/validation ValidateLabelSelector). */
export const selectorFaults = (selector: unknown, keys: Keys): readonly Fault[] => [
  ...labelFaults(member(selector, 'matchLabels'), [...keys, 'matchLabels']),
  ...listOf(member(selector, 'matchExpressions')).flatMap((one, at) =>
    faultsAt([...keys, 'matchExpressions', at], expressionFaults(one)),
  ),
];

const expressionFaults = (expression: unknown): readonly Fault[] => {
  const { key, operator, values } = fieldsOf(expression);
  const texts = listOf(values);
  const isEmpty = values === undefined || (Array.isArray(values) && values.length === 0);
  return [
    ...wrong(key, ['key'], qualifiedName),
    ...texts.flatMap((text, at) => wrongName(text, ['values', at], labelValue)),
    ...(operator === 'In' || operator === 'NotIn'
      ? isEmpty
        ? [refusedValue(['values'], `${operator} has no values`, 'write a list of values')]
        : []
      : []),
    ...((operator === 'Exists' || operator === 'DoesNotExist') && !isEmpty && Array.isArray(values)
      ? [refusedValue(['values'], `${operator} takes no values`, 'remove values')]
      : []),
    ...(typeof operator === 'string' && !operators.includes(operator)
      ? [
          refusedValue(
            ['operator'],
            `"${operator}" is no operator of a selector`,
            `use one of ${operators.join(', ')}`,
          ),
        ]
      : []),
  ];
};

const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
