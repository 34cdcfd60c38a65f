extension String {
    /// Whether an official can have written it as a reason or a legal basis: words, on one line of 500 bytes at most.
    public var isWordsOnOneLine: Bool {
        contains(where: \.isLetter) && utf8.count <= 500 && utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}
