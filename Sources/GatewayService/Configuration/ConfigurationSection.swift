/// A map of a configuration while it is read: every key is asked for once, what nobody asked for is unknown.
///
/// Faults are collected and reading goes on with a stand-in, so that an operator sees all of them at once.
struct ConfigurationSection {
    private let key: String
    private let place: ConfigurationFault.Place
    private var entries: [(key: String, place: ConfigurationFault.Place, value: ConfigurationNode)] = []
    private var known: [String] = []
    private(set) var faults: [ConfigurationFault] = []

    /// - Parameters:
    ///   - node: nil when the file has no such section: every key then has its default.
    ///   - place: where the section's own key stands.
    init(_ node: ConfigurationNode?, key: String, place: ConfigurationFault.Place) {
        self.key = key
        self.place = place
        guard let node else { return }
        switch node.content {
        case .map(let entries): self.entries = entries
        case .scalar(""): break
        case .scalar, .list: fault(at: node.place, key, "is no section", "write its keys below it, indented")
        }
    }

    var isEmpty: Bool { entries.isEmpty }
    /// Keys as written, for maps whose keys are free.
    var keys: [String] { entries.map(\.key) }

    private func name(_ child: String) -> String { key.isEmpty ? child : "\(key).\(child)" }

    mutating func fault(at place: ConfigurationFault.Place, _ key: String, _ problem: String, _ remedy: String) {
        faults.append(ConfigurationFault(place, key: key, problem: problem, remedy: remedy))
    }

    /// Refuses the value of a key that was read well, but cannot be used.
    mutating func refuse(_ child: String, _ problem: String, _ remedy: String) {
        let place = entries.first { $0.key.isSameKey(as: child) }?.value.place ?? place
        fault(at: place, name(child), problem, remedy)
    }

    mutating func node(_ child: String) -> ConfigurationNode? {
        known.append(child)
        return entries.first { $0.key.isSameKey(as: child) }?.value
    }

    mutating func section(_ child: String) -> ConfigurationSection {
        let node = node(child)
        let own = entries.first { $0.key.isSameKey(as: child) }?.place
        return ConfigurationSection(node, key: name(child), place: own ?? place)
    }

    /// The text of a scalar; nil when it is absent or empty, with a fault when it is required or no scalar.
    mutating func text(_ child: String, required remedy: String? = nil) -> String? {
        guard let node = node(child) else {
            if let remedy { fault(at: place, name(child), "is missing", remedy) }
            return nil
        }
        guard case .scalar(let text) = node.content else {
            fault(at: node.place, name(child), "is no single value", remedy ?? "write one value after the colon")
            return nil
        }
        if text.isEmpty, let remedy { fault(at: node.place, name(child), "is empty", remedy) }
        return text.isEmpty ? nil : text
    }

    /// The texts of a list, or of a single value; with a fault for an entry that is empty or no scalar.
    mutating func texts(_ child: String) -> [String] {
        guard let node = node(child) else { return [] }
        let nodes: [ConfigurationNode]
        switch node.content {
        case .list(let list): nodes = list
        case .scalar, .map: nodes = [node]
        }
        return nodes.compactMap { one in
            if case .scalar(let text) = one.content, !text.isEmpty { return text }
            fault(at: one.place, name(child), "holds what is no text", "write one value on each line, after a hyphen")
            return nil
        }
    }

    mutating func integer(_ child: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        guard let text = text(child) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            refuse(
                child, "is no number in range", "give a whole number from \(range.lowerBound) to \(range.upperBound)")
            return standard
        }
        return number
    }

    mutating func flag(_ child: String, default standard: Bool) -> Bool {
        switch text(child) {
        case nil: return standard
        case "true": return true
        case "false": return false
        default:
            refuse(child, "is neither true nor false", "write true or false")
            return standard
        }
    }

    mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ child: String, required remedy: String
    ) -> Value? {
        guard let text = text(child, required: remedy) else { return nil }
        if let value = Value(rawValue: text) { return value }
        refuse(
            child, "is not one of the words it may be",
            "write \(Value.allCases.map(\.rawValue).joined(separator: " or "))")
        return nil
    }

    /// Reports every key that was never asked for.
    mutating func finish() {
        for entry in entries where !known.contains(where: { entry.key.isSameKey(as: $0) }) {
            let choices = known.sorted().joined(separator: ", ")
            fault(at: entry.place, name(entry.key), "is no key of this section", "use one of: \(choices)")
        }
    }

    /// Takes over what a section below found.
    mutating func adopt(_ child: ConfigurationSection) { faults += child.faults }
}
