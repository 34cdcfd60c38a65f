/// Values in the order they came, each once. Few are compared one by one; from many on, a set knows them, so that thousands of repetitions
/// of a field take time in proportion to their number.
struct UniqueList<Value: Hashable> {
    private(set) var values: [Value] = []
    /// All values, from many on.
    private var known: Set<Value> = []

    private static var few: Int { 16 }

    func contains(_ value: Value) -> Bool { known.isEmpty ? values.contains(value) : known.contains(value) }

    mutating func append(_ value: Value) {
        if !contains(value) { add(value) }
    }

    /// Appends those of a field that were not there before it: what it says twice stands twice.
    mutating func append(contentsOf field: [Value]) {
        for value in field.filter({ !contains($0) }) { add(value) }
    }

    private mutating func add(_ value: Value) {
        values.append(value)
        if !known.isEmpty {
            known.insert(value)
        } else if values.count > Self.few {
            known = Set(values)
        }
    }
}
