package validation

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"engine/release"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
	"sigs.k8s.io/yaml"
)

const workspace = "../../../.."

func TestEqualsKubeconform(t *testing.T) {
	genuine := kubeconform(t)
	c, err := shared(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range append(documents(t), broken...) {
		want := ask(genuine, document)
		if got := c.answer(document); shape(got) != shape(want) {
			t.Errorf("%s\ngot  %+v\nwant %+v", document, got, want)
		}
	}
}

// kubeconform is kubeconform itself with the schema files of the workspace.
func kubeconform(t *testing.T) validator.Validator {
	t.Helper()
	sets, err := defaultSets()
	if err != nil || len(sets) == 0 {
		t.Fatal("there are no schemas", err)
	}
	var locations []string
	for _, set := range sets {
		locations = append(locations, workspace+"/schemas/"+set+"/{{.ResourceKind}}{{.KindSuffix}}.json")
	}
	genuine, err := validator.New(locations, validator.Opts{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return genuine
}

func ask(genuine validator.Validator, document string) Answer {
	result := genuine.ValidateResource(resource.Resource{Bytes: []byte(document)})
	if result.Status == validator.Invalid {
		var object map[string]any
		if yaml.Unmarshal([]byte(document), &object) == nil && withoutNulls(object) {
			if bare, err := json.Marshal(object); err == nil {
				result = genuine.ValidateResource(resource.Resource{Bytes: bare})
			}
		}
	}
	switch result.Status {
	case validator.Valid:
		return Answer{Status: "valid"}
	case validator.Invalid:
		return Answer{Status: "invalid", Message: result.Err.Error()}
	case validator.Empty:
		return Answer{Status: "empty"}
	default:
		if strings.HasPrefix(result.Err.Error(), "could not find schema") {
			signature, _ := result.Resource.Signature()
			return Answer{Status: "unknown-kind", APIVersion: signature.Version, Kind: signature.Kind}
		}
		return malformed(result.Err)
	}
}

// shape is an answer without what differs from one run to the next: where the
// schema is, and the order of the errors and of the names in them.
func shape(said Answer) string {
	_, errors, found := strings.Cut(said.Message, ".json#' ")
	if !found {
		errors = said.Message
	}
	return strings.Join([]string{said.Status, said.APIVersion, said.Kind, sorted(errors)}, "|")
}

func sorted(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
	slices.Sort(words)
	return strings.Join(words, " ")
}

// documents are those of the charts and profiles of the workspace, each also with mistakes.
func documents(t *testing.T) []string {
	t.Helper()
	texts := rendered(t)
	err := filepath.WalkDir(workspace+"/flux-profiles", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		texts = append(texts, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, text := range texts {
		for document := range strings.SplitSeq(text, "---\n") {
			all = append(all, document)
			for _, mistake := range mistakes {
				all = append(all, strings.Replace(document, mistake[0], mistake[1], 1))
			}
		}
	}
	if len(all) < 100 {
		t.Fatalf("there are only %d documents", len(all))
	}
	return all
}

func rendered(t *testing.T) []string {
	t.Helper()
	var texts []string
	charts, err := filepath.Glob(workspace + "/charts/*/Chart.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, chart := range charts {
		directory, err := filepath.Abs(filepath.Dir(chart))
		if err != nil {
			t.Fatal(err)
		}
		made, _, err := release.Render(release.Release{Chart: directory, Name: "one", Namespace: "msp", KubeVersion: "1.36.3"})
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, made.Text)
	}
	return texts
}

var mistakes = [][2]string{
	{"metadata:\n", "metadata:\n  bogus: 1\n"},
	{"spec:\n", "spec:\n  bogus: 1\n  \"wrong\": [\n"},
	{"spec:\n", "spec:\n  bogus: 1\n  alsoBogus: {a: 1}\n"},
	{"  name: ", "  name: 5 #"},
	{"  name:", "  name: {a: b}\n  other:"},
	{"  labels:\n", "  labels: null\n  annotations:\n"},
	{"replicas: ", "replicas: a"},
	{"image: ", "image: [1, 2] #"},
	{"containers:", "containers: null\n      initContainers:"},
	{"cpu: ", "cpu: x"},
	{"interval: ", "interval: x"},
	{"kind: ", "kind: X"},
	{"apiVersion: ", "apiVersion: 1\napiVersion: "},
}

var broken = []string{
	"", "\n", "# nothing\n", "---\n", "- a\n", "text", "1", "null", "{", "a: b", "kind: Pod", "apiVersion: v1",
	"apiVersion: 1\nkind: Pod", "apiVersion: v1\nkind: null", "apiVersion: v1\nkind: List\nitems: []",
	"apiVersion: v1\nkind: ConfigMap\ndata: {a: 1, a: 2}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {1: a, true: b, 1.5: c, null: d}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {1: a, true: b, 1.5: c}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {a: .nan}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {a: -.inf}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {a: !!binary /w==}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {a: yes, b: 0x10, c: 2020-01-01, d: 1e400, e: 1_000}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {a: \"\\xff\\u2028<>&\"}",
	"apiVersion: v1\nkind: ConfigMap\ndata: &a {b: *a}",
	"apiVersion: v1\nkind: ConfigMap\nx: &a {b: c}\ndata: {<<: *a, d: e}",
	"apiVersion: v1\nkind: ConfigMap\ndata: {? {a: b} : c}",
	"apiVersion: v1\nkind: ConfigMap\n\tdata: {}",
	"apiVersion: v1\nkind: ConfigMap\ndata: \xff",
	"apiVersion: v1\nkind: Service\nspec: {ports: [{port: 12345678901234567890}, {port: 1.0}, {port: 1.5}, {port: -1}]}",
	"apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80, targetPort: null}]}",
	"apiVersion: v1\nkind: Service\nspec: null",
	"apiVersion: v1\nkind: Secret\nmetadata: {name: null, creationTimestamp: null}",
	"apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {labels: null}\nspec: {url: null, interval: null}",
	"apiVersion: apps/v1\nkind: Deployment\nspec: " + strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
	"apiVersion: apps/v1\nkind: Deployment\nspec: " + strings.Repeat("[", 10500) + strings.Repeat("]", 10500),
	`{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "ports": [{"containerPort": "x"}]}]}}`,
	`{"apiVersion": "v1", "kind": "Pod", "kind": "Pod"}`,
	"apiVersion: v1\nkind: Pod\nspec: {}\n---\napiVersion: v1\nkind: Nope\n",
	"apiVersion: a/b/c\nkind: Pod", "apiVersion: example.org/v1\nkind: Thing",
}
