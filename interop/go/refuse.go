package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// refuse holds what must be refused. Each mutant differs in meaning from what was signed: base64 has spare bits that x/mod
// ignores, and a note that differs in these only is the same note.
func refuse(r *report, l *ledger) {
	r.refused("a bit of the checkpoint flipped", flippedNotes(l))
	r.refused("the checkpoint forged", forgedNotes(l))
	r.refused("a receipt with a hash changed, dropped, added or moved", mutatedPaths(l))
	r.refused("a receipt for another entry, index or root", mutatedReceipts(l))
	if l.tree.N > 1 {
		r.refused("a consistency proof or a root of it changed", mutatedConsistency(l))
	}
	tiles, letThrough := mutatedTiles(l)
	r.refused("a tile changed, cut or exchanged", tiles)
	if letThrough > 0 {
		r.note("tlog.TileHashReader alone let %d of these through: this x/mod has CVE-2026-56865", letThrough)
	}
	r.refused("history rewritten", rewrittenHistory(l))
}

func flippedNotes(l *ledger) mutants {
	var m mutants
	original, _ := note.Open(l.checkpoint, l.verifiers)
	for bit := 0; bit < 8*len(l.checkpoint); bit++ {
		mutant := append([]byte(nil), l.checkpoint...)
		mutant[bit/8] ^= 1 << (bit % 8)
		opened, err := note.Open(mutant, l.verifiers)
		if err == nil && opened.Text == original.Text && sameDecoded(opened.Sigs[0], original.Sigs[0]) {
			continue
		}
		m.add(err, "bit %d", bit)
	}
	return m
}

func sameDecoded(a, b note.Signature) bool {
	decodedA, errA := base64.StdEncoding.DecodeString(a.Base64)
	decodedB, errB := base64.StdEncoding.DecodeString(b.Base64)
	return errA == nil && errB == nil && a.Name == b.Name && bytes.Equal(decodedA, decodedB)
}

func forgedNotes(l *ledger) mutants {
	var m mutants
	try := func(what, mutant string) {
		_, err := note.Open([]byte(mutant), l.verifiers)
		m.add(err, "%s: %q", what, mutant)
	}
	text := string(l.checkpoint)
	size := fmt.Sprintf("\n%d\n", l.tree.N)
	try("one entry more", strings.Replace(text, size, fmt.Sprintf("\n%d\n", l.tree.N+1), 1))
	try("one entry less", strings.Replace(text, size, fmt.Sprintf("\n%d\n", l.tree.N-1), 1))
	for i := range l.tree.Hash {
		root := l.tree.Hash
		root[i] ^= 0x10
		try("another root", strings.Replace(text, l.tree.Hash.String(), root.String(), 1))
	}
	name := strings.Split(l.vkey, "+")[0]
	try("another origin", strings.Replace(text, name+"\n", name+"x\n", 1))
	body := text[:strings.LastIndex(text, "\n\n")+2]
	try("no signature", body)
	try("an extension line", strings.Replace(text, "\n\n", "\nmore\n\n", 1))

	skey, _, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		m.accepted = append(m.accepted, err.Error())
		return m
	}
	stranger, err := note.NewSigner(skey)
	if err != nil {
		m.accepted = append(m.accepted, err.Error())
		return m
	}
	signature, err := stranger.Sign([]byte(body[:len(body)-1]))
	if err != nil {
		m.accepted = append(m.accepted, err.Error())
		return m
	}
	trusted, _ := note.NewVerifier(l.vkey)
	for _, id := range []uint32{stranger.KeyHash(), trusted.KeyHash()} {
		line := binary.BigEndian.AppendUint32(nil, id)
		line = append(line, signature...)
		try("signed by a stranger of the same name",
			body+"\u2014 "+name+" "+base64.StdEncoding.EncodeToString(line)+"\n")
	}
	return m
}

func mutatedPaths(l *ledger) mutants {
	var m mutants
	for _, r := range l.receipts {
		try := func(what string, path []tlog.Hash) {
			err := tlog.CheckRecord(path, l.tree.N, l.tree.Hash, r.index, tlog.RecordHash(r.entry))
			m.add(err, "entry %d: %s", r.index, what)
		}
		eachMutatedPath(r.path, try)
	}
	return m
}

// eachMutatedPath changes each byte of each hash, drops, repeats and swaps hashes.
func eachMutatedPath(path []tlog.Hash, try func(what string, path []tlog.Hash)) {
	for i := range path {
		for b := 0; b < tlog.HashSize; b++ {
			mutant := append([]tlog.Hash(nil), path...)
			mutant[i][b] ^= 1 << ((i + b) % 8)
			try(fmt.Sprintf("byte %d of hash %d", b, i), mutant)
		}
		try(fmt.Sprintf("hash %d dropped", i), append(append([]tlog.Hash(nil), path[:i]...), path[i+1:]...))
		try(fmt.Sprintf("hash %d twice", i), append(append([]tlog.Hash(nil), path[:i+1]...), path[i:]...))
		if i > 0 {
			mutant := append([]tlog.Hash(nil), path...)
			mutant[i-1], mutant[i] = mutant[i], mutant[i-1]
			try(fmt.Sprintf("hashes %d and %d swapped", i-1, i), mutant)
		}
	}
	try("a hash added", append(append([]tlog.Hash(nil), path...), tlog.Hash{}))
}

