import { expect, test } from 'vitest';
import { lifecyclesOf } from './lifecycle.ts';

const go = `package v1beta1

func (in *Budget) APILifecycleIntroduced() (major, minor int) {
	return 1, 5
}

func (in *Budget) APILifecycleDeprecated() (major, minor int) {
	return 1, 21
}

func (in *Budget) APILifecycleReplacement() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: "policy", Version: "v1", Kind: "Budget"}
}

func (in *Budget) APILifecycleRemoved() (major, minor int) {
	return 1, 25
}

func (in *BudgetList) APILifecycleDeprecated() (major, minor int) {
	return 1, 21
}

func (in *Endpoints) APILifecycleDeprecated() (major, minor int) {
	return 1, 33
}
`;

test('reads when kinds are deprecated and removed, and what replaces them', () => {
  expect(lifecyclesOf(go, 'policy/v1beta1')).toEqual([
    {
      api: 'policy/v1beta1/Budget',
      deprecated: 21,
      removed: 25,
      replacement: 'policy/v1/Budget',
    },
    { api: 'policy/v1beta1/Endpoints', deprecated: 33, removed: 0, replacement: '' },
  ]);
});
