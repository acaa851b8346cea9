// The image's entry point. It becomes the JVM of the operator or of a worker: no shell stands between
// Kubernetes and Java, so signals reach Java, and a container's arguments are never read as commands.
package main

import (
	"fmt"
	"os"
	"syscall"
)

const home = "/opt/salvaguarda/"

// The files name options, class path and main class; only the build writes them.
var programs = map[string]string{
	"operator": "@" + home + "operator.args",
	"agent":    "@" + home + "agent.args",
}

func main() {
	argument := ""
	if len(os.Args) > 1 {
		argument = os.Args[1]
	}
	options, known := programs[argument]
	if !known {
		fmt.Fprintln(os.Stderr, "The first argument says what to start: operator or agent.")
		os.Exit(2)
	}
	java := home + "jre/bin/java"
	err := syscall.Exec(java, append([]string{java, options}, os.Args[1:]...), os.Environ())
	fmt.Fprintf(os.Stderr, "%s does not start: %v\n", java, err)
	os.Exit(126)
}
