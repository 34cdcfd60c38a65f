extension Span where Element: ~Copyable {
    /// Gives each element to a function, as it lies there.
    ///
    /// A loop over an array, and the subscripts of array and span where an element can be copied, give copies: of a large element all of
    /// its texts and arrays are counted up and down. Written for elements that cannot be copied, this lends.
    @inlinable
    package func forEachLent(_ body: (borrowing Element) -> Void) {
        for position in indices { body(self[position]) }
    }

    /// The same for one element.
    @inlinable
    package func lend(_ position: Int, _ body: (borrowing Element) -> Void) { body(self[position]) }
}
