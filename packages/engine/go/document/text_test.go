package document

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
)

func TestATextIsWrittenAsEncodingJSONReadsIt(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "text ", "\n", "\t", "\r", "\x00", "\x1f", "\x7f", `"`, `\`, "<", "é", "😀", "\u2028", "\xff", "\xe2\x80", "\ufffd"}
	for range 2000 {
		text := ""
		for range random.IntN(12) {
			text += parts[random.IntN(len(parts))]
		}
		usual, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var got, want string
		if err := json.Unmarshal(AppendText(nil, text), &got); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if err := json.Unmarshal(usual, &want); err != nil || got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
