package plain

import "strings"

// block reads a literal block, or a folded one of plain lines.
func (r *reader) block(header string, indent int) string {
	if header != "|" && header != "|-" && header != ">" && header != ">-" {
		notPlain()
	}
	own, last := -1, 0
	var lines []string
	for r.at < len(r.text) {
		begin := r.at
		whole := r.raw()
		inner := spaces(whole)
		isEmpty := inner == len(whole)
		if own < 0 {
			// Empty lines at the beginning, and tabs, need a closer look.
			if isEmpty || inner <= indent || whole[inner] == '\t' {
				notPlain()
			}
			own = inner
		}
		if !isEmpty && inner < own {
			if inner > indent {
				notPlain()
			}
			r.at = begin
			break
		}
		if isEmpty {
			// Spaces may be text.
			if inner > own {
				notPlain()
			}
			whole = ""
		} else {
			whole = whole[own:]
		}
		lines = append(lines, whole)
		if !isEmpty {
			last = len(lines)
		}
	}
	if own < 0 {
		notPlain()
	}
	lines = lines[:last]
	separator := "\n"
	if header[0] == '>' {
		for _, line := range lines {
			if line == "" || line[0] == ' ' || line[0] == '\t' || strings.HasSuffix(line, " ") || strings.HasSuffix(line, "\t") {
				notPlain()
			}
		}
		separator = " "
	}
	text := strings.Join(lines, separator)
	if len(header) == 1 {
		text += "\n"
	}
	return text
}
