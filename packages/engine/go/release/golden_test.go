package release_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"engine/release"

	"sigs.k8s.io/yaml"
)

// golden is a case of TestTemplateCmd of Helm (pkg/cmd/template_test.go).
type golden struct {
	name   string
	chart  string
	wanted release.Release
	// valuesFile is below the charts.
	valuesFile string
	// file has the expected output.
	file string
	// withCRDs is for the flag --include-crds, which a render here always has.
	withCRDs bool
	// skipped is why the case says nothing about rendering.
	skipped string
	repeat  int
}

const subchart = "subchart"

var goldens = []golden{
	{name: "check name", chart: subchart, file: "template.txt"},
	{name: "check set name", chart: subchart, file: "template-set.txt", wanted: values("service: {name: apache}")},
	{name: "check values files", chart: subchart, file: "template-values-files.txt", valuesFile: "subchart/charts/subchartA/values.yaml"},
	{name: "check name template", chart: subchart, file: "template-name-template.txt", wanted: release.Release{Name: "foobar-ywjj-baz"}},
	{name: "check no args", skipped: "the arguments of the command"},
	{name: "check library chart", chart: "lib-chart", file: "template-lib-chart.txt"},
	{name: "check chart bad type", chart: "chart-bad-type", file: "template-chart-bad-type.txt"},
	{name: "check chart with dependency which is an app chart acting as a library chart", chart: "chart-with-template-lib-dep", file: "template-chart-with-template-lib-dep.txt"},
	{name: "check chart with dependency which is an app chart archive acting as a library chart", chart: "chart-with-template-lib-archive-dep", file: "template-chart-with-template-lib-archive-dep.txt"},
	{name: "check kube version", chart: subchart, file: "template-with-kube-version.txt", wanted: release.Release{KubeVersion: "1.16.0"}},
	{name: "check kube api versions, in one flag", skipped: "the case after it, with the flag in another form"},
	{name: "check kube api versions", chart: subchart, file: "template-with-api-version.txt", wanted: release.Release{APIVersions: []string{"helm.k8s.io/test", "helm.k8s.io/test2"}}},
	{name: "template with CRDs", chart: subchart, file: "template-with-crds.txt", withCRDs: true},
	{name: "template with show-only one", skipped: "a flag that selects documents of the output"},
	{name: "template with show-only multiple", skipped: "a flag that selects documents of the output"},
	{name: "template with show-only glob", skipped: "a flag that selects documents of the output"},
	{name: "sorted output of manifests", chart: "object-order", file: "object-order.txt", repeat: 10},
	{name: "chart with template with invalid yaml", chart: "chart-with-template-with-invalid-yaml", file: "template-with-invalid-yaml.txt"},
	{name: "chart with template with invalid yaml (--debug)", skipped: "a flag that prints output which is no YAML"},
	{name: "template skip-tests", skipped: "a flag that selects documents of the output"},
	{name: "ensure nil/null values pass to subcharts delete values", chart: "issue-9027", file: "issue-9027.txt"},
	{name: "template with imported subchart values ensuring import", chart: subchart, file: "template-subchart-cm.txt", wanted: values("{configmap: {enabled: true}, subchartb: {enabled: true}}")},
	{name: "template with imported subchart values set with --set", chart: subchart, file: "template-subchart-cm-set.txt", wanted: values("{configmap: {enabled: true, value: baz}, subchartb: {enabled: true}}")},
	{name: "template with imported subchart values set in a file", chart: subchart, file: "template-subchart-cm-set-file.txt", valuesFile: "subchart/extra_values.yaml"},
}

// testData is the directory with the charts and the expected output, in the Go module of Helm.
var testData = sync.OnceValues(func() (string, error) {
	directory, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "helm.sh/helm/v4").Output()
	return filepath.Join(strings.TrimSpace(string(directory)), "pkg/cmd/testdata"), err
})

func TestTheGoldenFilesOfHelm(t *testing.T) {
	directory, err := testData()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range goldens {
		if one.skipped != "" {
			continue
		}
		t.Run(one.name, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join(directory, "output", one.file))
			if err != nil {
				t.Fatal(err)
			}
			for range max(one.repeat, 1) {
				if got := one.render(t, directory); got != string(want) {
					t.Fatalf("got\n%s\nwant\n%s", got, want)
				}
			}
		})
	}
}

func values(text string) release.Release {
	return release.Release{Values: parse([]byte(text))}
}

func parse(text []byte) map[string]any {
	var values map[string]any
	if err := yaml.Unmarshal(text, &values); err != nil {
		panic(err)
	}
	return values
}

// crd is a document of a file in crds/, up to the next document.
var crd = regexp.MustCompile(`(?s)---\n# Source: [^/\n]+/crds/.*?\n(---\n)`)

// render returns what helm template prints, without CRDs unless the case is about them.
func (one golden) render(t *testing.T, directory string) string {
	t.Helper()
	wanted := one.wanted
	wanted.Chart = filepath.Join(directory, "testcharts", one.chart)
	wanted.Namespace = "default"
	if wanted.Name == "" {
		wanted.Name = "release-name"
	}
	if wanted.KubeVersion == "" {
		// That of Helm in its own tests.
		wanted.KubeVersion = "1.20.0"
	}
	if one.valuesFile != "" {
		text, err := os.ReadFile(filepath.Join(directory, "testcharts", one.valuesFile))
		if err != nil {
			t.Fatal(err)
		}
		wanted.Values = parse(text)
	}
	rendered, _, err := release.Render(wanted)
	if err != nil {
		return "Error: " + err.Error() + "\n"
	}
	if one.withCRDs {
		return rendered.Text
	}
	return crd.ReplaceAllString(rendered.Text, "$1")
}
