import type { HelmOutcome } from './helm.ts';

/** What kept helm from getting a chart, and what to do. */
export interface HelmProblem {
  readonly message: string;
  readonly fix: string;
  /** Whether the files of the chart are wrong, and no repository. */
  readonly isInput?: true;
}

/** What helm ran into, in one sentence for each repository or chart; none where it has done its work. */
export const helmProblems = (
  { ended, stdout, stderr }: HelmOutcome,
  repositories: readonly string[],
  timeout: number,
): readonly HelmProblem[] => {
  if (ended === 'timed out') return [silent(pending(stdout, repositories), timeout)];
  const unread = unreadIndexes(stdout).filter(({ names }) =>
    repositories.some((one) => names.includes(one.replace(/\/$/, ''))),
  );
  // Helm goes on with an index that it read some other day.
  if (unread.length > 0) return unread.map(({ names, reason }) => unreachable(names[0], reason));
  return ended === 'done' ? [] : ofError(stderr.trim().replace(/^Error: /, ''), stdout);
};

/** The repositories whose index helm could not read, by their address and by the names that Chart.yaml may have for it. */
const unreadIndexes = (
  stdout: string,
): readonly { readonly names: readonly [string, ...string[]]; readonly reason: string }[] =>
  [
    ...stdout.matchAll(
      /Unable to get an update from the "(.+?)" chart repository(?: \((.+?)\))?:\n\s*(.+)/g,
    ),
  ].map(([, name = '', address = name, reason = '']) => ({
    names: [address.replace(/\/$/, ''), `@${name}`, `alias:${name}`],
    reason,
  }));

const ofError = (error: string, stdout: string): readonly HelmProblem[] => {
  const versions = [...error.matchAll(/"(.+?)" \(repository "(.+?)", version "(.+?)"\)/g)];
  if (error.startsWith("can't get a valid version") && versions.length > 0)
    return versions.map(([, name = '', repository = '', version = '']) =>
      noVersion(repository, name, version),
    );
  const [, chart, index] = /^(.+) chart not found in repo (.+)$/.exec(error) ?? [];
  if (chart !== undefined && index !== undefined) return [noChart(index, chart)];
  const [, empty] = /unable to locate any tags in provided repository: (\S+)/.exec(error) ?? [];
  if (empty !== undefined) return [noChart(...split(empty))];
  const [, oci = '', range] =
    /download (oci:\S+): could not locate a version matching provided version string (.+)$/.exec(
      error,
    ) ?? [];
  if (range !== undefined) return [noVersion(...split(oci), range)];
  const [, path, tag] = / on source: (\S+):([^:/\s]+): not found$/.exec(error) ?? [];
  if (path !== undefined && tag !== undefined) return [noVersion(...split(`oci://${path}`), tag)];
  if (/out of sync|lock file .* does not match/.test(error)) return [outOfSync];
  const [, file, why] =
    /^(?:error unpacking subchart|cannot load) (\S+?)(?: in \S+)?: (.+)$/.exec(error) ?? [];
  if (file !== undefined && why !== undefined) return [unreadable(file, why)];
  const [, unnamed] = /no repository definition for (\S+?)\./.exec(error) ?? [];
  if (unnamed !== undefined)
    return [
      {
        message: `helm knows no repository ${unnamed}`,
        fix: 'add it with helm repo add, or write its address into the dependency',
        isInput: true,
      },
    ];
  const [, tags] = /list of tags for repository (\S+): /.exec(error) ?? [];
  const [, absent] = /\/([^/]+)\/tags\/list": response status code 404/.exec(error) ?? [];
  if (tags !== undefined && absent !== undefined) return [noChart(tags, absent)];
  const [, named, repository] = lastDownload(stdout) ?? [];
  if (tags !== undefined) return [unreachable(tags, error)];
  if (named !== undefined && repository !== undefined) {
    return [isCut(error) ? cut(named, repository) : unreachable(repository, error, named)];
  }
  const isInput = error.includes('invalid version/constraint');
  return [
    {
      message: error || 'helm failed without a message',
      fix: 'correct the dependency',
      ...(isInput && { isInput }),
    },
  ];
};

/** `oci://host/charts/web` as repository and chart. */
const split = (url: string): readonly [repository: string, chart: string] => {
  const end = url.lastIndexOf('/');
  return [url.slice(0, end), url.slice(end + 1)];
};

