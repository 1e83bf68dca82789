package trace

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strings"
	"text/template"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// Site is a place in a template.
type Site struct {
	Template string `json:"template"`
	Line     int    `json:"line"`
}

// Read is a value that was read.
type Read struct {
	// Path has the keys of the value in the values of the release.
	Path []string `json:"path"`
	// Whole is true where everything below it was read, too.
	Whole bool   `json:"whole,omitempty"`
	Sites []Site `json:"sites"`
}

// Possible is a field in a branch that was not taken.
type Possible struct {
	Site
	// Keys are those of the field; those of .Values begin with Values. Without keys
	// it is a function that reads a whole map, and which one is not known.
	Keys []string `json:"keys"`
	// At is its offset in the template.
	At int `json:"at"`
}

// Trace is what the templates of a chart read in a render.
type Trace struct {
	Reads []Read `json:"reads"`
	// Possible are the fields that were not reached.
	Possible []Possible `json:"possible"`
	// Incomplete says why reads may be missing.
	Incomplete string `json:"incomplete,omitempty"`
}

// Recorder records what rewritten templates read.
type Recorder struct {
	// paths has the maps of the values, by their identity.
	paths map[uintptr][]string
	sites []possible
	reads map[string]*reads
}

type possible struct {
	Possible
	reached bool
}

type reads struct {
	path  []string
	whole bool
	sites map[Site]bool
}

func newRecorder(values map[string]any) *Recorder {
	recorder := &Recorder{paths: map[uintptr][]string{}, reads: map[string]*reads{}}
	recorder.register(reflect.ValueOf(values), []string{})
	return recorder
}

func (r *Recorder) register(value reflect.Value, path []string) {
	value = indirect(value)
	if value.Kind() != reflect.Map || value.Type().Key().Kind() != reflect.String {
		return
	}
	if _, known := r.paths[value.Pointer()]; known || value.IsNil() {
		return
	}
	r.paths[value.Pointer()] = path
	for _, key := range value.MapKeys() {
		r.register(value.MapIndex(key), below(path, key.String()))
	}
}

// Conditions records the values that switch dependencies on
// (pkg/chart/v2/util/dependencies.go of Helm). The chart has all its
// dependencies, also those that are off.
func (r *Recorder) Conditions(loaded *v2.Chart) { r.conditions(loaded, nil) }

func (r *Recorder) conditions(loaded *v2.Chart, path []string) {
	for _, dependency := range loaded.Metadata.Dependencies {
		site := Site{Template: strings.TrimPrefix(loaded.ChartFullPath()+"/Chart.yaml", "/"), Line: 1}
		for condition := range strings.SplitSeq(dependency.Condition, ",") {
			if condition = strings.TrimSpace(condition); condition != "" {
				r.read(below(path, strings.Split(condition, ".")...), false, site)
			}
		}
		for _, tag := range dependency.Tags {
			r.read([]string{"tags", tag}, false, site)
		}
	}
	for _, dependency := range loaded.Dependencies() {
		r.conditions(dependency, below(path, dependency.Name()))
	}
}

// site remembers a place and returns its number. Without keys it is none that may read something.
func (r *Recorder) site(place Site, at int, keys []string) int {
	r.sites = append(r.sites, possible{Possible: Possible{Site: place, Keys: keys, At: at}})
	return len(r.sites) - 1
}

func (r *Recorder) read(path []string, whole bool, at Site) {
	name := strings.Join(path, "\x00")
	found := r.reads[name]
	if found == nil {
		found = &reads{path: path, sites: map[Site]bool{}}
		r.reads[name] = found
	}
	found.whole = found.whole || whole
	found.sites[at] = true
}

// Functions are those that rewritten templates call.
func (r *Recorder) Functions() template.FuncMap {
	return template.FuncMap{
		fieldFunction: r.field,
		wholeFunction: r.whole,
		keyFunction:   r.key,
		keysFunction:  r.keys,
		textFunction:  r.text,
	}
}

// field returns the value that a chain of fields leads to, as a template does.
func (r *Recorder) field(site int, base any, keys ...string) (any, error) {
	r.sites[site].reached = true
	current := reflect.ValueOf(base)
	for at, key := range keys {
		current = indirect(current)
		if current.Kind() != reflect.Map || current.Type().Key().Kind() != reflect.String {
			return evaluate(current, keys[at:])
		}
		// The values have methods, for instance AsMap (pkg/chart/common/values.go of Helm).
		if current.MethodByName(key).IsValid() {
			result, err := evaluate(current, keys[at:at+1])
			if err != nil {
				return nil, err
			}
			current = reflect.ValueOf(result)
			continue
		}
		path, isKnown := r.pathOf(current)
		next := current.MapIndex(reflect.ValueOf(key).Convert(current.Type().Key()))
		isLast := at == len(keys)-1
		if isKnown && (isLast || !next.IsValid()) {
			r.read(below(path, keys[at:]...), false, r.sites[site].Site)
		}
		if !next.IsValid() {
			if isLast {
				return reflect.Zero(current.Type().Elem()).Interface(), nil
			}
			return evaluate(current, keys[at:])
		}
		current = next
	}
	if !current.IsValid() {
		return nil, nil
	}
	return current.Interface(), nil
}

