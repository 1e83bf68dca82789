package validation

import (
	"slices"
	"strings"
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
	files, err := embedded.ReadDir("schemas")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		set, isSet := strings.CutSuffix(file.Name(), ".json.gz")
		if !isSet {
			continue
		}
		c, err := newCompiler([]string{set})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.all.readKinds(set); err != nil {
			t.Fatal(err)
		}
		if len(c.all.kinds) == 0 {
			t.Error(set, "has no kinds")
		}
		for kind := range c.all.kinds {
			if schema, err := c.schema(kind); err != nil || schema == nil {
				t.Error(set, kind, err)
			}
		}
	}
}

func TestTheFirstSetWithAKindIsUsed(t *testing.T) {
	strategy := `{"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {"selector": {}, "serviceName": "db",
		"template": {}, "updateStrategy": {"type": "Recreate"}}}`
	removed := `{"apiVersion": "networking.k8s.io/v1beta1", "kind": "IPAddress", "spec": {"parentRef": {"resource": "a", "name": "b"}}}`
	certificate := `{"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "spec": {"isueerRef": {}}}`
	route := `{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"nam": "a"}}`
	for sets, want := range map[string][]string{
		"":                             {"invalid", "valid", "invalid", "invalid"},
		"kubernetes-1.36":              {"invalid", "valid", "unknown-kind", "unknown-kind"},
		"kubernetes-1.37":              {"valid", "unknown-kind", "unknown-kind", "unknown-kind"},
		"kubernetes-1.37 cert-manager": {"valid", "unknown-kind", "invalid", "unknown-kind"},
	} {
		validated, err := Validate(Validation{
			Documents: []string{strategy, removed, certificate, route}, Schemas: strings.Fields(sets),
		})
		if err != nil {
			t.Fatal(err)
		}
		for at, answer := range validated.Answers {
			if answer.Status != want[at] {
				t.Errorf("%q %d: %+v, want %s", sets, at, answer, want[at])
			}
		}
	}
	if _, err := Validate(Validation{Documents: []string{strategy}, Schemas: []string{"kubernetes-1.2"}}); err == nil {
		t.Error("unknown schemas are accepted")
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
		sets, err := defaultSets()
		if err != nil {
			b.Fatal(err)
		}
		c, err := newCompiler(sets)
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
