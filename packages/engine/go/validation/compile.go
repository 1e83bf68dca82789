package validation

import (
	"fmt"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiler compiles the schema of a kind when the first object of the kind is
// validated, as kubeconform does (pkg/validator/validator.go, downloadSchema).
//
// kubeconform has a schema compiler for each kind, which parses and checks all
// definitions again. This one keeps what it has compiled, so kinds share their
// definitions.
type compiler struct {
	// kinds has what was compiled, by "apiVersion kind"; nil for a kind without a schema.
	kinds sync.Map

	mutex    sync.Mutex
	all      *schemas
	compiler *jsonschema.Compiler
	// begun has the URLs of what is compiled or being compiled.
	begun map[string]bool
}

func newCompiler(sets []string) (*compiler, error) {
	for _, set := range sets {
		if _, err := embedded.Open(archive(set)); err != nil {
			return nil, fmt.Errorf("there are no schemas %q", set)
		}
	}
	c := &compiler{}
	return c, c.reset(sets)
}

// reset forgets the texts of schemas, and what was compiled of them for the
// kinds that have been asked for; further kinds come from the given sets.
func (c *compiler) reset(sets []string) error {
	format, err := duration()
	if err != nil {
		return err
	}
	c.all, c.compiler, c.begun = newSchemas(sets), jsonschema.NewCompiler(), map[string]bool{}
	c.compiler.RegisterFormat(format)
	c.compiler.UseLoader(c)
	c.compiler.DefaultDraft(jsonschema.Draft4)
	return nil
}

// schema is the compiled schema of a kind ("apiVersion kind"); nil if there is none.
func (c *compiler) schema(kind string) (*jsonschema.Schema, error) {
	if schema, found := c.kinds.Load(kind); found {
		return schema.(*jsonschema.Schema), nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	url, err := c.all.find(kind)
	if err != nil {
		return nil, err
	}
	if url == "" {
		c.kinds.Store(kind, (*jsonschema.Schema)(nil))
		return nil, nil
	}
	schema, err := c.compile(url)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.TrimPrefix(url, "file:///"), err)
	}
	c.kinds.Store(kind, schema)
	return schema, nil
}

// compile compiles what a schema refers to before the schema: the schema
// compiler searches a list of all that it has yet to compile, and is quadratic
// in its length.
func (c *compiler) compile(url string) (*jsonschema.Schema, error) {
	c.begun[url] = true
	source, err := c.all.source(url)
	if err != nil {
		return nil, err
	}
	_, references := source.linked()
	for _, reference := range references {
		// One that has begun may refer to this one in turn.
		if !c.begun[reference] {
			if _, err := c.compile(reference); err != nil {
				return nil, err
			}
		}
	}
	return c.compiler.Compile(url)
}

// Load parses a schema for the schema compiler.
func (c *compiler) Load(url string) (any, error) {
	source, err := c.all.source(url)
	if err != nil {
		return nil, err
	}
	text, _ := source.linked()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if object, isObject := schema.(map[string]any); isObject && source.draft != "" {
		object["$schema"] = strings.Trim(source.draft, `"`)
		// They are schemas of their own.
		delete(object, "definitions")
	}
	return schema, err
}
