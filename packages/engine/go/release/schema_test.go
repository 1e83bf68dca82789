package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// charted is a chart with a schema and dependencies.
func charted(name, schema string, dependencies ...*v2.Chart) *v2.Chart {
	made := &v2.Chart{Metadata: &v2.Metadata{Name: name}, Schema: []byte(schema)}
	made.SetDependencies(dependencies...)
	return made
}

const counted = `{"properties": {"replicas": {"$ref": "#/$defs/count"}}, "$defs": {"count": {"type": "integer"}}}`

func TestValuesMeetTheSchemasOfAChartAndItsDependencies(t *testing.T) {
	chart := charted("web", counted, charted("db", counted))
	for name, test := range map[string]struct {
		values map[string]any
		want   bool
	}{
		"nothing":                     {nil, true},
		"right values":                {map[string]any{"replicas": 1, "db": map[string]any{"replicas": 2}}, true},
		"a wrong value":               {map[string]any{"replicas": "1"}, false},
		"a wrong value of db":         {map[string]any{"db": map[string]any{"replicas": "1"}}, false},
		"no values of db":             {map[string]any{"db": nil}, true},
		"values of db with no object": {map[string]any{"db": "1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := meetsSchemas(chart, test.values); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestASchemaThatIsNotAloneIsLeftToHelm(t *testing.T) {
	file := filepath.Join(t.TempDir(), "other.json")
	if err := os.WriteFile(file, []byte("true"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`{"$ref": "urn:other"}`,
		`{"$ref": "https://example.com/other.json"}`,
		`{"$ref": "file://` + filepath.ToSlash(file) + `"}`,
		`{"type": "nothing"}`,
		`{`,
	} {
		if compileSchema([]byte(text)).allows(nil) {
			t.Errorf("%s was compiled", text)
		}
	}
}

func TestASchemaIsCompiledOnce(t *testing.T) {
	kept := schemas{byText: map[string]func() schema{}}
	if first, again := kept.of([]byte(counted)), kept.of([]byte(counted)); first != again {
		t.Error("it was compiled again")
	}
}

func TestSchemasThatAreKeptHaveALimit(t *testing.T) {
	kept := schemas{byText: map[string]func() schema{}}
	large := `{"title": "` + strings.Repeat("a", maxCompiled/2) + `"}`
	for _, text := range []string{counted, large, large + " "} {
		kept.of([]byte(text))
	}
	if len(kept.byText) != 1 || kept.size != len(large)+1 {
		t.Errorf("%d schemas of %d bytes are kept", len(kept.byText), kept.size)
	}
}
