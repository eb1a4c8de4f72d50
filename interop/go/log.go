package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the height that C2SP tlog-tiles fixes: 256 hashes.
const tileHeight = 8

// A ledger is one log as its files have it, with the hashes that x/mod itself derives from the entries.
type ledger struct {
	dir        string
	vkey       string
	verifiers  note.Verifiers
	checkpoint []byte
	tree       tlog.Tree
	entries    [][]byte
	stored     storedHashes
	receipts   []receipt
	older      []older
}

// A receipt is a C2SP tlog-proof and the entry it is for.
type receipt struct {
	index      int64
	path       tlog.RecordProof
	checkpoint []byte
	entry      []byte
}

// An older checkpoint and the proof that the newest extends it.
type older struct {
	checkpoint []byte
	tree       tlog.Tree
	proof      tlog.TreeProof
}

// storedHashes are in the order of tlog.StoredHashIndex.
type storedHashes []tlog.Hash

func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("no stored hash %d", index)
		}
		hashes[i] = s[index]
	}
	return hashes, nil
}

// store builds the tree over the entries with x/mod alone.
func store(entries [][]byte) (storedHashes, error) {
	var s storedHashes
	for i, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, s)
		if err != nil {
			return nil, err
		}
		s = append(s, hashes...)
	}
	return s, nil
}

func openLog(dir string) (*ledger, error) {
	l := &ledger{dir: dir}
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return nil, err
	}
	l.vkey = strings.TrimSuffix(string(vkey), "\n")
	verifier, err := note.NewVerifier(l.vkey)
	if err != nil {
		return nil, err
	}
	l.verifiers = note.VerifierList(verifier)
	if l.checkpoint, err = os.ReadFile(filepath.Join(dir, "checkpoint")); err != nil {
		return nil, err
	}
	if l.tree, err = openCheckpoint(l.checkpoint, l.verifiers); err != nil {
		return nil, err
	}
	if l.entries, err = readBundles(dir, l.tree.N); err != nil {
		return nil, err
	}
	if l.stored, err = store(l.entries); err != nil {
		return nil, err
	}
	if l.receipts, err = readReceipts(dir); err != nil {
		return nil, err
	}
	l.older, err = readOlder(dir, l.verifiers)
	return l, err
}

// openCheckpoint verifies a checkpoint and reads its tree. The parser of x/mod accepts only the origin of Go's own log, so
// that it is given the verified text with that origin in the place of ours.
func openCheckpoint(checkpoint []byte, verifiers note.Verifiers) (tlog.Tree, error) {
	n, err := note.Open(checkpoint, verifiers)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.SplitAfterN(n.Text, "\n", 2)
	if len(lines) != 2 || lines[0] != n.Sigs[0].Name+"\n" {
		return tlog.Tree{}, fmt.Errorf("the origin is not the name of the key")
	}
	text := "go.sum database tree\n" + lines[1]
	tree, err := tlog.ParseTree([]byte(text))
	if err != nil {
		return tlog.Tree{}, err
	}
	if again := tlog.FormatTree(tree); string(again) != text {
		return tlog.Tree{}, fmt.Errorf("x/mod writes %q instead of %q", again, text)
	}
	return tree, nil
}

func tilePath(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", t.H))
}

func readBundles(dir string, size int64) ([][]byte, error) {
	var entries [][]byte
	for n := int64(0); n<<tileHeight < size; n++ {
		w := size - n<<tileHeight
		if w > 1<<tileHeight {
			w = 1 << tileHeight
		}
		data := tlog.Tile{H: tileHeight, L: -1, N: n, W: int(w)}
		path := strings.Replace(tilePath(data), "tile/data/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return nil, err
		}
		for i := int64(0); i < w; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("%s ends within an entry", path)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
		if len(bundle) != 0 {
			return nil, fmt.Errorf("%s has bytes after its last entry", path)
		}
	}
	return entries, nil
}

// parseReceipt splits a C2SP tlog-proof, for which x/mod has no reader.
func parseReceipt(text []byte) (receipt, error) {
	split := bytes.Index(text, []byte("\n\n"))
	if split < 0 {
		return receipt{}, fmt.Errorf("the receipt has no empty line")
	}
	lines := strings.Split(string(text[:split]), "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return receipt{}, fmt.Errorf("the receipt has no header and index")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return receipt{}, err
	}
	path, err := parseHashes(lines[2:])
	return receipt{index: index, path: path, checkpoint: text[split+2:]}, err
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, h)
	}
	return hashes, nil
}

