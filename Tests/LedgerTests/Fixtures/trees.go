// Compares trees that Ankur made with those that golang.org/x/mod/sumdb makes of the same entries, both ways: reads one tree a line,
// checks its root, tiles and proofs, and answers with proofs of its own.
//
//	go run trees.go < TREES > ANSWERS
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"
)

// One tree. Entry i of tree n is the text "n/i". Index and Old are what the proofs are about; in an answer, they are those asked for.
type tree struct {
	Number, Size       int64
	Root               []byte
	Tiles              []tile `json:",omitempty"`
	Index, Old         int64
	Record, Consistent [][]byte
	AskIndex, AskOld   int64
	OldRoot            []byte
}

type tile struct {
	Level  int
	Index  int64
	Width  int
	Hashes []byte
}

// memory keeps the hashes of one tree as sumdb numbers them.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		read[i] = m[index]
	}
	return read, nil
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
}

func hash(bytes []byte) (hash tlog.Hash) {
	if copy(hash[:], bytes) != tlog.HashSize || len(bytes) != tlog.HashSize {
		check(fmt.Errorf("a hash of %d bytes", len(bytes)))
	}
	return hash
}

func hashes(texts [][]byte) (hashes []tlog.Hash) {
	for _, text := range texts {
		hashes = append(hashes, hash(text))
	}
	return hashes
}

func bytesOf(hashes []tlog.Hash) [][]byte {
	texts := [][]byte{}
	for _, hash := range hashes {
		texts = append(texts, append([]byte{}, hash[:]...))
	}
	return texts
}

func entry(number, index int64) []byte { return []byte(fmt.Sprintf("%d/%d", number, index)) }

// checked checks a tree of theirs, and answers with proofs from the same entries.
func checked(theirs tree) tree {
	var own memory
	for index := int64(0); index < theirs.Size; index++ {
		own = append(own, must(tlog.StoredHashes(index, entry(theirs.Number, index), own))...)
	}
	root := must(tlog.TreeHash(theirs.Size, own))
	if root != hash(theirs.Root) {
		check(fmt.Errorf("tree %d of %d entries: another root", theirs.Number, theirs.Size))
	}
	for _, t := range theirs.Tiles {
		data := must(tlog.ReadTileData(tlog.Tile{H: 8, L: t.Level, N: t.Index, W: t.Width}, own))
		if !bytes.Equal(data, t.Hashes) {
			check(fmt.Errorf("tree %d of %d entries: another tile %d/%d", theirs.Number, theirs.Size, t.Level, t.Index))
		}
	}
	widths := map[[2]int64]int{}
	for _, t := range theirs.Tiles {
		widths[[2]int64{int64(t.Level), t.Index}] = t.Width
	}
	// All that a log of this size has ever had, among them each narrower state of its last tiles.
	for _, t := range tlog.NewTiles(8, 0, theirs.Size) {
		if widths[[2]int64{int64(t.L), t.N}] < t.W {
			check(fmt.Errorf("tree %d of %d entries: no tile %v", theirs.Number, theirs.Size, t))
		}
	}
	leaf := tlog.RecordHash(entry(theirs.Number, theirs.Index))
	check(tlog.CheckRecord(hashes(theirs.Record), theirs.Size, root, theirs.Index, leaf))
	check(tlog.CheckTree(
		hashes(theirs.Consistent), theirs.Size, root, theirs.Old, must(tlog.TreeHash(theirs.Old, own))))
	oldRoot := must(tlog.TreeHash(theirs.AskOld, own))
	return tree{
		Number: theirs.Number, Size: theirs.Size, Root: root[:], Index: theirs.AskIndex, Old: theirs.AskOld,
		Record:     bytesOf(must(tlog.ProveRecord(theirs.Size, theirs.AskIndex, own))),
		Consistent: bytesOf(must(tlog.ProveTree(theirs.Size, theirs.AskOld, own))),
		OldRoot:    oldRoot[:],
	}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var theirs tree
		check(json.Unmarshal(lines.Bytes(), &theirs))
		check(answers.Encode(checked(theirs)))
	}
	check(lines.Err())
}
