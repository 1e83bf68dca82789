package plain

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v2"
)

// Write writes an object as go.yaml.in/yaml/v2 does, which takes several times
// as long: maps with texts as keys, lists, texts, integers, booleans and nil. It
// reports whether that is certain.
func Write(object map[string]any) (text []byte, ok bool) {
	defer func() {
		if cause := recover(); cause != nil {
			if cause != errNotPlain {
				panic(cause)
			}
			text, ok = nil, false
		}
	}()
	if len(object) == 0 {
		return nil, false
	}
	w := &writer{text: make([]byte, 0, 512)}
	w.object(object, 0)
	return w.text, true
}

// width is the length of a line after which the library breaks texts.
const width = 80

type writer struct {
	text []byte
	// line is where the last line begins.
	line int
}

// object writes the members of a map. The first one is on the line that has begun.
func (w *writer) object(object map[string]any, indent int) {
	for at, key := range slices.SortedFunc(maps.Keys(object), compareKeys) {
		if !isBare(key) || len(key) > width {
			notPlain()
		}
		if at > 0 {
			w.spaces(indent)
		}
		w.text = append(append(w.text, key...), ':')
		switch value := object[key].(type) {
		case map[string]any:
			if len(value) > 0 {
				w.end()
				w.spaces(indent + 2)
				w.object(value, indent+2)
				continue
			}
		case []any:
			if len(value) > 0 {
				w.end()
				w.spaces(indent)
				w.list(value, indent)
				continue
			}
		}
		w.scalar(object[key], indent+2)
	}
}

func (w *writer) list(items []any, indent int) {
	for at, item := range items {
		if at > 0 {
			w.spaces(indent)
		}
		w.text = append(w.text, '-')
		switch item := item.(type) {
		case map[string]any:
			if len(item) > 0 {
				w.text = append(w.text, ' ')
				w.object(item, indent+2)
				continue
			}
		case []any:
			if len(item) > 0 {
				w.text = append(w.text, ' ')
				w.list(item, indent+2)
				continue
			}
		}
		w.scalar(item, indent+2)
	}
}

func (w *writer) spaces(count int) {
	for range count {
		w.text = append(w.text, ' ')
	}
}

func (w *writer) end() {
	w.text = append(w.text, '\n')
	w.line = len(w.text)
}

// scalar ends a line with a value. Further lines have the indentation.
func (w *writer) scalar(value any, indent int) {
	w.text = append(w.text, ' ')
	switch value := value.(type) {
	case map[string]any:
		w.text = append(w.text, "{}"...)
	case []any:
		w.text = append(w.text, "[]"...)
	case nil:
		w.text = append(w.text, "null"...)
	case bool:
		w.text = strconv.AppendBool(w.text, value)
	case int:
		w.text = strconv.AppendInt(w.text, int64(value), 10)
	case string:
		if strings.Contains(value, "\n") {
			w.block(value, indent)
			return
		}
		if !isBare(value) {
			value = byLibrary(value)
		}
		w.text = append(w.text, value...)
		if len(w.text)-w.line > width && strings.Contains(value, " ") {
			notPlain()
		}
	default:
		notPlain()
	}
	w.end()
}

// block writes a text with several lines.
func (w *writer) block(text string, indent int) {
	isOther := func(char rune) bool { return char != '\n' && (char < ' ' || char > '~') }
	if text[0] == ' ' || text[0] == '\n' || strings.Contains(text+"\n", " \n") || strings.HasSuffix(text, "\n\n") || strings.ContainsFunc(text, isOther) {
		notPlain()
	}
	w.text = append(w.text, '|')
	if !strings.HasSuffix(text, "\n") {
		w.text = append(w.text, '-')
	}
	for line := range strings.Lines(text) {
		w.end()
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			w.spaces(indent)
			w.text = append(w.text, line...)
		}
	}
	w.end()
}

// isBare reports whether a text needs no quotes, also as a key.
func isBare(text string) bool {
	for at := range len(text) {
		char := text[at]
		if !isLetter(char) && (at == 0 || !isDigit(char) && strings.IndexByte("._/-", char) < 0) {
			return false
		}
	}
	if text == "" {
		return false
	}
	_, isText := resolve(text).(string)
	return isText
}

func isLetter(char byte) bool { return char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z' }

func isDigit(char byte) bool { return char >= '0' && char <= '9' }

// byLibrary is how the library writes a text on a line.
func byLibrary(text string) string {
	if written, isKnown := writtenTexts.get(text); isKnown {
		return written.(string)
	}
	written, err := yaml.Marshal(text)
	line, isWhole := strings.CutSuffix(string(written), "\n")
	if err != nil || !isWhole || strings.Contains(line, "\n") {
		notPlain()
	}
	if len(text) <= width {
		writtenTexts.add(text, line)
	}
	return line
}

var writtenTexts memory

// compareKeys has the order of the library, which takes a number in a key as one.
func compareKeys(a, b string) int {
	for at := range min(len(a), len(b)) {
		first, second := a[at], b[at]
		switch {
		case first == second:
		case isLetter(first) && isLetter(second):
			return cmp.Compare(first, second)
		case isLetter(second):
			return -1
		case isLetter(first):
			return 1
		case isDigit(first) || isDigit(second):
			notPlain()
		default:
			return cmp.Compare(first, second)
		}
	}
	return cmp.Compare(len(a), len(b))
}
