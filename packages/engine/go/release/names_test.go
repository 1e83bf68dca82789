package release

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestTheListOfTheLastRequestIsTaken(t *testing.T) {
	read := func(text string) (names, error) {
		var wanted Release
		err := json.Unmarshal([]byte(text), &wanted)
		return wanted.APIs, err
	}
	last.list = nil
	if _, err := read(`{"apis":"same"}`); err == nil {
		t.Error("there is no list")
	}
	for _, text := range []string{`{"apis":["v1","apps/v1"]}`, `{"apis":"same"}`, `{"apis":"same"}`} {
		if list, err := read(text); err != nil || !slices.Equal(list, names{"v1", "apps/v1"}) {
			t.Errorf("%s: got %v, %v", text, list, err)
		}
	}
	if list, err := read(`{"name":"web"}`); list != nil || err != nil {
		t.Errorf("got %v, %v", list, err)
	}
	if list, err := read(`{"apis":[]}`); list == nil || len(list) > 0 || err != nil {
		t.Errorf("got %v, %v", list, err)
	}
	if list, err := read(`{"apis":"same"}`); list == nil || len(list) > 0 || err != nil {
		t.Errorf("got %v, %v", list, err)
	}
	if _, err := read(`{"apis":"other"}`); err == nil {
		t.Error("a text is no list")
	}
}