func readReceipts(dir string) ([]receipt, error) {
	var receipts []receipt
	err := eachFile(filepath.Join(dir, "receipts"), ".tlog-proof", func(base string, content []byte) error {
		r, err := parseReceipt(content)
		if err != nil {
			return err
		}
		if filepath.Base(base) != strconv.FormatInt(r.index, 10) {
			return fmt.Errorf("%s is a receipt for entry %d", base, r.index)
		}
		r.entry, err = os.ReadFile(base + ".entry")
		receipts = append(receipts, r)
		return err
	})
	sort.Slice(receipts, func(i, j int) bool { return receipts[i].index < receipts[j].index })
	return receipts, err
}

func readOlder(dir string, verifiers note.Verifiers) ([]older, error) {
	var all []older
	err := eachFile(filepath.Join(dir, "older"), ".checkpoint", func(base string, content []byte) error {
		tree, err := openCheckpoint(content, verifiers)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(base + ".consistency")
		if err != nil {
			return err
		}
		lines := strings.Split(string(text), "\n")
		proof, err := parseHashes(lines[:len(lines)-1])
		all = append(all, older{checkpoint: content, tree: tree, proof: proof})
		return err
	})
	sort.Slice(all, func(i, j int) bool { return all[i].tree.N < all[j].tree.N })
	return all, err
}

// eachFile calls do with the path, without the extension, and the content of every file with it: at least one.
func eachFile(dir, extension string, do func(base string, content []byte) error) error {
	files, err := filepath.Glob(filepath.Join(dir, "*"+extension))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no %s in %s", extension, dir)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := do(strings.TrimSuffix(file, extension), content); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// tileFiles gives x/mod our files as its tiles; override replaces the content of single ones.
type tileFiles struct {
	dir      string
	override map[tlog.Tile][]byte
}

func (f tileFiles) Height() int { return tileHeight }

func (f tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		content, ok := f.override[t]
		if !ok {
			var err error
			if content, err = os.ReadFile(filepath.Join(f.dir, tilePath(t))); err != nil {
				return nil, err
			}
		}
		data[i] = content
	}
	return data, nil
}

func (f tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

// firstHash is the storage index of the first hash of a tile.
func firstHash(t tlog.Tile) int64 {
	return tlog.StoredHashIndex(t.L*t.H, t.N<<uint(t.H))
}

// authenticTile checks a full tile against its parent, that against its own, and so on up to one on the right edge of the
// tree, which is authentic if the tree's root follows from it.
func authenticTile(tree tlog.Tree, files tileFiles, t tlog.Tile) error {
	for t.W == 1<<tileHeight {
		parent := tlog.Tile{H: tileHeight, L: t.L + 1, N: t.N >> tileHeight, W: 1 << tileHeight}
		if complete := tree.N>>uint(parent.L*tileHeight) - parent.N<<tileHeight; complete < int64(parent.W) {
			parent.W = int(complete)
		}
		data, err := files.ReadTiles([]tlog.Tile{t, parent})
		if err != nil {
			return err
		}
		root, err := tileRoot(data[0])
		if err != nil {
			return err
		}
		held, err := tlog.HashFromTile(parent, data[1], tlog.StoredHashIndex(parent.L*tileHeight, t.N))
		if err != nil {
			return err
		}
		if root != held {
			return fmt.Errorf("%s does not hash to what %s holds", tilePath(t), tilePath(parent))
		}
		t = parent
	}
	return expectRoot(tree, tlog.TileHashReader(tree, files))
}

func tileRoot(data []byte) (tlog.Hash, error) {
	var s storedHashes
	for n := 0; n < len(data)/tlog.HashSize; n++ {
		var h tlog.Hash
		copy(h[:], data[n*tlog.HashSize:])
		hashes, err := tlog.StoredHashesForRecordHash(int64(n), h, s)
		if err != nil {
			return tlog.Hash{}, err
		}
		s = append(s, hashes...)
	}
	return tlog.TreeHash(int64(len(data)/tlog.HashSize), s)
}
