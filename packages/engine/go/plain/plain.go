// Package plain reads the plain part of YAML, which most documents have nothing
// beyond: maps and lists in block style, texts on one line, literal blocks, and
// short maps and lists in flow style. The YAML library takes ten times as long.
// Whatever else there is, also every error, is for the library to read.
package plain

import (
	"errors"
	"strings"
)

// Object is a map with its members in the order of the document. No two have the same name.
type Object []Member

// Member is a key and its value: an Object, a []any, a string, a bool, an int, a
// float64, or nil.
type Member struct {
	Name  string
	Value any
}

// Read reads a document that is a map, as go.yaml.in/yaml/v2 does. It reports
// whether the document is plain.
func Read(text string) (object Object, ok bool) {
	return (&reader{text: text}).read()
}

// ReadCommon is Read for a document that go.yaml.in/yaml/v3, which kustomize has,
// reads in the same way.
func ReadCommon(text string) (object Object, ok bool) {
	return (&reader{text: text, isCommon: true}).read()
}

func (r *reader) read() (object Object, ok bool) {
	if !strings.HasSuffix(r.text, "\n") || !isPrintable(r.text) {
		return nil, false
	}
	defer func() {
		if cause := recover(); cause != nil {
			if cause != errNotPlain {
				panic(cause)
			}
			object, ok = nil, false
		}
	}()
	line, found := r.next()
	if !found || isItem(line.text) {
		return nil, false
	}
	object = r.object(line.indent, 0)
	if _, found := r.next(); found {
		return nil, false
	}
	return object, true
}

// errNotPlain is the panic that ends the reading of a document.
var errNotPlain = errors.New("the document is not plain")

func notPlain() { panic(errNotPlain) }

// reader reads line by line.
type reader struct {
	text string
	// isCommon is whether nothing is read that another version of YAML reads otherwise.
	isCommon bool
	// at is where the line after the current one begins.
	at int
	// current is the line that is not taken yet, if there is one.
	current line
	isThere bool
}

// line is a line with content.
type line struct {
	indent int
	// text is the line without its indentation.
	text string
}

// deepest is how deep maps and lists are followed.
const deepest = 200

// next is the next line with content, which is not taken.
func (r *reader) next() (line, bool) {
	for !r.isThere && r.at < len(r.text) {
		whole := r.raw()
		indent := spaces(whole)
		if indent == len(whole) || whole[indent] == '#' {
			continue
		}
		text := whole[indent:]
		if strings.IndexByte(text, '\t') >= 0 || indent == 0 && isMark(text) {
			notPlain()
		}
		r.current, r.isThere = line{indent, text}, true
	}
	return r.current, r.isThere
}

func (r *reader) take() { r.isThere = false }

// raw takes a line as it is.
func (r *reader) raw() string {
	rest := r.text[r.at:]
	end := strings.IndexByte(rest, '\n')
	r.at += end + 1
	return rest[:end]
}

// isMark reports whether a line begins or ends a document, or is a directive.
func isMark(text string) bool {
	return strings.HasPrefix(text, "---") || strings.HasPrefix(text, "...") || text[0] == '%'
}

func spaces(text string) int {
	count := 0
	for count < len(text) && text[count] == ' ' {
		count++
	}
	return count
}

func isItem(text string) bool { return text[0] == '-' && (len(text) == 1 || text[1] == ' ') }

// node reads the map or list that begins in the next line.
func (r *reader) node(depth int) any {
	if depth > deepest {
		notPlain()
	}
	if isItem(r.current.text) {
		return r.list(r.current.indent, depth)
	}
	return r.object(r.current.indent, depth)
}

func (r *reader) object(indent, depth int) Object {
	object := make(Object, 0, 4)
	var names names
	for {
		line, found := r.next()
		if !found || line.indent < indent {
			return object
		}
		name, rest, isKey := keyOf(line.text)
		if line.indent > indent || !isKey || !names.add(object, name) || r.isCommon && !isCommonText(name) {
			notPlain()
		}
		r.take()
		object = append(object, Member{name, r.value(rest, indent, true, depth)})
	}
}

func (r *reader) list(indent, depth int) []any {
	items := make([]any, 0, 4)
	for {
		line, found := r.next()
		if !found || line.indent < indent || line.indent == indent && !isItem(line.text) {
			return items
		}
		if line.indent > indent {
			notPlain()
		}
		r.take()
		rest := line.text[1:]
		inner := spaces(rest)
		rest = rest[inner:]
		if rest != "" && rest[0] != '#' {
			if _, _, isKey := keyOf(rest); isKey || isItem(rest) {
				r.current.indent, r.current.text, r.isThere = indent+1+inner, rest, true
				items = append(items, r.node(depth+1))
				continue
			}
		}
		items = append(items, r.value(rest, indent, false, depth))
	}
}

// value reads what is behind a key or a mark of a list, or in the lines below.
func (r *reader) value(rest string, indent int, isMember bool, depth int) any {
	if rest == "" || rest[0] == '#' {
		line, found := r.next()
		isBelow := found && (line.indent > indent || isMember && line.indent == indent && isItem(line.text))
		if !isBelow {
			return nil
		}
		return r.node(depth + 1)
	}
	switch rest[0] {
	case '|', '>':
		return r.block(rest, indent)
	case '"', '\'':
		text, after := quoted(rest)
		endOfLine(after)
		return text
	case '[', '{':
		value, after := r.flow(rest, depth+1)
		endOfLine(after)
		return value
	}
	return r.resolve(r.folded(rest, indent))
}
