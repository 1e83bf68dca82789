package resourceset

import (
	"encoding/json"
	"fmt"
	"hash/adler32"
	"maps"
	"strings"
	"unicode"

	kubernetes "k8s.io/apimachinery/pkg/util/json"
)

// Provider is an object that exports inputs.
type Provider struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Name       string            `json:"name"`
	Namespace  string            `json:"namespace"`
	Inputs     []json.RawMessage `json:"inputs"`
}

// input is what the templates get from the function inputs.
type input map[string]any

// maxPermutations is the limit of the operator.
const maxPermutations = 10_000

// combine makes the inputs of a set from those of its providers.
func combine(set ResourceSet) ([]input, error) {
	switch set.Strategy {
	case "", "Flatten":
		return flatten(set.Providers)
	case "Permute":
		return permute(set.Providers, set.IncludesEmpty)
	default:
		return nil, fmt.Errorf("inputStrategy.name is %q, and must be Flatten or Permute", set.Strategy)
	}
}

// flatten puts the inputs of all providers into one list.
func flatten(providers []Provider) ([]input, error) {
	var all []input
	for _, provider := range providers {
		inputs, err := provider.exported()
		if err != nil {
			return nil, err
		}
		all = append(all, inputs...)
	}
	return all, nil
}

// exported reads the inputs of a provider. Each says which provider it is from.
func (provider Provider) exported() ([]input, error) {
	inputs := make([]input, 0, len(provider.Inputs))
	for index, text := range provider.Inputs {
		one := input{}
		// Kubernetes reads integers as int64, which encoding/json does not.
		if err := kubernetes.Unmarshal(text, (*map[string]any)(&one)); err != nil {
			return nil, fmt.Errorf("inputs[%d] of %s: %w", index, provider.Name, err)
		}
		one["provider"] = map[string]any{
			"apiVersion": provider.APIVersion,
			"kind":       provider.Kind,
			"name":       provider.Name,
			"namespace":  provider.Namespace,
		}
		inputs = append(inputs, one)
	}
	return inputs, nil
}

// permute makes every combination of one input of each provider, below the
// name of the provider. The first provider changes slowest.
func permute(providers []Provider, includesEmpty bool) ([]input, error) {
	combinations := []combination{{input: input{}}}
	used := 0
	for _, provider := range providers {
		inputs, err := provider.exported()
		if err != nil {
			return nil, err
		}
		if len(inputs) == 0 && !includesEmpty {
			continue
		}
		key := keyOf(provider.Name)
		if key == "" {
			return nil, fmt.Errorf("the name of the provider %q has no letter or digit", provider.Name)
		}
		used++
		if number := len(combinations) * len(inputs); number > maxPermutations {
			return nil, fmt.Errorf("the inputs have %d permutations, and at most %d are allowed", number, maxPermutations)
		}
		var next []combination
		for _, one := range combinations {
			for index, value := range inputs {
				next = append(next, one.with(key, value, index))
			}
		}
		combinations = next
	}
	if used == 0 {
		return nil, nil
	}
	all := make([]input, 0, len(combinations))
	for _, one := range combinations {
		one.input["id"] = idFrom(strings.Join(one.parts, "/"))
		all = append(all, one.input)
	}
	return all, nil
}

// combination is an input of some providers, and which one of each.
type combination struct {
	input input
	parts []string
}

func (c combination) with(key string, value input, index int) combination {
	merged := maps.Clone(c.input)
	merged[key] = map[string]any(value)
	parts := append(append([]string{}, c.parts...), fmt.Sprintf("%s=%d", key, index))
	return combination{input: merged, parts: parts}
}

// idFrom is a short text that stands for another one.
func idFrom(text string) string { return fmt.Sprint(adler32.Checksum([]byte(text))) }

// keyOf is a name as templates can use it: words of small letters and digits
// with _ between them.
func keyOf(name string) string {
	mapped := strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsSpace(r), unicode.IsPunct(r):
			return '_'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		}
		return -1
	}, name)
	return strings.Join(strings.FieldsFunc(mapped, func(r rune) bool { return r == '_' }), "_")
}
