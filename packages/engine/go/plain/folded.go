package plain

import "strings"

// folded is a text without quotes, also on several lines.
func (r *reader) folded(rest string, indent int) string {
	text := unquoted(rest)
	if len(text) < len(strings.TrimRight(rest, " ")) {
		// A comment ends it.
		return text
	}
	for r.at < len(r.text) {
		start := r.at
		whole := r.raw()
		inner := spaces(whole)
		if inner == len(whole) || inner <= indent || whole[inner] == '#' {
			r.at = start
			if line, found := r.next(); found && line.indent > indent {
				notPlain()
			}
			return text
		}
		more := strings.TrimRight(whole[inner:], " ")
		if strings.IndexByte(more, '\t') >= 0 || isKeyed(more) || strings.Contains(more, " #") {
			notPlain()
		}
		text += " " + more
	}
	return text
}

func endOfLine(after string) {
	if after != "" && (after[0] != ' ' || !isComment(strings.TrimLeft(after, " "))) {
		notPlain()
	}
}

func isComment(text string) bool { return text == "" || text[0] == '#' }