// evaluate lets a template get fields: those of a struct, the results of
// methods, and what is no field, which is an error.
func evaluate(from reflect.Value, keys []string) (result any, err error) {
	var base any
	if from.IsValid() {
		base = from.Interface()
	}
	parsed, err := template.New("field").Option("missingkey=zero").Funcs(template.FuncMap{
		"take": func(value any) string { result = value; return "" },
	}).Parse("{{take ." + strings.Join(keys, ".") + "}}")
	if err != nil {
		return nil, err
	}
	err = parsed.Execute(&bytes.Buffer{}, base)
	return result, err
}

// whole records that everything in a value is read, and returns the value.
func (r *Recorder) whole(site int, value any) any {
	r.sites[site].reached = true
	r.everything(reflect.ValueOf(value), r.sites[site].Site, 0)
	return value
}

// deepest is how far maps and lists are followed that are none of the values.
const deepest = 20

func (r *Recorder) everything(value reflect.Value, at Site, depth int) {
	value = indirect(value)
	switch value.Kind() {
	case reflect.Map:
		if path, isKnown := r.pathOf(value); isKnown {
			r.read(path, true, at)
			return
		}
		if depth < deepest && value.Type().Elem().Kind() == reflect.Interface {
			for _, key := range value.MapKeys() {
				r.everything(value.MapIndex(key), at, depth+1)
			}
		}
	case reflect.Slice:
		if depth < deepest && value.Type().Elem().Kind() == reflect.Interface {
			for index := range value.Len() {
				r.everything(value.Index(index), at, depth+1)
			}
		}
	}
}

// key records the keys that index, get and hasKey follow in a map, and returns the map.
func (r *Recorder) key(site int, from any, keys ...any) any {
	r.sites[site].reached = true
	current := reflect.ValueOf(from)
	for at, key := range keys {
		current = indirect(current)
		name, isName := key.(string)
		if current.Kind() != reflect.Map || !isName || current.Type().Key().Kind() != reflect.String {
			return from
		}
		path, isKnown := r.pathOf(current)
		next := current.MapIndex(reflect.ValueOf(name).Convert(current.Type().Key()))
		if isKnown && (at == len(keys)-1 || !next.IsValid()) {
			r.read(below(path, name), false, r.sites[site].Site)
		}
		if !next.IsValid() {
			return from
		}
		current = next
	}
	return from
}

// keys is key with the map behind the keys, as dig has it.
func (r *Recorder) keys(site int, arguments ...any) any {
	last := len(arguments) - 1
	return r.key(site, arguments[last], arguments[:last]...)
}

// text rewrites a template that tpl renders.
func (r *Recorder) text(site int, text any) any {
	written, isText := text.(string)
	if !isText || !strings.Contains(written, "{{") {
		return text
	}
	rewritten, err := r.rewrite(r.sites[site].Template, written)
	if err != nil {
		return text
	}
	return rewritten
}

func (r *Recorder) pathOf(value reflect.Value) ([]string, bool) {
	path, isKnown := r.paths[value.Pointer()]
	return path, isKnown
}

// Trace returns what was recorded.
func (r *Recorder) Trace() *Trace {
	found := &Trace{Reads: []Read{}, Possible: []Possible{}}
	for _, read := range r.reads {
		one := Read{Path: read.path, Whole: read.whole}
		for site := range read.sites {
			one.Sites = append(one.Sites, site)
		}
		slices.SortFunc(one.Sites, func(a, b Site) int {
			return cmp.Or(cmp.Compare(a.Template, b.Template), cmp.Compare(a.Line, b.Line))
		})
		found.Reads = append(found.Reads, one)
	}
	slices.SortFunc(found.Reads, func(a, b Read) int { return slices.Compare(a.Path, b.Path) })
	for _, site := range r.sites {
		if !site.reached && site.Keys != nil {
			found.Possible = append(found.Possible, site.Possible)
		}
	}
	return found
}

func indirect(value reflect.Value) reflect.Value {
	for value.Kind() == reflect.Interface && !value.IsNil() {
		value = value.Elem()
	}
	return value
}

func below(path []string, keys ...string) []string {
	return append(slices.Clone(path), keys...)
}
