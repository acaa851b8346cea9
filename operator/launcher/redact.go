package main

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"
)

const (
	// Shorter texts would black out half of what the program says.
	shortestSecret = 4
	largestSecret  = 64 << 10
	// An address in an address is encoded twice.
	decodings = 2
)

// Blacks out what stands in the files of a Secret.
type redactor struct{ secrets []string }

func newRedactor(folder string) *redactor {
	found := map[string]bool{}
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		// Kubernetes keeps folders of its own there, whose names begin with two dots.
		if facts, err := os.Stat(path); err != nil || !facts.Mode().IsRegular() || facts.Size() > largestSecret {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		collect(string(content), found)
		for _, line := range strings.Split(string(content), "\n") {
			collect(line, found)
			collectPasswords(line, found)
			// Such as "password: word" of a program's own file of settings.
			for _, sign := range []string{":", "="} {
				if _, value, is := strings.Cut(line, sign); is {
					collect(value, found)
				}
			}
		}
	}
	secrets := make([]string, 0, len(found))
	for secret := range found {
		secrets = append(secrets, secret)
	}
	sort.Slice(secrets, func(a, b int) bool { return len(secrets[a]) > len(secrets[b]) })
	return &redactor{secrets}
}

// A secret may stand encoded in the Secret and plain in what the program says; the other way is
// that of apply.
func collect(text string, found map[string]bool) {
	secret := strings.Trim(strings.TrimSpace(text), `"'`)
	plain := textOf(decoded(cellsOf(secret)))
	for _, form := range []string{secret, plain, strings.ReplaceAll(plain, " ", "+")} {
		if len(form) >= shortestSecret {
			found[form] = true
		}
	}
}

// Those of the addresses in a line. It is not asked whether an address is a right one: those of
// several hosts, or with a slash in the password, are used nevertheless.
func collectPasswords(line string, found map[string]bool) {
	for _, address := range strings.Split(line, "://")[1:] {
		if end := strings.IndexFunc(address, endsAddress); end >= 0 {
			address = address[:end]
		}
		authority := address
		if end := strings.IndexAny(address, "/?#"); end >= 0 && strings.Contains(address[:end], "@") {
			authority = address[:end]
		}
		if end := strings.LastIndexByte(authority, '@'); end >= 0 {
			if _, password, is := strings.Cut(authority[:end], ":"); is {
				collect(password, found)
			}
		}
	}
}

func endsAddress(letter rune) bool { return unicode.IsSpace(letter) || letter == '"' }

// Finds the secrets in the line as it is, and in what it is without its percent-encoding, of which
// each text has many.
func (r *redactor) apply(line string) string {
	hidden := make([]bool, len(line))
	cells := cellsOf(line)
	for round := 0; ; round++ {
		r.hide(cells, hidden)
		plain := decoded(cells)
		if len(plain) == len(cells) || round == decodings {
			break
		}
		cells = plain
	}
	var said strings.Builder
	for at := 0; at < len(line); at++ {
		if !hidden[at] {
			said.WriteByte(line[at])
		} else if at == 0 || !hidden[at-1] {
			said.WriteString("[redacted]")
		}
	}
	return said.String()
}

func (r *redactor) hide(cells []cell, hidden []bool) {
	text := textOf(cells)
	for _, secret := range r.secrets {
		for from := 0; ; {
			found := strings.Index(text[from:], secret)
			if found < 0 {
				break
			}
			from += found
			for at := cells[from].from; at < cells[from+len(secret)-1].to; at++ {
				hidden[at] = true
			}
			from++
		}
	}
}

// A byte, and where it stands in the line that it comes from.
type cell struct {
	is       byte
	from, to int
}

func cellsOf(line string) []cell {
	cells := make([]cell, len(line))
	for at := range cells {
		cells[at] = cell{line[at], at, at + 1}
	}
	return cells
}

func textOf(cells []cell) string {
	text := make([]byte, len(cells))
	for at, one := range cells {
		text[at] = one.is
	}
	return string(text)
}

// Each percent sign with two hexadecimal digits as one byte; all else stays.
func decoded(cells []cell) []cell {
	plain := make([]cell, 0, len(cells))
	for at := 0; at < len(cells); at++ {
		one := cells[at]
		if one.is == '%' && at+2 < len(cells) {
			high, first := digit(cells[at+1].is)
			low, second := digit(cells[at+2].is)
			if first && second {
				one = cell{high<<4 | low, one.from, cells[at+2].to}
				at += 2
			}
		}
		plain = append(plain, one)
	}
	return plain
}

func digit(letter byte) (byte, bool) {
	switch {
	case '0' <= letter && letter <= '9':
		return letter - '0', true
	case 'a' <= letter|0x20 && letter|0x20 <= 'f':
		return (letter | 0x20) - 'a' + 10, true
	default:
		return 0, false
	}
}
