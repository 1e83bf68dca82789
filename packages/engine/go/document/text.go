package document

import "unicode/utf8"

// AppendText appends a text as JSON. What is no UTF-8 becomes U+FFFD, as in
// encoding/json, which takes ten times as long for a text with many lines.
func AppendText(to []byte, text string) []byte {
	to = append(to, '"')
	start := 0
	for at := 0; at < len(text); {
		char := text[at]
		if char >= ' ' && char < utf8.RuneSelf && char != '"' && char != '\\' {
			at++
			continue
		}
		width := 1
		if char >= utf8.RuneSelf {
			var letter rune
			if letter, width = utf8.DecodeRuneInString(text[at:]); letter != utf8.RuneError || width > 1 {
				at += width
				continue
			}
		}
		to = append(append(to, text[start:at]...), escapes[char]...)
		at += width
		start = at
	}
	return append(append(to, text[start:]...), '"')
}

// escapes are what stands for a byte that a text in JSON can't have.
var escapes = func() (all [256]string) {
	const digits = "0123456789abcdef"
	for char := range all {
		all[char] = `\ufffd`
		if char < ' ' {
			all[char] = `\u00` + string(digits[char>>4]) + string(digits[char&15])
		}
	}
	all['\n'], all['\t'], all['"'], all['\\'] = `\n`, `\t`, `\"`, `\\`
	return all
}()

// AppendJSON appends a stream as an object with the members text and documents,
// without its end, so that members may follow.
func AppendJSON(to []byte, stream string, documents []Document) []byte {
	to = AppendText(append(to, `{"text":`...), stream)
	to = append(to, `,"documents":[`...)
	for at, one := range documents {
		if at > 0 {
			to = append(to, ',')
		}
		to = append(to, '{')
		if one.Value != nil {
			to = append(append(to, `"value":`...), one.Value...)
		}
		to = append(to, '}')
	}
	return append(to, ']')
}
