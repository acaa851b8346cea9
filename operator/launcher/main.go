// The program that starts a user's dump program in the container beside a worker. It needs nothing of
// that container's image: it is copied there, and passes on what the program writes, in frames that
// only end well if the program did.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

const (
	// How long a program may take to end once it was asked to.
	grace = 5 * time.Second

	exitUsage    = 2
	exitUnheard  = 3
	exitNoStart  = 127
	exitByTerm   = 128 + int(syscall.SIGTERM)
	executable   = 0o555
	everybody    = 0o666
	toWorker     = "up"
	fromWorker   = "down"
	launcherName = "launcher"
)

const usage = `prepare -exchange FOLDER
    makes the pipes in the folder, and copies this program into it as "launcher"
run -exchange FOLDER [-secrets FOLDER] [-patience TIME] -- PROGRAM [ARGUMENT...]
    runs the program when the worker at the other end of the pipes says so`

func main() {
	if len(os.Args) < 2 {
		fail(exitUsage, usage)
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	exchange := flags.String("exchange", "", "folder with the pipes")
	secrets := flags.String("secrets", "", "folder with files whose content is never repeated")
	patience := flags.Duration("patience", 15*time.Minute, "how long to wait for the worker")
	_ = flags.Parse(os.Args[2:])
	switch {
	case os.Args[1] == "prepare" && *exchange != "":
		if err := prepare(*exchange); err != nil {
			fail(1, err)
		}
	case os.Args[1] == "run" && *exchange != "" && flags.NArg() > 0:
		os.Exit(run(*exchange, newRedactor(*secrets), *patience, flags.Args()))
	default:
		fail(exitUsage, usage)
	}
}

func fail(status int, why any) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(status)
}

// Doing it twice does no harm: Kubernetes may run a pod's first steps again.
func prepare(folder string) error {
	for _, name := range []string{toWorker, fromWorker} {
		pipe := filepath.Join(folder, name)
		if err := os.Remove(pipe); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := syscall.Mkfifo(pipe, everybody); err != nil {
			return &os.PathError{Op: "mkfifo", Path: pipe, Err: err}
		}
		// The two containers may have different users.
		if err := os.Chmod(pipe, everybody); err != nil {
			return err
		}
	}
	return copySelf(filepath.Join(folder, launcherName))
}

func copySelf(target string) error {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer self.Close()
	_ = os.Remove(target)
	copied, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, executable)
	if err != nil {
		return err
	}
	if _, err = io.Copy(copied, self); err != nil {
		return err
	}
	if err = copied.Chmod(executable); err != nil {
		return err
	}
	return copied.Close()
}

func run(exchange string, redact *redactor, patience time.Duration, words []string) int {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM, syscall.SIGINT)
	worker := make(chan *link, 1)
	go func() { worker <- connect(exchange) }()
	select {
	case found := <-worker:
		if found == nil {
			return exitUnheard
		}
		return serve(found, redact, told, words)
	case <-told:
		return exitByTerm
	case <-time.After(patience):
		fmt.Fprintf(os.Stderr, "No worker asked for the dump within %s.\n", patience)
		return exitUnheard
	}
}

func serve(worker *link, redact *redactor, told <-chan os.Signal, words []string) int {
	begin := make(chan bool, 1)
	gone := make(chan struct{})
	go worker.listen(begin, gone)
	select {
	case <-begin:
	case <-gone:
		fmt.Fprintln(os.Stderr, "The worker went away before it asked for the dump.")
		return exitUnheard
	case <-told:
		return exitByTerm
	}
	errorText := &lines{redact: redact, to: worker}
	program := exec.Command(words[0], words[1:]...)
	program.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	ended, err := start(program, worker, errorText)
	if err != nil {
		why := reason(err)
		fmt.Fprintf(os.Stderr, "%s can't be started: %s\n", words[0], why)
		worker.send(notStarted, []byte(why))
		return exitNoStart
	}
	remark := ""
	for {
		select {
		case odd := <-ended:
			errorText.flush()
			if remark == "" {
				remark = odd
			}
			status := exitStatus(program.ProcessState)
			worker.end(status, remark)
			return status
		case <-told:
			remark = "it was asked to stop"
			stop(program.Process.Pid)
		case <-gone:
			gone = nil
			remark = "the worker asked it to stop, or went away"
			stop(program.Process.Pid)
		}
	}
}

// What comes in the channel when the program has ended and what it wrote was passed on is what was
// odd about it, empty if nothing was.
func start(program *exec.Cmd, dump, errorText io.Writer) (<-chan string, error) {
	written, itsOutput, err := newTap(dump)
	if err != nil {
		return nil, err
	}
	said, itsErrors, err := newTap(errorText)
	if err != nil {
		return nil, err
	}
	program.Stdout, program.Stderr = itsOutput, itsErrors
	if err = program.Start(); err != nil {
		return nil, err
	}
	_ = itsOutput.Close()
	_ = itsErrors.Close()
	go written.flow()
	go said.flow()
	ended := make(chan string, 1)
	go func() {
		_ = program.Wait()
		ended <- settle(written, said)
	}()
	return ended, nil
}

// A program's files are closed when it has ended. Whoever else has its output open at that moment may
// have more to write, and nobody will know whether it did: such a dump is never good. It can't be
// asked later, since an output that was closed and one that was lost end alike.
func settle(written, said *tap) string {
	shared := !hungUp(written.from)
	_ = said.drain(!hungUp(said.from))
	err := written.drain(shared)
	switch {
	case shared:
		return "something that it started kept its output open after it had ended"
	case err != nil:
		return "its output could not be read to the end"
	default:
		return ""
	}
}

// The program and all that it started, unless that made a group of its own.
func stop(pid int) {
	_ = syscall.Kill(-pid, syscall.SIGTERM)
	time.AfterFunc(grace, func() { _ = syscall.Kill(-pid, syscall.SIGKILL) })
}

func exitStatus(state *os.ProcessState) int {
	status, known := state.Sys().(syscall.WaitStatus)
	if known && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}

func reason(err error) string {
	var errno syscall.Errno
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "there is no such program in the PATH of the image"
	case errors.As(err, &errno):
		return errno.Error()
	default:
		return err.Error()
	}
}
