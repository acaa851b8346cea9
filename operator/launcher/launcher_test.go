package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What a worker hears of a program.
type heard struct {
	size, told uint64
	status     uint32
	remark     string
	errors     []string
}

// Runs a program as its container does, with this test as the worker, which looks away before it
// takes the output.
func hear(t *testing.T, lookAway time.Duration, words ...string) heard {
	t.Helper()
	exchange := t.TempDir()
	if err := prepare(exchange); err != nil {
		t.Fatal(err)
	}
	status := make(chan int, 1)
	go func() { status <- run(exchange, newRedactor(""), time.Minute, words) }()
	down, err := os.OpenFile(filepath.Join(exchange, fromWorker), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer down.Close()
	up, err := os.Open(filepath.Join(exchange, toWorker))
	if err != nil {
		t.Fatal(err)
	}
	defer up.Close()
	if _, err = down.Write([]byte{'G'}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(lookAway)
	found := listen(t, up)
	if returned := <-status; returned != int(found.status) {
		t.Errorf("the launcher ended with %d and told %d", returned, found.status)
	}
	return found
}

func listen(t *testing.T, up io.Reader) heard {
	t.Helper()
	var found heard
	for {
		head := make([]byte, 5)
		if _, err := io.ReadFull(up, head); err != nil {
			t.Fatal("no end was told: ", err)
		}
		payload := make([]byte, binary.BigEndian.Uint32(head[1:]))
		if _, err := io.ReadFull(up, payload); err != nil {
			t.Fatal(err)
		}
		switch head[0] {
		case output:
			found.size += uint64(len(payload))
		case errorLine:
			found.errors = append(found.errors, string(payload))
		case ending:
			found.told = binary.BigEndian.Uint64(payload)
			found.status = binary.BigEndian.Uint32(payload[8:])
			found.remark = string(payload[12:])
			return found
		default:
			t.Fatalf("a frame %q came", head[0])
		}
	}
}

func (h heard) isGoodWith(size uint64) error {
	if h.status != 0 || h.remark != "" || h.size != size || h.told != size {
		return fmt.Errorf("expected a good dump of %d bytes, and heard %+v", size, h)
	}
	return nil
}

func TestWhoeverElseHoldsTheOutputAtTheEndSpoilsTheDump(t *testing.T) {
	for name, child := range map[string]string{
		"has written, and is killed soon":       "head -c 50000 /dev/zero; sleep 3; kill -9 $child",
		"writes the rest soon":                  "head -c 50000 /dev/zero; sleep 3; head -c 50000 /dev/zero",
		"never writes, and is soon gone":        "sleep 3",
		"never ends":                            "sleep 30",
		"writes more than fits, and is waiting": "head -c 900000 /dev/zero; sleep 3",
		"writes for ever":                       "timeout 30 cat /dev/zero",
	} {
		child := child
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := hear(t, 0, "sh", "-c", "(child=$(sh -c 'echo $PPID'); "+child+") & exit 0")
			if !strings.Contains(found.remark, "kept its output open") {
				t.Errorf("no remark, but %+v", found)
			}
			if found.size != found.told {
				t.Errorf("%d bytes were told, and %d came", found.told, found.size)
			}
		})
	}
}

func TestAChildThatWasWaitedForIsAPartOfTheProgram(t *testing.T) {
	found := hear(t, 0, "sh", "-c", "head -c 500000 /dev/zero & wait $!")
	if err := found.isGoodWith(500000); err != nil {
		t.Error(err)
	}
}

// What a program wrote last is in the pipe when it ends, or still on its way to the worker.
func TestNothingOfTheLastBytesIsLostOrSuspected(t *testing.T) {
	for attempt := 0; attempt < 100; attempt++ {
		size := uint64(attempt*2999 + 1)
		found := hear(t, 0, "head", "-c", fmt.Sprint(size), "/dev/zero")
		if err := found.isGoodWith(size); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWorkerThatIsSlowGetsTheWholeDump(t *testing.T) {
	t.Parallel()
	found := hear(t, 11*time.Second, "head", "-c", "110000", "/dev/zero")
	if err := found.isGoodWith(110000); err != nil {
		t.Error(err)
	}
}

func TestAProgramThatClosesItsOutputBeforeItEndsHasMadeAGoodDump(t *testing.T) {
	found := hear(t, 0, "sh", "-c", "echo all; exec >&-; exec 2>&-; sleep 0.1")
	if err := found.isGoodWith(4); err != nil {
		t.Error(err)
	}
}

// The bytes of the dump are certain; what it says on standard error is passed on as far as it is there.
func TestAChildThatHasStandardErrorAloneKeepsNobodyWaiting(t *testing.T) {
	ready := filepath.Join(t.TempDir(), "ready")
	found := hear(t, 0, "sh", "-c",
		"(exec >/dev/null; : >$0; exec sleep 30) & until [ -e $0 ]; do sleep 0.01; done; echo all; echo why >&2", ready)
	if err := found.isGoodWith(4); err != nil {
		t.Error(err)
	}
	if len(found.errors) != 1 || found.errors[0] != "why" {
		t.Errorf("the last words are %q", found.errors)
	}
}

func redacted(t *testing.T, secret, line string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "key"), []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	return newRedactor(folder).apply(line)
}

func TestNoFormOfASecretIsRepeated(t *testing.T) {
	address := "uri: mongodb://bkp:p%40ssw0rd!9@db.example.org/?tls=true"
	for _, example := range []struct{ secret, line, expected string }{
		{address, "no way to mongodb://bkp:p%40ssw0rd!9@db:27017", "no way to mongodb://bkp:[redacted]@db:27017"},
		{address, "password p%40ssw0rd!9", "password [redacted]"},
		{address, "password p@ssw0rd!9", "password [redacted]"},
		{address, "password p%40ssw0rd%219", "password [redacted]"},
		{address, "password %70%40%73sw0rd!9", "password [redacted]"},
		{address, "twice p%2540ssw0rd!9", "twice [redacted]"},
		{"p@ss/w0rd?", "at db://u:p%40ss%2fw0rd%3F@h", "at db://u:[redacted]@h"},
		{"two words", "q=two+words, two%20words", "q=[redacted], [redacted]"},
		{"two words%21", "two words! two+words!", "[redacted] [redacted]"},
		{"a%zzword", "a%zzword a%25zzword", "[redacted] [redacted]"},
		{"100%25sure", "100%sure 100%25sure", "[redacted] [redacted]"},
		{`DB="x://u:half/way@h1:1,h2:2/erp"`, "u half/way", "u [redacted]"},
		{`{"a":"x://u:first@h","b":"x://u:second@h"}`, "first second", "[redacted] [redacted]"},
		{"x://u:p@ssword@h1:1,h2:2/", "p@ssword", "[redacted]"},
		{"overlap\npingwords", "overlappingwords", "[redacted]"},
		{"tulip-17", "100% of %zz and %4 at 50%", "100% of %zz and %4 at 50%"},
	} {
		if said := redacted(t, example.secret, example.line); said != example.expected {
			t.Errorf("%q with the secret %q became %q", example.line, example.secret, said)
		}
	}
}

func TestWhatIsNoSecretStaysAsItIs(t *testing.T) {
	line := "%41 déjà vu " + string(bytes.Repeat([]byte{0xff}, 3))
	if said := redacted(t, "tulip-17", line); said != line {
		t.Errorf("it became %q", said)
	}
}
