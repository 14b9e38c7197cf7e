// Package search builds the static index of a site and answers queries from it. The browser script
// (site/src/search/engine) answers them too, and its files are named as these are: all arithmetic is in
// whole numbers and every rule is in both, so that the same documents come in the same order. It knows
// texts, columns and words, and nothing of records.
//
// # Format, version 2
//
// All files are in one folder. Each is compressed as RFC 1950 has it (zlib), whose checksum reveals a damaged
// file. index.bin, the root, has a fixed name; every other name is made of its kind, its number and 30 bits of
// the SHA-256 of its bytes in base32, so that a file that did not change keeps its name and may be cached for
// ever. Integers are unsigned LEB128 (varint); "zigzag" marks signed ones.
//
// Documents are numbered: precedents, then systems and articles, then the organisation's own records, each by
// date and id. A new record is appended, and the packs of the documents before it keep their names.
//
//   - index.bin: JSON, type Root.
//   - d0…: documents, Root.Documents.Size to a pack: a JSON array of arrays, the fields of Doc in order.
//   - t0…: blocks of the term dictionary, terms in order of code points. Varints: number of terms, bytes of the
//     text; the text, one term a line, of which the first character less '0' is how many bytes it shares with
//     the term before it; then for each term a byte (bits 0 to 4: bits of its document frequency, bits 5 and 6:
//     posting lists less one) and the numbers of its posting lists: the zigzag difference to the last number of
//     the same series in the block, doubled, and one more in the second series.
//     A term is a word as written, folded. Words of one stem lead to one posting list; a word that occurs in
//     texts of two languages to two.
//     Then, inline, the posting lists of at most eight documents: varint how many; for each its number, zigzag,
//     as a difference, its bytes, and the list.
//   - p0…: packs of consecutive posting lists. Lists of fewer than 24 documents are the first series, and their
//     packs are small, so that a rare word costs little; those of the second are numbered after them. Varint:
//     number of lists; for each the bytes of its documents, none where it is inline in the dictionary; then the
//     documents of all and the impacts of all.
//     A posting list is the varint number of documents n, n varint differences of document numbers
//     (the first from -1, less one), n bytes of impact, 1 to 30, or 31 where an identifier, or a number of it, is
//     that of the document itself.
//   - positions: JSON, type positionTable. q0…: packs of positions, from a posting list and an ordinal of its
//     documents on. Varint: number of lists; for each its documents here and its bytes; then per document varint
//     number of positions and their differences.
//   - columns, named after their field: varint length, JSON header (type columnHeader), then per document varint
//     number of values and the values. Of "date": a zigzag difference of days since 1970; noDate where there is
//     none.
//
// # Ranking
//
// An impact is BM25F's saturated term frequency (Robertson and Zaragoza 2009, with weights and length
// normalisation by field) in 30 steps. It depends on the document and, by powers of the square root of
// two, on the average length of fields, so that a new record rarely changes that of another. What
// depends on all documents is computed when a query is answered: idf = log2((2N+2)/(2n+1)) in 1/256 bit, which
// is BM25's ln(1+(N-n+0.5)/(n+0.5)) in another base.
package search
