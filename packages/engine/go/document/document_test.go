package document

import "testing"

func TestSplit(t *testing.T) {
	for name, test := range map[string]struct {
		stream string
		want   []string
	}{
		"the order of members":  {"b: 1\na: {d: [x, 1.5, null], c: ~}\n", []string{`{"b":1,"a":{"d":["x",1.5,null],"c":null}}`}},
		"YAML 1.1":              {"a: on\nb: 0o10\nc: 010\nd: 1_000\ne: 2001-01-01\nf: 1:30\n", []string{`{"a":true,"b":8,"c":8,"d":1000,"e":"2001-01-01","f":"1:30"}`}},
		"keys":                  {"1: a\nyes: b\n", []string{`{"1":"a","true":"b"}`}},
		"large numbers":         {"a: 18446744073709551615\n", []string{`{"a":18446744073709551615}`}},
		"several documents":     {"# none\n---\na: 1\n--- {b: 2}\n---\n{c: 3}\n---x: 3\n", []string{"", `{"a":1}`, `{"b":2}`, ""}},
		"an empty object":       {"{}", []string{""}},
		"a list":                {"- 1\n", []string{""}},
		"the same key twice":    {"a: 1\na: 2\n", []string{""}},
		"the same key in JSON":  {"1: a\n\"1\": b\n", []string{""}},
		"a number JSON lacks":   {"a: .inf\n", []string{""}},
		"a tag":                 {"a: !own 1\n", []string{""}},
		"an anchor":             {"a: &x 1\nb: *x\n", []string{""}},
		"a merge":               {"a: {<<: {b: 1}}\n", []string{""}},
		"the end of a document": {"a: 1\n...\nb: 2\n", []string{""}},
		"a syntax error":        {"a: [\n", []string{""}},
		"the last lines":        {"a: |+\n  x\n\n\n", []string{`{"a":"x\n"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			documents := Split(test.stream)
			if len(documents) != len(test.want) {
				t.Fatalf("there are %d documents", len(documents))
			}
			for index, document := range documents {
				if got := string(document.Value); got != test.want[index] {
					t.Errorf("document %d is %s", index, got)
				}
			}
		})
	}
}
