// Package render turns what a reader may see into pages. It is pure: a model in, bytes out; it
// reads no file, knows no clock, and decides nothing about who may see what.
package render
