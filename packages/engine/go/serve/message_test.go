package serve

import (
	"encoding/json"
	"reflect"
	"testing"

	"engine/chart"
	"engine/document"
	"engine/kustomization"
	"engine/lint"
	"engine/release"
	"engine/resourceset"
	"engine/trace"
)

// readJSON is what a client reads.
func readJSON(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func TestResultsHaveTheMembersOfTheirTypes(t *testing.T) {
	name := "name: \"a\"\n"
	documents := []document.Document{{}, {Value: json.RawMessage(`{"a":"<b>\n"}`)}}
	for _, result := range []any{
		&kustomization.Built{Text: "a: 1\n", Documents: documents},
		&resourceset.Built{Text: "", Documents: documents[:1]},
		&release.Rendered{Text: "---\na: <b>\n", Documents: documents},
		&release.Rendered{
			Text: "\n", Documents: documents[:1], Notes: "one\ntwo",
			Varying: []trace.Call{{Function: "now", Template: "a/b", Line: 1}, {Function: "uuidv4"}},
			Skipped: []release.Skipped{{Template: "a", APIVersion: "v1", Kind: "Pod", Name: "b", Hooks: "none"}},
		},
		&chart.Read{Folders: []*chart.Folder{nil, {Content: "x", Entries: []chart.Entry{{Path: "a", Kind: "file", Stamp: "1 2", Digest: "y="}}, Chart: &name}}},
		&lint.Linted{Text: "a\n"},
	} {
		whole, err := json.Marshal(map[string]any{"id": 7, "result": result, "warnings": []string{"a<b"}})
		if err != nil {
			t.Fatal(err)
		}
		got := readJSON(t, Answer{ID: 7, Result: result, Warnings: []string{"a<b"}}.json())
		if want := readJSON(t, whole); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	}
}

func TestAnErrorHasNoResult(t *testing.T) {
	for want, one := range map[string]Answer{
		`{"id":1,"error":"a \"b\"\nc"}`:                 {ID: 1, Error: "a \"b\"\nc"},
		`{"id":2,"limit":"time"}`:                       {ID: 2, Limit: Time},
		`{"id":3,"error":"a","warnings":["one","two"]}`: {ID: 3, Error: "a", Warnings: []string{"one", "two"}},
	} {
		if got := string(one.json()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
