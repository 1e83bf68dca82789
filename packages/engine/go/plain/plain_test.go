package plain_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"engine/plain"

	"go.yaml.in/yaml/v2"
)

var documents = []string{
	"a: 1\nb: text with spaces\nc:\n  d: true\n  e: ~\n  f: null\n  g: false\n",
	"a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\n- - 5\n  - 6\ne:\n  - f\n",
	"# none\na: 1 # one\n\n# two\nb: c#d\n",
	"a: \"quoted: \\n \\\"text\\\" \\\\\" # one\nb: 'it''s'\n\"c d\": e\n'f': g\n",
	"a: |\n  one\n\n   two # text\n# none\nb: |-\n  three\n\nc: >-\n  four\n  five\nd: >\n  six\n",
	"a: {b: [1, \"x, y\", c], e: {}, f: []} # flow\ng: [1, 2, 3]\nh: [a-b, 'c']\n",
	"a: 1.0\nb: 0x1F\nc: 010\nd: 1_000\ne: on\nf: 1.2.3\ng: 10.0.0.1\nh: -1\ni: 1e3\nj: .5\nk: +1\nl: 2d\n",
	"a: http://b:80/c?d=e\nb: a:b\nc: (d)\ne: f\"g\"\nh: -5m\ni: 80/tcp\nj: 10%\nk: 2001-01-01\nl: 1:30\n",
	"a: b\n  c - d\n  e\nf:\n- g\n  h\n",
	"a:\n    b: 1\n    c:\n    - 2\nd:\n# none\n",
	"a: x é😀\nb: y\nc: N\nd: No\ne: .inf.\n",
	"app.kubernetes.io/name: a\n$b: c\n_d: e\n",
	"a: 123456789012345678\nb: 1234567890123456789\nc: 00\nd: -0\ne: -01\n",
}

func TestReadsAsTheLibraryDoes(t *testing.T) {
	for _, text := range documents {
		object, ok := plain.Read(text)
		if !ok {
			t.Errorf("%q is not read", text)
			continue
		}
		var whole yaml.MapSlice
		if err := yaml.UnmarshalStrict([]byte(text), &whole); err != nil {
			t.Fatal(err)
		}
		if got := written(object); !reflect.DeepEqual(got, whole) {
			t.Errorf("%q: got %v, want %v", text, got, whole)
		}
	}
}

// written is a value in the types of the library.
func written(value any) any {
	switch value := value.(type) {
	case plain.Object:
		var slice yaml.MapSlice
		for _, member := range value {
			slice = append(slice, yaml.MapItem{Key: member.Name, Value: written(member.Value)})
		}
		return slice
	case []any:
		items := make([]any, len(value))
		for at, item := range value {
			items[at] = written(item)
		}
		return items
	}
	return value
}

// With problems, or with what needs the library.
var others = []string{
	"", "\n# none\n", "- a\n", "text\n", "a: 1",
	"a: 1\na: 2\n", "a: b: c\n", "a: b\n\n  c\n", "a: b # c\n  d\n", "a: b\n  c #d\n", "a: b\n  # c\n  d\n",
	"a: b\n  c: d\n", "a: \"b\n  c\"\n", "a:\n  b\n", " a: 1\nb: 2\n", "a:\n  - b\n c: 1\n", "a:\n   b: 1\n  c: 2\n",
	"a:\tb\n", "a: [1,\n  2]\n", "a: {b: c\n", "a: \"b\n", "a: 'b' c\n", "a: !own b\n", "a: *none\n", "a: &b c\n",
	"a: {b: 1}# c\n", "a: {b:1}\n", "a: {b: 1, b: 2}\n", "a: \"b\\/c\"\n", "<<: {b: 1}\n", "? a\n: b\n", "on: 1\n", "1: a\n",
	"a: |2\n    b\n", "a: |+\n  b\n\n", "a: |\n\n  b\n", "a: |\n  b\n # c\nd: 1\n", "a: >\n  b\n\n  c\n", "a: |\n  \tb\n c\n",
	"a: - b\n", "a: @b\n", "a: %b\n", "%YAML 1.1\n", "a: 1\n...\nb: 2\n", "a: 1\n---\nb: 2\n", "a: .inf\nb: .nan\n c: 1\n",
	"a: \u0007\n", "a: 1\r\nb: 2\r\n", "a: \u0085\n", "\ufeffa: 1\n", "a: 18446744073709551615\n",
}

func TestLeavesOtherDocumentsToTheLibrary(t *testing.T) {
	for _, text := range others {
		if object, ok := plain.Read(text); ok {
			t.Errorf("%q is read as %v", text, object)
		}
	}
}

func TestAMapOfManyKeysIsRead(t *testing.T) {
	var text strings.Builder
	for at := range 50_000 {
		fmt.Fprintf(&text, "key-%d: %d\n", at, at)
	}
	if object, ok := plain.Read(text.String()); !ok || len(object) != 50_000 {
		t.Error(len(object), ok)
	}
	if _, ok := plain.Read(text.String() + "key-7: 1\n"); ok {
		t.Error("a key that is there twice is read")
	}
}

func TestDeepMapsAreLeftToTheLibrary(t *testing.T) {
	var text strings.Builder
	for depth := range 1000 {
		fmt.Fprintf(&text, "%sa:\n", strings.Repeat(" ", depth))
	}
	if _, ok := plain.Read(text.String()); ok {
		t.Error("it is read")
	}
	if _, ok := plain.Read("a: " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + "\n"); ok {
		t.Error("it is read")
	}
}

func TestReadsInCommonWhatAllVersionsReadAlike(t *testing.T) {
	for text, isCommon := range map[string]bool{
		"a: [1, true, false, null, text, 1.2.3, 1h, 'on', \"1.0\"]\nb:\n- c\n- -2\nd: ~\n": true,
		"a: on\n": false, "a: True\n": false, "a: Null\n": false, "a: 010\n": false, "a: 0x1F\n": false, "a: +1\n": false,
		"a: 1.5\n": false, "a: 1e3\n": false, "a: [1e3]\n": false, "1e3: a\n": false, "{a: 1e3}\n": false, "a:\n- 1e3\n": false,
	} {
		if _, ok := plain.ReadCommon(text); ok != isCommon {
			t.Errorf("%q: got %v", text, ok)
		}
	}
	object, _ := plain.ReadCommon(documents[0])
	if whole, _ := plain.Read(documents[0]); !reflect.DeepEqual(object, whole) {
		t.Errorf("got %v, want %v", object, whole)
	}
}
