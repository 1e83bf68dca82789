import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { EngineName } from '../backend.ts';
import { identityOf } from '../code.ts';
import { openValidationCache, type ValidationCache } from '../validation-cache.ts';
import { asker, type Definition, type Sent } from './ask.ts';
import { type ApiVerdict, type Asked, judge, type Validate } from './judge.ts';
import { openSession } from './open.ts';
import { withReplacement } from './replace.ts';
import type { Session } from './session.ts';
import { readable } from './unknown.ts';
import type { Verdict } from './verdict.ts';

/** An object that someone sends to the API server, and what matters of its cluster. */
export interface Creation {
  readonly document: ManifestDocument;
  /** The labels of its namespace that select the Pod Security Standards. */
  readonly labels?: Labels | undefined;
  /** The CustomResourceDefinition of its kind. */
  readonly definition?: Definition | undefined;
}

/** An object before and after an update. */
export interface Replacement {
  readonly old: ManifestDocument;
  readonly new: ManifestDocument;
  /** The CustomResourceDefinition of its kind. */
  readonly definition?: Definition | undefined;
}

export type Labels = Readonly<Record<string, string>>;

/** The program is missing. */
export interface NotBuilt {
  readonly status: 'not-built';
  /** The path, or the npm package, that is missing. */
  readonly program: string;
  readonly fix: string;
}

/** The verdicts in the order of the objects, or why there are none. */
export type ApiAnswer =
  | {
      readonly status: 'validated';
      readonly verdicts: readonly ApiVerdict[];
      /** What is wrong with the program, if WebAssembly has replaced it. */
      readonly findings: readonly Finding[];
      /** What to do for the rules of the version of Kubernetes that was asked for; undefined if they were used. */
      readonly otherVersion?: Pick<NotBuilt, 'program' | 'fix'> | undefined;
    }
  | NotBuilt;

/** How the API server is simulated. */
export interface ApiServerOptions {
  /** The version of Kubernetes whose rules hold, `1.37`; that of the default target unless set. */
  readonly kubernetes?: string | undefined;
  /** The file of the validation cache; undefined for none. */
  readonly cache: string | undefined;
  /** Feature gates of the API server that differ from the defaults of Kubernetes: `{ HPAScaleToZero: true }`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /**
   * The engine whose form of the API server's code validates: `native` is a program, `wasm` is WebAssembly. Without it, it is
   * that of HELM_CHARTS_ENGINE; else the program, or WebAssembly where there is no program.
   */
  readonly engine?: EngineName | undefined;
  /** The path of a program helm-charts-apiserver in place of that of this package. */
  readonly program?: string;
  /** Aborting it ends the program; pending calls reject with a Failure with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/** Says what the API server would say. One program answers all calls; it starts with the first object that is not cached. */
export interface ApiServer {
  /** Starts the program while the caller still prepares the first objects, if nothing is cached yet. */
  readonly start: () => void;
  /**
   * Validates objects that are created.
   * @throws {Failure} With exit code 2 for an unknown feature gate, 3 if the program ends before it has answered.
   */
  readonly create: (objects: readonly Creation[]) => Promise<ApiAnswer>;
  /**
   * Validates updates: each object is applied in place of the old one, which has the same kind, namespace and name.
   * @throws {Failure} With exit code 2 for an unknown feature gate, 3 if the program ends before it has answered.
   */
  readonly update: (updates: readonly Replacement[]) => Promise<ApiAnswer>;
  /** Writes the cache and ends the program. */
  readonly close: () => Promise<void>;
}

/** Opens the API server of this package. */
export const openApiServer = (options: ApiServerOptions): ApiServer => {
  let opened: Promise<Opened | NotBuilt> | undefined;
  const open = () => {
    opened ??= openProgram(options);
    return opened;
  };
  const answer = async (asked: readonly Asked[]): Promise<ApiAnswer> => {
    const found = await open();
    if ('status' in found) return found;
    const verdicts = await judge(found.validate, asked);
    const { findings, otherVersion } = found;
    return {
      status: 'validated',
      verdicts: otherVersion === undefined ? verdicts : verdicts.map(withoutUnknownFields),
      findings,
      otherVersion,
    };
  };
  return {
    start: () => {
      if (options.cache !== undefined && existsSync(options.cache)) return;
      open().then(
        (found) => 'session' in found && found.session.start(),
        () => {},
      );
    },
    create: (objects) =>
      answer(
        objects.map(({ document, labels, definition }) => ({
          document,
          verb: 'create',
          ask: (text) => ({ text, labels }),
          definition,
        })),
      ),
    update: (updates) =>
      answer(
        updates.map((update) => ({
          document: update.new,
          verb: 'update',
          ask: (text) => ({ old: readable(update.old).text, new: text }),
          definition: update.definition,
        })),
      ),
    close: async () => {
      const found = await opened?.catch(() => undefined);
      if (found === undefined || 'status' in found) return;
      found.session.end();
      found.keep();
    },
  };
};

/** A later version of Kubernetes has more fields, so which of them are unknown is for the schemas of the target. */
const withoutUnknownFields = (verdict: ApiVerdict): ApiVerdict => ({
  ...verdict,
  findings: verdict.findings.filter(({ message }) => !message.startsWith('unknown field ')),
});

/** A program, and the cache of its verdicts. */
interface Opened {
  readonly session: Session;
  readonly findings: readonly Finding[];
  readonly otherVersion: Pick<NotBuilt, 'program' | 'fix'> | undefined;
  readonly validate: Validate;
  readonly keep: () => void;
}

const openProgram = async (options: ApiServerOptions): Promise<Opened | NotBuilt> => {
  const opened = await openSession(options);
  if ('fix' in opened) return { status: 'not-built', ...opened };
  const { session, findings } = withReplacement(opened);
  const { featureGates = {} } = options;
  const ask = asker(session, featureGates);
  const digests = new Map<string, string>();
  /** The text of a definition may be long, and many objects need it, so the key has a digest of it. */
  const digestOf = ({ text }: Definition): string => {
    const digest = digests.get(text) ?? sha256(text);
    digests.set(text, digest);
    return digest;
  };
  const asked = new Map<string, Sent>();
  const cache = openCache(options.cache, {
    identity: `${identityOf(session.path)} ${JSON.stringify(featureGates)}`,
    validate: (keys: readonly string[]) => ask(keys.flatMap((key) => asked.get(key) ?? [])),
  });
  return {
    session,
    findings,
    otherVersion: opened.substituted,
    keep: cache.keep,
    validate: (all) => {
      const keys = all.map(({ question, definition }) =>
        JSON.stringify({ ...question, digest: definition && digestOf(definition) }),
      );
      for (const [index, one] of all.entries()) asked.set(keys[index] ?? '', one);
      const verdicts = cache.validate(keys);
      // What is not cached has been sent by now, and the texts are many.
      asked.clear();
      return verdicts;
    },
  };
};

const openCache = (
  file: string | undefined,
  validator: {
    readonly identity: string;
    readonly validate: (keys: readonly string[]) => Promise<readonly Verdict[]>;
  },
): ValidationCache<Verdict> =>
  file === undefined
    ? { validate: validator.validate, keep: () => {} }
    : openValidationCache(file, validator);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
