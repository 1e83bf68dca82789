import { type Either, type When, when } from '../template/control.ts';
import { type Merge, merge } from '../template/merge.ts';
import { expressionOf, type Ref } from '../template/ref.ts';
import type { Templated } from '../template/templated.ts';

/** When Helm runs a hook (helm pkg/release/v1/hook.go HookEvent). */
export type HookEvent =
  | 'pre-install'
  | 'post-install'
  | 'pre-upgrade'
  | 'post-upgrade'
  | 'pre-delete'
  | 'post-delete'
  | 'pre-rollback'
  | 'post-rollback'
  | 'test';

/** When Helm deletes the object of a hook (helm pkg/release/v1/hook.go HookDeletePolicy). */
export type HookDeletePolicy = 'before-hook-creation' | 'hook-succeeded' | 'hook-failed';

/** Makes an object a hook: Helm creates it at its events and not with the release, and waits until a Job or Pod of it has ended. */
export interface Hook {
  readonly events: readonly [HookEvent, ...HookEvent[]];
  /** Hooks of one event run in ascending order of their weights; 0 unless set. */
  readonly weight?: number;
  /** `before-hook-creation` unless set. */
  readonly deletePolicy?: readonly [HookDeletePolicy, ...HookDeletePolicy[]];
}

type StringMap = Readonly<Record<string, string>>;

type Annotations = Templated<Record<string, string>> | When<Templated<Record<string, string>>>;

/** Annotations with those that make an object a hook (helm pkg/release/v1/hook.go). */
export const hooked = (hook: Hook, annotations: Annotations = {}): Annotations => {
  const own = hookAnnotations(hook);
  if (expressionOf(annotations) !== undefined) return merge(own, annotations as Ref<StringMap>);
  // What is no reference and no control is a map of annotations, which has no member `kind`.
  const control = annotations as Control | { readonly kind?: never };
  switch (control.kind) {
    case 'when':
      return when<Annotations, Annotations, unknown>(
        control.condition,
        hooked(hook, control.body),
        own,
      ) as Annotations;
    case 'either':
      return when<Annotations, Annotations, unknown>(
        control.condition,
        hooked(hook, control.body),
        hooked(hook, control.otherwise),
      ) as Annotations;
    case 'merge':
      return merge(own, ...control.of);
    default:
      return { ...own, ...(annotations as StringMap) };
  }
};

type Control = When<Annotations> | Either<Annotations> | Merge<StringMap>;

const hookAnnotations = ({
  events,
  weight,
  deletePolicy,
}: Hook): Readonly<Record<string, string>> => ({
  'helm.sh/hook': events.join(','),
  ...(weight !== undefined && { 'helm.sh/hook-weight': String(weight) }),
  ...(deletePolicy !== undefined && { 'helm.sh/hook-delete-policy': deletePolicy.join(',') }),
});
