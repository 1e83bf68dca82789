package validation

import (
	"maps"
	"testing"
)

func TestMembers(t *testing.T) {
	got := maps.Collect(members(`{"a":"}\"{,","b":{"c":[1,{"d":":"}]},"e":null,"f":[],"g":1}`))
	want := map[string]string{
		"a": `"}\"{,"`, "b": `{"c":[1,{"d":":"}]}`, "e": "null", "f": "[]", "g": "1",
	}
	if !maps.Equal(got, want) {
		t.Error(got)
	}
	for range members("{}") {
		t.Error("an empty object has a member")
	}
}
