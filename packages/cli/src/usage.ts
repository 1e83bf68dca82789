/** What `helm-charts --help` prints. */
export const usage = `Charts and Flux profiles written as TypeScript.

  helm-charts <command> [directory …] [options]
  helm-charts check-values FILE … [options]

Commands
  bundle PROFILE
              write one archive with all that an air-gapped site needs of a profile
  bundle load FILE
              copy such an archive into a registry; no version that is there is replaced
  bundle verify FILE
              check such an archive, and render its profile from it; uses no network
  check-types check the types of the sources, and explain the errors of the compiler
  check-values
              check files of values against the chart that they are for
  dependencies update CHART, dependencies build CHART
              run helm dependency, and write the types of the charts in charts/; uses the network
  dependencies add CHART PATH …
              copy packages or folders of charts into charts/, and write their types
  fetch [DIR …]
              bring the charts that profiles, or directories that Flux is pointed at, need into the
              store, and lock them in charts.lock.json; what is there already needs no network
  generate    write the files that src/ defines
  lint        run helm lint --strict on charts, with every scenario and ci/*-values.yaml
  package     pack charts and profiles into dist/release, the same bytes on any machine
  push        package, and push to an OCI registry the versions that it does not have yet
  render      render, validate every manifest and check the rules; writes the manifests to
              dist/render; in a repository without charts in TypeScript it writes none, and its
              cache is in HELM_CHARTS_CACHE, or in the cache folder of the user
  schemas add PATH …
              write the schemas and types of the custom resources that files, folders or
              charts define, for render, with a lock
  schemas list
              list the schemas that render validates objects against, and check that lock
  values CHART
              say which template reads each value of a chart of any origin, which values none
              reads, and which are read and not in values.yaml
  verify [REFERENCE …]
              verify digests, content and signatures of what a registry has: of the references, else
              of everything in release.lock.json
  versions    compare charts with their released versions, and say which versions they need

Without a directory a command takes all charts and profiles of the workspace. render takes a
directory that Flux is pointed at and a Helm chart of any origin, too, in any repository.

Options
  --check     with generate: write nothing, and fail where a file differs
  --force     with generate: replace generated files even where they were edited
  --values, -f FILE
              with render and a chart: render it with these values in place of its scenarios; with
              values, too
  --engine helm|native|wasm
              with render and lint: the program that runs Helm and kustomize; the default is that of
              HELM_CHARTS_ENGINE, else native where it is installed
  --target kubernetes=1.37,flux=2.10
              with render, lint and schemas list: the versions that objects are for, in place of those in the
              configuration and in the profile; the default is kubernetes=1.36,flux=2.9
  --timeout 30s, --max-memory 1GiB, --max-output 64MiB
              with render and lint: what the work on one release may take; these are the defaults
  --previous DIR
              with render: check the upgrade from another working tree to this one, too
  --lookup FILE, --lookup applied
              with render and a chart or tree of others: the function lookup finds the objects in this
              file, or those that the Kustomizations apply; otherwise it finds nothing
  --rules SET,…
              with render: check these rule sets, with their advice: kubernetes, flux, single-node,
              appliance; unless given, trees and charts of others are checked against kubernetes and
              flux without advice
  --upgrade   with render: report the objects that an upgrade with the same values changes, and
              what the API server refuses of it
  --strict    with render: make everything an error that was not rendered, not validated or not
              evaluated; without it the last line counts these
  --output DIR
              with render: write the manifests below this folder, in any repository
  --no-cache  with render: render and check again what has not changed since an earlier run
  --chart DIR
              with check-values: the chart, where the file neither lies in it nor names its schema
  --fix       with check-values: rename values that have another name by now
  --remove-defaults
              with check-values: remove values that equal the chart's default
  --kind GROUP/VERSION/KIND
              with schemas add: what a JSON Schema describes that does not say it
  --registry oci://HOST/PATH
              with push: where the artifacts go: charts below charts/, profiles beside it
              with verify: where those of a lock or release are
              with bundle: where they are released, with their signatures
              with bundle load: where everything goes
  --release NAME
              with push: a tag in HOST/PATH/releases, written when everything else is there
              with verify: verify everything in that release
  --sign-key FILE
              with push: sign with this private key: a PEM file or cosign.key; its passphrase is in
              HELM_CHARTS_SIGN_PASSPHRASE or COSIGN_PASSWORD
  --sign-command 'PROGRAM ARGUMENT …'
              with push: sign with a program, which gets the bytes to sign on its standard input
              and prints the signature as base64
  --public-key FILE
              with push: the public key of --sign-command
  --fulcio URL, --rekor URL, --identity-token-file FILE
              with push: sign without a key, with a certificate of Fulcio for a token of OpenID
              Connect, and an entry in the log of Rekor
  --key FILE  with verify and bundle verify: a public key; repeat it while a key is rotated
  --certificate-identity NAME, --certificate-oidc-issuer URL, --trusted-root FILE
              with verify: whose signatures without a key count, and a trusted_root.json of Sigstore
  --lock FILE with verify: another lock than release.lock.json
  --output FILE
              with bundle: the file to write
  --with-images
              with bundle: contain the container images, too
  --platform OS/ARCHITECTURE
              with bundle --with-images: of each image only this platform
  --image-registry oci://HOST/PATH
              with bundle --with-images: a registry that has all of the images
  --dry-run   with push: print what would be pushed, and push nothing
  --update [NAME]
              with fetch: move a chart to the newest version in its range; without a name, all
  --ca-file FILE
              with push, verify, bundle and fetch: a PEM file with certificate authorities to trust, too
  --plain-http
              with push, verify, bundle and fetch: speak HTTP without TLS
  --timeout SECONDS
              with dependencies update and build: how long helm may take, 300 unless given
  --write     with versions: raise versions that are too low in src/chart.ts, and generate
  --json      print the reports as JSON
  --help      print this
  --version   print this version, and those of Helm, kustomize, Kubernetes and Flux

Exit codes
  0 done · 1 findings or drift · 2 wrong usage or input · 3 something is missing here
  4 a registry refused · 130 interrupted
`;