func mutatedReceipts(l *ledger) mutants {
	var m mutants
	for _, r := range l.receipts {
		try := func(what string, index int64, root tlog.Hash, entry []byte) {
			err := tlog.CheckRecord(r.path, l.tree.N, root, index, tlog.RecordHash(entry))
			m.add(err, "entry %d: %s", r.index, what)
		}
		// Every byte of a usual entry; of a long one, bytes at even distances.
		for i := 0; i < len(r.entry); i += 1 + len(r.entry)/256 {
			mutant := append([]byte(nil), r.entry...)
			mutant[i] ^= 1 << (i % 8)
			try(fmt.Sprintf("byte %d of the entry", i), r.index, l.tree.Hash, mutant)
		}
		if len(r.entry) > 0 {
			try("entry cut", r.index, l.tree.Hash, r.entry[:len(r.entry)-1])
		}
		try("entry lengthened", r.index, l.tree.Hash, append(append([]byte(nil), r.entry...), ' '))
		for _, index := range []int64{r.index - 1, r.index + 1, l.tree.N, -1} {
			try(fmt.Sprintf("index %d", index), index, l.tree.Hash, r.entry)
		}
		for i := 0; i < tlog.HashSize; i++ {
			root := l.tree.Hash
			root[i] ^= 1 << (i % 8)
			try(fmt.Sprintf("byte %d of the root", i), r.index, root, r.entry)
		}
		if len(r.path) > 0 {
			// What an inner node hashes must not pass as an entry one level higher.
			leaf := tlog.RecordHash(r.entry)
			left, right := leaf, r.path[0]
			if r.index%2 == 1 {
				left, right = right, left
			}
			inner := append(append([]byte(nil), left[:]...), right[:]...)
			err := tlog.CheckRecord(r.path[1:], (l.tree.N+1)/2, l.tree.Hash, r.index/2, tlog.RecordHash(inner))
			m.add(err, "entry %d: an inner node as an entry", r.index)
		}
	}
	return m
}

func mutatedConsistency(l *ledger) mutants {
	var m mutants
	for _, o := range l.older {
		check := func(what string, proof tlog.TreeProof, newer, old tlog.Tree) {
			m.add(tlog.CheckTree(proof, newer.N, newer.Hash, old.N, old.Hash), "older tree of %d: %s", o.tree.N, what)
		}
		eachMutatedPath(o.proof, func(what string, proof []tlog.Hash) { check(what, proof, l.tree, o.tree) })
		for i := 0; i < tlog.HashSize; i++ {
			newer, old := l.tree, o.tree
			newer.Hash[i] ^= 1 << (i % 8)
			old.Hash[i] ^= 1 << (i % 8)
			check(fmt.Sprintf("byte %d of the newer root", i), o.proof, newer, o.tree)
			check(fmt.Sprintf("byte %d of the older root", i), o.proof, l.tree, old)
		}
		for _, n := range []int64{o.tree.N - 1, o.tree.N + 1} {
			check(fmt.Sprintf("older size %d", n), o.proof, l.tree, tlog.Tree{N: n, Hash: o.tree.Hash})
		}
		if o.tree.N < l.tree.N {
			check("older and newer exchanged", o.proof, o.tree, l.tree)
		}
	}
	return m
}

// mutatedTiles also counts the mutants that TileHashReader alone lets through. Before version 0.40.0 (CVE-2026-56865) it
// leaves some tiles unchecked; authenticTile closes that gap, so that an old x/mod can still be used.
func mutatedTiles(l *ledger) (m mutants, letThrough int) {
	tiles := treeTiles(l.tree.N)
	for i, t := range tiles {
		content, err := os.ReadFile(filepath.Join(l.dir, tilePath(t)))
		if err != nil {
			m.accepted = append(m.accepted, err.Error())
			continue
		}
		try := func(what string, mutant []byte) {
			files := tileFiles{dir: l.dir, override: map[tlog.Tile][]byte{t: mutant}}
			_, err := tlog.TileHashReader(l.tree, files).ReadHashes([]int64{firstHash(t)})
			if err == nil {
				letThrough++
				err = authenticTile(l.tree, files, t)
			}
			m.add(err, "%s: %s", tilePath(t), what)
		}
		for hash := 0; hash < t.W; hash += 1 + t.W/16 {
			mutant := append([]byte(nil), content...)
			mutant[hash*tlog.HashSize+hash%tlog.HashSize] ^= 1 << (hash % 8)
			try(fmt.Sprintf("hash %d changed", hash), mutant)
		}
		try("cut", content[:len(content)-tlog.HashSize])
		try("lengthened", append(append([]byte(nil), content...), content[:tlog.HashSize]...))
		if other := tiles[(i+1)%len(tiles)]; other.W == t.W && other != t {
			exchanged, err := os.ReadFile(filepath.Join(l.dir, tilePath(other)))
			if err != nil {
				m.accepted = append(m.accepted, err.Error())
				continue
			}
			try("exchanged", exchanged)
		}
	}
	return m, letThrough
}

// rewrittenHistory changes the entries and builds the tree anew, as a forger of the whole database would.
func rewrittenHistory(l *ledger) mutants {
	var m mutants
	try := func(what string, entries [][]byte) {
		stored, err := store(entries)
		if err != nil {
			m.accepted = append(m.accepted, err.Error())
			return
		}
		m.add(expectRoot(tlog.Tree{N: int64(len(entries)), Hash: l.tree.Hash}, stored), "%s", what)
	}
	size := len(l.entries)
	middle := size / 2
	copied := func() [][]byte { return append([][]byte(nil), l.entries...) }
	changed := copied()
	changed[middle] = append(append([]byte(nil), changed[middle]...), ' ')
	try("an entry changed", changed)
	try("the last entry cut off", l.entries[:size-1])
	try("an entry added", append(copied(), []byte("{}")))
	if size > 1 {
		try("an entry removed", append(append([][]byte(nil), l.entries[:middle]...), l.entries[middle+1:]...))
		swapped := copied()
		swapped[0], swapped[size-1] = swapped[size-1], swapped[0]
		try("two entries exchanged", swapped)
	}
	return m
}
