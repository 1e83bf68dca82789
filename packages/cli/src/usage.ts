/** What `helm-charts --help` prints. */
export const usage = `Charts and Flux profiles written as TypeScript.

  helm-charts <command> [directory …] [options]
  helm-charts check-values FILE … [options]

Commands
  check-types check the types of the sources, and explain the errors of the compiler
  check-values
              check files of values against the chart that they are for
  dependencies update CHART, dependencies build CHART
              run helm dependency, and write the types of the charts in charts/; uses the network
  dependencies add CHART PATH …
              copy packages or folders of charts into charts/, and write their types
  generate    write the files that src/ defines
  lint        run helm lint --strict on charts, with every scenario and ci/*-values.yaml
  package     pack charts and profiles into dist/release, the same bytes on any machine
  push        package, and push to an OCI registry the versions that it does not have yet
  render      render into dist/render, validate every manifest and check the rules
  schemas add PATH …
              write the schemas and types of the custom resources that files, folders or
              charts define
  versions    compare charts with their released versions, and say which versions they need

Without a directory a command takes all charts and profiles of the workspace. render takes a
directory that Flux is pointed at and a Helm chart of any origin, too, in any repository.

Options
  --check     with generate: write nothing, and fail where a file differs
  --force     with generate: replace generated files even where they were edited
  --values, -f FILE
              with render and a chart: render it with these values in place of its scenarios
  --previous DIR
              with render: check the upgrade from another working tree to this one, too
  --chart DIR
              with check-values: the chart, where the file neither lies in it nor names its schema
  --fix       with check-values: rename values that have another name by now
  --remove-defaults
              with check-values: remove values that equal the chart's default
  --kind GROUP/VERSION/KIND
              with schemas add: what a JSON Schema describes that does not say it
  --registry oci://HOST/PATH
              with push: where the artifacts go: charts below charts/, profiles beside it
  --release NAME
              with push: a tag in HOST/PATH/releases, written when everything else is there
  --dry-run   with push: print what would be pushed, and push nothing
  --ca-file FILE
              with push: a PEM file with certificate authorities to trust, too
  --plain-http
              with push: speak HTTP without TLS
  --timeout SECONDS
              with dependencies update and build: how long helm may take, 300 unless given
  --write     with versions: raise versions that are too low in src/chart.ts, and generate
  --json      print the reports as JSON
  --help      print this

Exit codes
  0 done · 1 findings or drift · 2 wrong usage or input · 3 something is missing here
  4 a registry refused · 130 interrupted
`;
