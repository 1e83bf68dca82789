package plain

import (
	"strconv"
	"strings"
)

// longestKey is below the length that YAML allows for a key.
const longestKey = 500

// keyOf is the key at the beginning of a line, and what is behind its colon.
func keyOf(text string) (name, rest string, isKey bool) {
	if text[0] == '"' || text[0] == '\'' {
		end := strings.IndexByte(text[1:], text[0]) + 2
		// In quotes, a key without escapes.
		if end < 2 || end > longestKey || !isColon(text[end:]) {
			return "", "", false
		}
		if name = text[1 : end-1]; strings.IndexByte(name, '\\') >= 0 {
			notPlain()
		}
		return name, trim(text[end+1:]), true
	}
	length := 0
	for length < len(text) && (isWord(text[length]) || text[length] == '-' && length > 0) {
		length++
	}
	if length == 0 || length > longestKey || !isColon(text[length:]) {
		return "", "", false
	}
	name, isText := resolve(text[:length]).(string)
	if !isText {
		notPlain()
	}
	return name, trim(text[length+1:]), true
}

func isColon(rest string) bool {
	return rest != "" && rest[0] == ':' && (len(rest) == 1 || rest[1] == ' ')
}

// isWord reports whether a letter begins no mark of YAML.
func isWord(char byte) bool {
	return char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z' || char >= '0' && char <= '9' ||
		char == '_' || char == '.' || char == '/' || char == '$'
}

// names finds names that a map already has. Large maps need an index.
type names struct{ all map[string]bool }

const fewNames = 12

// add reports whether the name is new to the object.
func (n *names) add(object Object, name string) bool {
	if n.all == nil {
		for at := range object {
			if object[at].Name == name {
				return false
			}
		}
		if len(object) >= fewNames {
			n.all = make(map[string]bool, 2*len(object))
			for at := range object {
				n.all[object[at].Name] = true
			}
			n.all[name] = true
		}
		return true
	}
	if n.all[name] {
		return false
	}
	n.all[name] = true
	return true
}

// quoted reads a text in quotes that ends on the line it begins on, and returns
// what is behind it.
func quoted(text string) (value, after string) {
	if text[0] == '\'' {
		for at := 1; at < len(text); at++ {
			if text[at] != '\'' {
				continue
			}
			if at+1 < len(text) && text[at+1] == '\'' {
				at++
				continue
			}
			return strings.ReplaceAll(text[1:at], "''", "'"), text[at+1:]
		}
		notPlain()
	}
	end := strings.IndexAny(text[1:], `"\`) + 1
	if end > 0 && text[end] == '"' {
		return text[1:end], text[end+1:]
	}
	return escaped(text)
}

// escapes are the frequent ones of one letter.
var escapes = map[byte]byte{'"': '"', '\\': '\\', 'n': '\n', 't': '\t'}

func escaped(text string) (value, after string) {
	var out strings.Builder
	for at := 1; at < len(text); at++ {
		switch text[at] {
		case '"':
			return out.String(), text[at+1:]
		case '\\':
			at++
			if at == len(text) || escapes[text[at]] == 0 {
				notPlain()
			}
			out.WriteByte(escapes[text[at]])
		default:
			out.WriteByte(text[at])
		}
	}
	notPlain()
	return "", ""
}

// unquoted is the text without quotes at the beginning of a line's rest.
func unquoted(rest string) string {
	first := rest[0]
	if !isWord(first) && strings.IndexByte(`(+;-~`, first) < 0 || first == '-' && isItem(rest) {
		notPlain()
	}
	if comment := strings.Index(rest, " #"); comment >= 0 {
		rest = rest[:comment]
	}
	rest = strings.TrimRight(rest, " ")
	if isKeyed(rest) {
		notPlain()
	}
	return rest
}

// isKeyed reports whether a text has a colon that makes a key.
func isKeyed(text string) bool {
	return strings.HasSuffix(text, ":") || strings.Contains(text, ": ")
}

// resolve is the value of a text without quotes.
func resolve(text string) any {
	first := text[0]
	switch {
	case first >= '0' && first <= '9', first == '-', first == '+', first == '.':
		return number(text)
	case strings.IndexByte("yYnNtTfFoO~", first) < 0 || len(text) > len("false"):
		return text
	case text == "true":
		return true
	case text == "false":
		return false
	}
	return closely(text)
}

// number is the value of a text that begins like a number.
func number(text string) any {
	isInteger := len(text) < 19
	for at := range len(text) {
		char := text[at]
		switch {
		case char >= '0' && char <= '9':
			isInteger = isInteger && !(char == '0' && at == 0 && len(text) > 1)
		case char == '-' && at == 0 && len(text) > 1 && text[1] != '0':
		case strings.IndexByte("ghijklmnpqrsuvwyGHIJKLMNPQRSUVWY/%@,(", char) >= 0 && text[0] != '.' && text[0] != '+' && text[0] != '-':
			// No number and no time has one of them.
			return text
		default:
			isInteger = false
		}
	}
	if isInteger {
		if value, err := strconv.Atoi(text); err == nil {
			return value
		}
	}
	return closely(text)
}
