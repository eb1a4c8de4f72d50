// Command interop puts the logs under a directory to golang.org/x/mod/sumdb, which shares no code with Phase Ledger: every
// checkpoint, receipt, consistency proof and tile must be accepted, every mutant of one must be refused.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// logs are the directories that must be there: one that is absent is a failure, never skipped.
var logs = []string{
	"log-1", "log-2", "log-255", "log-256", "log-257", "log-1000", "log-70000", "log-rotated-1", "log-rotated-2", "signatures",
}

// A report prints one line per check and counts them.
type report struct {
	log            string
	passed, failed int
	mutants        int
}

// check passes if err is nil.
func (r *report) check(name string, err error) {
	if err != nil {
		r.failed++
		fmt.Printf("FAIL %s: %s: %v\n", r.log, name, err)
		return
	}
	r.passed++
	fmt.Printf("ok   %s: %s\n", r.log, name)
}

// note prints what a reader must know beside the checks.
func (r *report) note(format string, args ...interface{}) {
	fmt.Printf("note %s: %s\n", r.log, fmt.Sprintf(format, args...))
}

// refused passes if no mutant was accepted and there was at least one.
func (r *report) refused(name string, m mutants) {
	r.mutants += m.refused
	name = fmt.Sprintf("%s (%d mutants refused)", name, m.refused)
	switch {
	case len(m.accepted) > 0:
		r.check(name, fmt.Errorf("%d accepted, the first: %s", len(m.accepted), m.accepted[0]))
	case m.refused == 0:
		r.check(name, fmt.Errorf("no mutant was made"))
	default:
		r.check(name, nil)
	}
}

// mutants collects what happened to the mutants of one kind.
type mutants struct {
	refused  int
	accepted []string
}

func (m *mutants) add(err error, format string, args ...interface{}) {
	if err != nil {
		m.refused++
		return
	}
	m.accepted = append(m.accepted, fmt.Sprintf(format, args...))
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: interop <directory of the logs>")
		os.Exit(2)
	}
	r := &report{}
	for _, name := range logs {
		r.log = name
		l, err := openLog(filepath.Join(os.Args[1], name))
		r.check("can be read", err)
		if err == nil {
			accept(r, l)
			refuse(r, l)
		}
	}
	fmt.Printf("golang.org/x/mod/sumdb: %d passed, %d failed; %d mutants refused\n", r.passed, r.failed, r.mutants)
	if r.failed > 0 {
		os.Exit(1)
	}
}
