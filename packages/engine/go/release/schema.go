package release

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	charter "helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// validateValues validates the values of a render as ToRenderValues of Helm does
// (pkg/chart/common/util/values.go). Helm compiles the schemas for each render,
// so it is only asked what is wrong.
func validateValues(loaded *v2.Chart, merged common.Values) ([]string, error) {
	values, _ := merged["Values"].(common.Values)
	if meetsSchemas(loaded, values) {
		return nil, nil
	}
	return listen(func() error {
		if err := util.ValidateAgainstSchema(charter.Charter(loaded), values); err != nil {
			return fmt.Errorf("values don't meet the specifications of the schema(s) in the following chart(s):\n%w", err)
		}
		return nil
	})
}

// meetsSchemas reports whether it is certain that values meet the schemas of a
// chart and of its dependencies (ValidateAgainstSchema in
// pkg/chart/common/util/jsonschema.go of Helm).
func meetsSchemas(loaded *v2.Chart, values map[string]any) bool {
	if loaded.Schema != nil && !compiled.of(loaded.Schema).allows(values) {
		return false
	}
	for _, dependency := range loaded.Dependencies() {
		value := values[dependency.Name()]
		if value == nil {
			continue
		}
		own, isObject := value.(map[string]any)
		if !isObject || !meetsSchemas(dependency, own) {
			return false
		}
	}
	return true
}

// schema is a compiled schema; nil where Helm has to compile it.
type schema struct{ *jsonschema.Schema }

func (s schema) allows(values map[string]any) (is bool) {
	if s.Schema == nil {
		return false
	}
	defer func() {
		if recover() != nil {
			is = false
		}
	}()
	return s.Validate(values) == nil
}

// To compile a schema takes longer than to render most charts, and the scenarios
// of a chart and the releases of it have the same one.
var compiled = schemas{byText: map[string]func() schema{}}

// maxCompiled is the size of the texts whose schemas are kept, in bytes.
const maxCompiled = 1 << 20

type schemas struct {
	mutex  sync.Mutex
	byText map[string]func() schema
	size   int
}

// of compiles a schema, unless it is kept. Whoever needs the same one meanwhile waits.
func (s *schemas) of(text []byte) schema {
	return s.entry(string(text))()
}

func (s *schemas) entry(text string) func() schema {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if known, isKnown := s.byText[text]; isKnown {
		return known
	}
	if s.size += len(text); s.size > maxCompiled {
		clear(s.byText)
		s.size = len(text)
	}
	entry := sync.OnceValue(func() schema { return compileSchema([]byte(text)) })
	s.byText[text] = entry
	return entry
}

// compileSchema compiles a schema that refers to nothing but itself.
func compileSchema(text []byte) (found schema) {
	defer func() {
		if recover() != nil {
			found = schema{}
		}
	}()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return schema{}
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(nowhere{})
	if err := compiler.AddResource(schemaURL, document); err != nil {
		return schema{}
	}
	own, err := compiler.Compile(schemaURL)
	if err != nil {
		return schema{}
	}
	return schema{own}
}

// schemaURL is the one that Helm gives each schema.
const schemaURL = "file:///values.schema.json"

// nowhere loads no schema.
type nowhere struct{}

func (nowhere) Load(string) (any, error) {
	return nil, errors.New("another schema is not loaded")
}
