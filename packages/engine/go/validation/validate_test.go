package validation

import (
	"slices"
	"testing"
)

const service = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 5432}]}\n"

func TestValidateKeepsTheOrder(t *testing.T) {
	var documents, want []string
	for range 100 {
		documents = append(documents, service, "kind: Service", "")
		want = append(want, "valid", "malformed", "empty")
	}
	validated, err := Validate(Validation{Documents: documents})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, answer := range validated.Answers {
		got = append(got, answer.Status)
	}
	if !slices.Equal(got, want) {
		t.Error(got)
	}
}

func TestEveryKindHasASchemaThatCompiles(t *testing.T) {
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	for kind := range c.all.kinds {
		if schema, err := c.schema(kind); err != nil || schema == nil {
			t.Error(kind, err)
		}
	}
}

func TestADurationIsOneOfGo(t *testing.T) {
	format, err := duration()
	if err != nil {
		t.Fatal(err)
	}
	for text, valid := range map[string]bool{"1h30m": true, "3 days": true, "PT1H": true, "": false, "soon": false} {
		if err := format.Validate(text); (err == nil) != valid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// BenchmarkCold has no schema at its start.
func BenchmarkCold(b *testing.B) {
	for b.Loop() {
		all, err := readSchemas()
		if err != nil {
			b.Fatal(err)
		}
		c, err := newCompiler(all)
		if err != nil {
			b.Fatal(err)
		}
		c.answer(service)
	}
}

// BenchmarkThousand validates 1,000 documents.
func BenchmarkThousand(b *testing.B) {
	documents := slices.Repeat([]string{service}, 1000)
	for b.Loop() {
		if _, err := Validate(Validation{Documents: documents}); err != nil {
			b.Fatal(err)
		}
	}
}
