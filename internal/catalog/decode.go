package catalog

import (
	"bytes"
	"encoding/binary"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// errExcel is a workbook where text was expected.
var errExcel = errors.New(`it is an Excel workbook, not text: save it as "CSV UTF-8"`)

// decode returns a table as UTF-8 with lines that end in \n, and what it was written in. Spreadsheets write UTF-8 or
// UTF-16, with or without a byte order mark, or the system's old 8-bit code: Windows-1252 or MacRoman.
func decode(b []byte) (text []byte, encoding string, err error) {
	text, encoding, err = decodeAsIs(b)
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n")), encoding, err
}

// decodeAsIs is decode that leaves line ends alone.
func decodeAsIs(b []byte) (text []byte, encoding string, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return nil, "", errExcel
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(b, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")):
		return nil, "", errors.New("it is an Excel workbook that asks for a password: save it without one")
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		return nil, "", errors.New(`it is an Excel workbook of the old kind (.xls): save it as .xlsx, or as "CSV UTF-8"`)
	case bytes.HasPrefix(b, []byte("%PDF")):
		return nil, "", errors.New(`it is a PDF: export the table from the spreadsheet as "CSV UTF-8"`)
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b, encoding = b[3:], "UTF-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		b, encoding = utf16ToUTF8(b[2:], binary.LittleEndian), "UTF-16LE"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		b, encoding = utf16ToUTF8(b[2:], binary.BigEndian), "UTF-16BE"
	default:
		if order := unmarked(b); order == binary.LittleEndian {
			b, encoding = utf16ToUTF8(b, order), "UTF-16LE"
		} else if order != nil {
			b, encoding = utf16ToUTF8(b, order), "UTF-16BE"
		} else if utf8.Valid(b) {
			encoding = "UTF-8"
		} else {
			b, encoding = eightBit(b)
		}
	}
	if markup.Match(b) {
		return nil, "", errors.New(`it is a web page or XML, whatever it is called: open it in the spreadsheet and save it as .xlsx, or as "CSV UTF-8"`)
	}
	if encoding == "" || !utf8.Valid(b) || bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\n\r\t\v", r) }) {
		return nil, "", errors.New(`it is not text: export it from the spreadsheet as "CSV UTF-8"`)
	}
	return b, encoding, nil
}

// markup is what some programs export as a workbook: spreadsheets open it.
var markup = regexp.MustCompile(`(?i)^\s*<(\?xml|!doctype|html|head|meta|table|workbook)\b`)

// encode writes text as decode reads it, without a byte order mark. It fails on letters that an 8-bit code has not.
func encode(text, encoding string) ([]byte, error) {
	switch encoding {
	case "UTF-8":
		return []byte(text), nil
	case "Windows-1252":
		return charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	case "MacRoman":
		return charmap.Macintosh.NewEncoder().Bytes([]byte(text))
	}
	var order binary.AppendByteOrder = binary.LittleEndian
	if encoding == "UTF-16BE" {
		order = binary.BigEndian
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return b, nil
}

// unmarked returns the byte order of UTF-16 without a mark, nil if it is something else: in a table every second byte of
// the heading, at least, is 0, since separators and line ends are ASCII.
func unmarked(b []byte) binary.ByteOrder {
	n := min(len(b), 4096) / 2
	var even, odd int
	for i := range n {
		if b[2*i] == 0 {
			even++
		}
		if b[2*i+1] == 0 {
			odd++
		}
	}
	switch {
	case len(b)%2 != 0 || n == 0:
		return nil
	case odd*4 >= n && even == 0:
		return binary.LittleEndian
	case even*4 >= n && odd == 0:
		return binary.BigEndian
	}
	return nil
}

// utf16ToUTF8 decodes UTF-16. A byte that is left over becomes what utf8.Valid refuses.
func utf16ToUTF8(b []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(b))
	for len(b) >= 2 {
		r := rune(order.Uint16(b))
		b = b[2:]
		if utf16.IsSurrogate(r) {
			var low rune
			if len(b) >= 2 {
				low = rune(order.Uint16(b))
			}
			if r = utf16.DecodeRune(r, low); r == unicode.ReplacementChar {
				return append(out, 0xff)
			}
			b = b[2:]
		}
		out = utf8.AppendRune(out, r)
	}
	if len(b) > 0 {
		out = append(out, 0xff)
	}
	return out
}

// eightBit decodes Windows-1252 or MacRoman, whichever gives words that could be some of western Europe; "" if neither does.
func eightBit(b []byte) (text []byte, encoding string) {
	best := -1
	for _, c := range []struct {
		name string
		set  *charmap.Charmap
	}{{"Windows-1252", charmap.Windows1252}, {"MacRoman", charmap.Macintosh}} {
		at := func(i int) rune {
			if i < 0 || i >= len(b) {
				return ' '
			}
			return c.set.DecodeByte(b[i])
		}
		decoded, likely := make([]byte, 0, len(b)+len(b)/8), 0
		for i, v := range b {
			if v >= 0x80 {
				likely += likelihood(at(i-1), at(i), at(i+1))
			}
			decoded = utf8.AppendRune(decoded, at(i))
		}
		if likely > best {
			best, text, encoding = likely, decoded, c.name
		}
	}
	return text, encoding
}

// likelihood says how well a character beyond ASCII suits a text of western Europe between two others: 2 for a frequent
// letter, less than 0 for what hardly ever stands there.
func likelihood(before, r, after rune) int {
	in := strings.ContainsRune
	inWord, ends := unicode.IsLetter(before), !unicode.IsLetter(after)
	switch {
	case r == unicode.ReplacementChar || unicode.IsControl(r):
		return -8
	case in("‘’", r) && inWord && !ends:
		return 2
	case in("‘’…", r), in("“„«‹–—", r) && !inWord, in("”»›", r) && ends:
		return 1
	case in("‚“”„«»‹›–—°§€£©®·•¿¡ªº½¼¾²³×±\u00a0´™", r):
		return 0
	case unicode.IsUpper(r) && inWord && (unicode.IsLower(before) || unicode.IsLower(after)):
		return -2
	case !inWord && ends && !in("àèéóÀÈÉÓ", r): // no word is one letter but these
		return -1
	case in("éèàüöäßñóíáçêôÉÀÜÖÄ", r):
		return 2
	case in("âáãåæëìîïòõøœúùûÿÂÁÃÅÆÇÈÊËÍÌÎÏÑÓÒÔÕØŒÚÙÛŸýÝšŠžŽ", r):
		return 1
	}
	return -2
}
