package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// accept holds what must be accepted.
func accept(r *report, l *ledger) {
	r.check("the vkey is that of the public key in key.pem", samePublicKey(l))
	r.check("note.Sign with the same private key gives the same checkpoint", sameSignature(l))
	r.check(fmt.Sprintf("tlog.StoredHashes over %d entries gives the signed root", len(l.entries)), sameRoot(l))
	r.check(fmt.Sprintf("note.Open and tlog.CheckRecord accept %d receipts", len(l.receipts)), receiptsHold(l))
	r.check("tlog.ProveRecord gives the same paths", samePaths(l))
	r.check(fmt.Sprintf("tlog.CheckTree accepts %d consistency proofs", len(l.older)), olderHold(l))
	r.check("tlog.ProveTree gives the same consistency proofs", sameConsistency(l))
	tiles := treeTiles(l.tree.N)
	r.check(fmt.Sprintf("the %d tile files are the tiles of the tree, no more, no less", len(tiles)), sameTiles(l, tiles))
	r.check("tlog.TileHashReader authenticates every leaf", tilesHold(l))
	r.check("every full tile hashes to what its parent tile holds", parentsHold(l, tiles))
	r.check("tlog.TreeHash over the tiles gives every older root", olderRoots(l))
}

func samePublicKey(l *ledger) error {
	content, err := os.ReadFile(filepath.Join(l.dir, "key.pem"))
	if err != nil {
		return err
	}
	block, rest := pem.Decode(content)
	if block == nil || len(rest) != 0 {
		return fmt.Errorf("not one PEM block")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return err
	}
	edKey, ok := key.(ed25519.PublicKey)
	if !ok {
		return fmt.Errorf("not an Ed25519 key: %T", key)
	}
	vkey, err := note.NewEd25519VerifierKey(strings.Split(l.vkey, "+")[0], edKey)
	if err == nil && vkey != l.vkey {
		err = fmt.Errorf("%s is not %s", vkey, l.vkey)
	}
	return err
}

func sameSignature(l *ledger) error {
	key, err := os.ReadFile(filepath.Join(l.dir, "private-key"))
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(strings.TrimSuffix(string(key), "\n"))
	if err != nil {
		return err
	}
	opened, err := note.Open(l.checkpoint, l.verifiers)
	if err != nil {
		return err
	}
	// Within the overlap of a rotation another key signs too, whose line is kept as it is.
	signed, err := note.Sign(&note.Note{Text: opened.Text, UnverifiedSigs: opened.UnverifiedSigs}, signer)
	if err == nil && !bytes.Equal(signed, l.checkpoint) {
		err = fmt.Errorf("%q is not %q", signed, l.checkpoint)
	}
	return err
}

func sameRoot(l *ledger) error {
	return expectRoot(l.tree, l.stored)
}

func expectRoot(tree tlog.Tree, r tlog.HashReader) error {
	root, err := tlog.TreeHash(tree.N, r)
	if err == nil && root != tree.Hash {
		err = fmt.Errorf("root of %d entries is %v, not %v", tree.N, root, tree.Hash)
	}
	return err
}

// verifyReceipt is all that somebody needs to do who has an entry, its receipt and the log's key.
func verifyReceipt(r receipt, verifiers note.Verifiers) error {
	tree, err := openCheckpoint(r.checkpoint, verifiers)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(r.path, tree.N, tree.Hash, r.index, tlog.RecordHash(r.entry))
}

func receiptsHold(l *ledger) error {
	for _, r := range l.receipts {
		if err := verifyReceipt(r, l.verifiers); err != nil {
			return fmt.Errorf("entry %d: %w", r.index, err)
		}
		if !bytes.Equal(r.entry, l.entries[r.index]) || !bytes.Equal(r.checkpoint, l.checkpoint) {
			return fmt.Errorf("entry %d: not the entry or checkpoint of the log", r.index)
		}
	}
	return nil
}

func samePaths(l *ledger) error {
	for _, r := range l.receipts {
		path, err := tlog.ProveRecord(l.tree.N, r.index, l.stored)
		if err != nil {
			return err
		}
		if !sameHashes(path, r.path) {
			return fmt.Errorf("entry %d: %v is not %v", r.index, path, r.path)
		}
	}
	return nil
}

func sameHashes(a, b []tlog.Hash) bool {
	return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b))
}

func olderHold(l *ledger) error {
	for _, o := range l.older {
		if err := tlog.CheckTree(o.proof, l.tree.N, l.tree.Hash, o.tree.N, o.tree.Hash); err != nil {
			return fmt.Errorf("older tree of %d: %w", o.tree.N, err)
		}
	}
	return nil
}

func sameConsistency(l *ledger) error {
	for _, o := range l.older {
		proof, err := tlog.ProveTree(l.tree.N, o.tree.N, l.stored)
		if err != nil {
			return err
		}
		if !sameHashes(proof, o.proof) {
			return fmt.Errorf("older tree of %d: %v is not %v", o.tree.N, proof, o.proof)
		}
	}
	return nil
}

// treeTiles are the tiles of a tree, the right edge as wide as it can be.
func treeTiles(size int64) []tlog.Tile {
	widest := map[tlog.Tile]int{}
	for _, t := range tlog.NewTiles(tileHeight, 0, size) {
		slot := tlog.Tile{H: t.H, L: t.L, N: t.N}
		if t.W > widest[slot] {
			widest[slot] = t.W
		}
	}
	var tiles []tlog.Tile
	for slot, width := range widest {
		slot.W = width
		tiles = append(tiles, slot)
	}
	sort.Slice(tiles, func(i, j int) bool {
		return tiles[i].L < tiles[j].L || tiles[i].L == tiles[j].L && tiles[i].N < tiles[j].N
	})
	return tiles
}

func sameTiles(l *ledger, tiles []tlog.Tile) error {
	expected := map[string]bool{}
	for _, t := range tiles {
		path := filepath.Join(l.dir, tilePath(t))
		expected[path] = true
		ours, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		theirs, err := tlog.ReadTileData(t, l.stored)
		if err != nil {
			return err
		}
		if !bytes.Equal(ours, theirs) {
			return fmt.Errorf("%s has other hashes", path)
		}
	}
	return filepath.Walk(filepath.Join(l.dir, "tile"), func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		if info.IsDir() && info.Name() == "entries" {
			return filepath.SkipDir
		}
		if !info.IsDir() && !expected[path] {
			return fmt.Errorf("%s is no tile of the tree", path)
		}
		return nil
	})
}

func tilesHold(l *ledger) error {
	reader := tlog.TileHashReader(l.tree, tileFiles{dir: l.dir})
	indexes := make([]int64, len(l.entries))
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for i, entry := range l.entries {
		if hashes[i] != tlog.RecordHash(entry) {
			return fmt.Errorf("leaf %d in the tiles is not that of the entry", i)
		}
	}
	return nil
}

func parentsHold(l *ledger, tiles []tlog.Tile) error {
	for _, t := range tiles {
		if err := authenticTile(l.tree, tileFiles{dir: l.dir}, t); err != nil {
			return err
		}
	}
	return nil
}

func olderRoots(l *ledger) error {
	reader := tlog.TileHashReader(l.tree, tileFiles{dir: l.dir})
	for _, o := range l.older {
		if err := expectRoot(o.tree, reader); err != nil {
			return err
		}
	}
	return nil
}
