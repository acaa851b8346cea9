package main

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

const (
	// A line is looked at this far, so that no secret is cut in two where it would be repeated.
	rawLimit  = 4096
	lineLimit = 1000
	// Shorter texts would black out half of what the program says.
	shortestSecret = 4
	largestSecret  = 64 << 10
)

// The lines of standard error: to the worker, and to the container's log for whoever looks there.
type lines struct {
	redact *redactor
	to     *link
	line   []byte
}

func (l *lines) Write(text []byte) (int, error) {
	for _, b := range text {
		if b == '\n' || b == '\r' {
			l.flush()
		} else if len(l.line) < rawLimit {
			l.line = append(l.line, b)
		}
	}
	return len(text), nil
}

func (l *lines) flush() {
	line := bytes.TrimSpace(l.line)
	l.line = l.line[:0]
	if len(line) == 0 {
		return
	}
	said := l.redact.apply(string(line))
	if len(said) > lineLimit {
		said = said[:lineLimit]
	}
	_, _ = os.Stderr.WriteString(said + "\n")
	_ = l.to.send(errorLine, []byte(said))
}

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

func collect(text string, found map[string]bool) {
	secret := strings.Trim(strings.TrimSpace(text), `"'`)
	if len(secret) < shortestSecret {
		return
	}
	found[secret] = true
	if address, err := url.Parse(secret); err == nil && address.User != nil {
		if word, is := address.User.Password(); is && len(word) >= shortestSecret {
			found[word] = true
		}
	}
}

func (r *redactor) apply(line string) string {
	for _, secret := range r.secrets {
		line = strings.ReplaceAll(line, secret, "[redacted]")
	}
	return line
}
