// Checks a log that Ankur wrote with golang.org/x/mod/sumdb alone: the note, every tile on the way, every bundle,
// inclusion and consistency proofs made from the tiles, and one .tlog-proof receipt.
//
//	go run check.go FOLDER RECEIPT.tlog-proof ENTRY
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder reads tlog-tiles paths, which name tiles otherwise than sumdb does.
type folder string

func (f folder) Height() int                         { return 8 }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		bytes, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		read = append(read, bytes)
	}
	return read, nil
}

// read treats level -1 as entry bundles.
func (f folder) read(tile tlog.Tile) ([]byte, error) {
	index := fmt.Sprintf("%03d", tile.N%1000)
	for rest := tile.N / 1000; rest > 0; rest /= 1000 {
		index = fmt.Sprintf("x%03d/%s", rest%1000, index)
	}
	level := fmt.Sprint(tile.L)
	if tile.L == -1 {
		level = "entries"
	}
	path := "tile/" + level + "/" + index
	if tile.W < 256 {
		path += fmt.Sprintf(".p/%d", tile.W)
	}
	return os.ReadFile(string(f) + "/" + path)
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

// checkpoint opens a note signed by the log.
func checkpoint(message []byte, key note.Verifier) (size int64, root tlog.Hash) {
	opened := must(note.Open(message, note.VerifierList(key)))
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != key.Name() {
		check(fmt.Errorf("origin %q", lines[0]))
	}
	must(fmt.Sscan(lines[1], &size))
	return size, must(tlog.ParseHash(lines[2]))
}

func main() {
	log := folder(os.Args[1])
	key := must(note.NewVerifier(strings.TrimSpace(string(must(os.ReadFile(os.Args[1] + "/vkey"))))))
	size, root := checkpoint(must(os.ReadFile(os.Args[1]+"/checkpoint")), key)
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, log)

	index := int64(0)
	for first := int64(0); first < size; first += 256 {
		width := 256
		if size-first < 256 {
			width = int(size - first)
		}
		bundle := must(log.read(tlog.Tile{H: 8, L: -1, N: first / 256, W: width}))
		for len(bundle) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2:end]
			bundle = bundle[end:]
			if index%7 == 0 || index > size-5 {
				proof := must(tlog.ProveRecord(size, index, hashes))
				check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)))
			}
			index++
		}
	}
	if index != size {
		check(fmt.Errorf("%d entries in a log of %d", index, size))
	}
	for old := int64(1); old < size; old += 13 {
		proof := must(tlog.ProveTree(size, old, hashes))
		check(tlog.CheckTree(proof, size, root, old, must(tlog.TreeHash(old, hashes))))
	}
	receipt(must(os.ReadFile(os.Args[2])), must(os.ReadFile(os.Args[3])), key)
	fmt.Println("OK: tiles, bundles, inclusion and consistency proofs of", size, "entries")
}

func receipt(text, entry []byte, key note.Verifier) {
	parts := strings.SplitN(string(text), "\n\n", 2)
	size, root := checkpoint([]byte(parts[1]), key)
	var index int64
	var proof tlog.RecordProof
	for _, line := range strings.Split(parts[0], "\n")[1:] {
		switch {
		case strings.HasPrefix(line, "extra "):
		case strings.HasPrefix(line, "index "):
			must(fmt.Sscan(line[6:], &index))
		default:
			proof = append(proof, must(tlog.ParseHash(line)))
		}
	}
	check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)))
	fmt.Println("tlog-proof ok: index", index, "of", size)
}
