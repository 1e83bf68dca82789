import { type Fault, type Keys, refusedValue } from './fault.ts';

/** The number of a port (apimachinery pkg/util/validation IsValidPortNum). */
export const portFaults = (value: unknown, keys: Keys): readonly Fault[] =>
  typeof value !== 'number' || (value >= 1 && value <= 65_535)
    ? []
    : [refusedValue(keys, `${value} is no port number`, 'write a number from 1 to 65535')];
