package plain

import "strings"

// flow reads a map or a list in flow style that ends on the line it begins on,
// and returns what is behind it.
func (r *reader) flow(text string, depth int) (any, string) {
	if depth > deepest {
		notPlain()
	}
	if text[0] == '[' {
		return r.flowList(text, depth)
	}
	return r.flowMap(text, depth)
}

func (r *reader) flowList(text string, depth int) ([]any, string) {
	items := []any{}
	rest := trim(text[1:])
	for !strings.HasPrefix(rest, "]") {
		var item any
		item, rest = r.flowValue(rest, depth)
		items = append(items, item)
		rest = separated(rest, ']')
	}
	return items, rest[1:]
}

func (r *reader) flowMap(text string, depth int) (Object, string) {
	object := Object{}
	var names names
	rest := trim(text[1:])
	for !strings.HasPrefix(rest, "}") {
		name, after := r.flowScalar(rest)
		key, isText := name.(string)
		if !isText || len(key) > longestKey || !strings.HasPrefix(after, ": ") || !names.add(object, key) {
			notPlain()
		}
		var value any
		value, rest = r.flowValue(trim(after[1:]), depth)
		object = append(object, Member{key, value})
		rest = separated(rest, '}')
	}
	return object, rest[1:]
}

// separated is what is behind a value, without the comma.
func separated(rest string, end byte) string {
	rest = trim(rest)
	switch {
	case rest == "":
		notPlain()
	case rest[0] == ',':
		return trim(rest[1:])
	case rest[0] != end:
		notPlain()
	}
	return rest
}

func (r *reader) flowValue(text string, depth int) (any, string) {
	if text != "" && (text[0] == '[' || text[0] == '{') {
		return r.flow(text, depth+1)
	}
	return r.flowScalar(text)
}

// flowScalar reads a text in quotes, or one of letters that mean nothing in flow style.
func (r *reader) flowScalar(text string) (any, string) {
	if text == "" {
		notPlain()
	}
	if text[0] == '"' || text[0] == '\'' {
		return quoted(text)
	}
	length := 0
	for length < len(text) && (isWord(text[length]) || text[length] == '-' && length > 0) {
		length++
	}
	if length == 0 || length == len(text) || strings.IndexByte(",]} :", text[length]) < 0 {
		notPlain()
	}
	if rest := trim(text[length:]); rest == "" || strings.IndexByte(",]}:", rest[0]) < 0 {
		notPlain()
	}
	return r.resolve(text[:length]), text[length:]
}

func trim(text string) string { return strings.TrimLeft(text, " ") }