/** What helm was downloading when it ended. */
const lastDownload = (stdout: string): RegExpMatchArray | undefined =>
  [...stdout.matchAll(/^Downloading (\S+) from repo (\S+)$/gm)].at(-1);

/** The repositories that may have kept helm waiting: that of the download, else those whose index it does not have yet. */
const pending = (stdout: string, repositories: readonly string[]): readonly string[] => {
  const download = lastDownload(stdout)?.[2];
  if (download !== undefined) return [download];
  const remote = repositories.filter((one) => one !== '' && !one.startsWith('file://'));
  const open = remote.filter((one) => !stdout.includes(`an update from the "${one}"`));
  return [...new Set(open.length > 0 ? open : remote)];
};

const silent = (repositories: readonly string[], seconds: number): HelmProblem => ({
  message: `${repositories.join(' or ') || 'a repository'} has not answered within ${seconds} s, so helm was stopped`,
  fix: 'check its address and the network, or give it longer with --timeout',
});

/** Why an index, a list of tags or a package can't be read. */
const unreachable = (repository: string, reason: string, chart?: string): HelmProblem => {
  const what = chart === undefined ? '' : ` to the chart ${chart}`;
  // `failed to fetch … : 401 Unauthorized` of a repository, `response status code 401: Unauthorized` of a registry.
  const [, status = ''] = /(?: : |status code )(\d{3})\b/.exec(reason) ?? [];
  if (status === '401' || status === '403')
    return {
      message: `${repository} refuses access${what} (HTTP ${status})`,
      fix: repository.startsWith('oci://')
        ? `run: helm registry login ${new URL(repository).host}`
        : `run: helm repo add NAME ${repository} --username USER --password-stdin`,
    };
  if (status === '404') {
    return chart === undefined
      ? {
          message: `${repository} has no index.yaml (HTTP 404), so it is no Helm repository`,
          fix: 'correct its address; a chart in an OCI registry has one that begins with oci://',
        }
      : {
          message: `${repository} names the package of ${chart} in its index and does not have it (HTTP 404)`,
          fix: 'use another version, or tell the operator of the repository',
        };
  }
  if (status !== '')
    return {
      message: `${repository} answers with an error (HTTP ${status})`,
      fix: 'run it again later, or tell the operator of the repository',
    };
  if (/unmarshal|yaml:|no API version/.test(reason))
    return {
      message: `the index.yaml of ${repository} is no index of a Helm repository`,
      fix: 'correct its address',
    };
  if (/x509|certificate/.test(reason))
    return {
      message: `the certificate of ${repository} is not trusted: ${tail(reason)}`,
      fix: 'name the file of its authority in SSL_CERT_FILE',
    };
  return {
    message: `${repository} can't be reached: ${tail(reason)}`,
    fix: 'check its address and the network',
  };
};

const isCut = (error: string): boolean =>
  /unexpected EOF|mismatch Content-Length|expected content size|connection reset/.test(error);

const cut = (chart: string, repository: string): HelmProblem => ({
  message: `the download of ${chart} from ${repository} broke off`,
  fix: 'run it again',
});

const noChart = (repository: string, chart: string): HelmProblem => ({
  message: `${repository} has no chart "${chart}"`,
  fix: 'correct the name or the repository of the dependency',
});

const noVersion = (repository: string, chart: string, version: string): HelmProblem => ({
  message: `${repository} has no version ${version} of the chart ${chart}`,
  fix: 'correct the version of the dependency',
  // A repository that is a folder is a file of the user's own.
  ...(repository.startsWith('file://') && { isInput: true }),
});

const unreadable = (file: string, why: string): HelmProblem => ({
  message: `${file.endsWith('.tgz') ? `charts/${file}` : file} can't be read: ${why}`,
  fix: file === 'Chart.yaml' ? 'generate it again' : 'delete it and run it again',
  isInput: true,
});

const outOfSync: HelmProblem = {
  message: 'Chart.lock was made for other dependencies than those of Chart.yaml',
  fix: 'run helm-charts dependencies update, and commit Chart.lock',
  isInput: true,
};

/** The cause at the end of Go's chain of errors: `dial tcp 127.0.0.1:9: connect: connection refused`. */
const tail = (reason: string): string => reason.replace(/^.*?": /, '').trim();
