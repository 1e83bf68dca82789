package plain

import (
	"math/rand/v2"
	"testing"

	"go.yaml.in/yaml/v2"
)

var texts = []string{
	"a", "name", "app.kubernetes.io/name", "/", "a-b", "x_y", "true", "no", "Yes", "null", "~", "", "1", "1.5", "1e3", "010", "0x1F", "2001-01-01", "1:30",
	"a b", "a: b", "a #b", "- a", "#a", "{{ a }}", "'a'", "\"a\"", "a\\b", "%a", "@a", "*a", "&a", "!a", "|", ">", "a:", ":a", "a\tb", "é", "\u2028", "\x07", " a", "a ",
	"a\nb", "a\n", "a\n\nb\n", "a\n  b\n", "\na", " a\nb", "a \nb", "a\nb\n\n", "a\tb\nc", "é\nb", "a\nb ",
	"long text with many words that are more than there is room for on one line of eighty letters",
	"https://example.com/a/very/long/path/without/any/space/that/goes/on/and/on/and/on/beyond/eighty",
	"1.2.3", "10Gi", "http://a:80/b", "a, b", "a=b", "(a)", "$a", "--a", "-", "...", "---", "=", "<<", "n", "y", "off",
}

func randomValue(random *rand.Rand, depth int) any {
	switch kind := random.IntN(8); {
	case kind < 2 && depth > 0:
		return randomObject(random, depth-1)
	case kind == 2 && depth > 0:
		items := []any{}
		for range random.IntN(4) {
			items = append(items, randomValue(random, depth-1))
		}
		return items
	case kind == 3:
		return random.IntN(2000) - 1000
	case kind == 4:
		return []any{true, false, nil}[random.IntN(3)]
	}
	return texts[random.IntN(len(texts))]
}

func randomObject(random *rand.Rand, depth int) map[string]any {
	keys := []string{"a", "ab", "a-b", "a/b", "a.b", "B", "b", "name", "a1", "a2", "x10", "x9", "y", "kind", "metadata", "é"}
	object := map[string]any{}
	for range random.IntN(5) {
		if key := keys[random.IntN(len(keys))]; random.IntN(9) > 0 {
			object[key] = randomValue(random, depth)
		}
	}
	return object
}

func TestWritesAsTheLibraryDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	certain := 0
	for range 30_000 {
		object := randomObject(random, 4)
		got, ok := Write(object)
		if !ok {
			continue
		}
		certain++
		want, err := yaml.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("%v: got\n%s\nwant\n%s", object, got, want)
		}
	}
	if certain < 5000 {
		t.Errorf("only %d are written", certain)
	}
}

func TestMostObjectsAreWritten(t *testing.T) {
	object := map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": map[string]any{"name": "a-1", "labels": map[string]any{"app.kubernetes.io/name": "a", "helm.sh/chart": "a-1.2"}},
		"spec":     map[string]any{"replicas": 2, "paused": true, "list": []any{"a: b", []any{1}, map[string]any{"b": "1.5"}}, "text": "one\n  two\n"},
	}
	if _, ok := Write(object); !ok {
		t.Error("it is left to the library")
	}
}

func TestOtherObjectsAreLeftToTheLibrary(t *testing.T) {
	for _, object := range []map[string]any{
		{}, {"a": 1.5}, {"1": "a"}, {"a1": 1, "a2": 2}, {"a": " \nb"}, {"a": "b \nc"}, {"a": "b\n\n"}, {"": "a"}, {"a b": "c"},
	} {
		if text, ok := Write(object); ok {
			t.Errorf("%v is written as %s", object, text)
		}
	}
}
