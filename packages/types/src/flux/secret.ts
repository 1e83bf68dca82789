/** A Secret that the releases of a profile expect. */
export interface ProfileSecret {
  readonly name: string;
  /** Unless set, the `targetNamespace` of the profile. */
  readonly namespace?: string;
  readonly keys: readonly string[];
  /** The release that reads it where people have given it. The appliance does not make it, and the release runs without it. */
  readonly givenTo?: string;
  /** How each key gets another value. The appliance never changes a key without an entry. */
  readonly rotation?: Readonly<Record<string, Rotation>>;
}

/**
 * How a key of a Secret gets another value. `restart`: the pods that read it start again. `bootstrap`: before that, the Job of the bootstrap gives
 * it to the database. `never`: data would be lost.
 */
export type Rotation =
  | {
      readonly by: 'restart' | 'bootstrap';
      /** What it opens. */
      readonly about: string;
      /** What people notice. */
      readonly effect: string;
      /** The Job logs in with it, so the Secret keeps the old value until the database has the new one. */
      readonly keepsPrevious?: boolean;
    }
  | { readonly by: 'never'; readonly about: string; readonly why: string };

/** A PersistentVolumeClaim whose data is lost with its Secrets. */
export interface DataClaim {
  readonly name: string;
  /** Namespace of the claim and its Secrets; unless set, the `targetNamespace` of the profile. */
  readonly namespace?: string;
  /** Names of `secrets`. If the claim exists and one of these does not, no new Secret is created. */
  readonly secrets: readonly string[];
  /** Secret with which a pod of the claim is asked to restore a backup. It exists only during a restore, and no release creates it. */
  readonly restoreSecret?: string;
}
