import Yams

/// A value of a configuration file, and where it stands.
struct ConfigurationNode {
    enum Content {
        case scalar(String)
        case list([ConfigurationNode])
        case map([(key: String, place: ConfigurationFault.Place, value: ConfigurationNode)])
    }

    var content: Content
    var place: ConfigurationFault.Place
}

extension ConfigurationNode {
    /// Reads YAML text. An empty text is an empty map.
    /// - Parameter place: where all of it stands, when it is not a file; lines are taken from the text otherwise.
    init(yaml: String, at place: ConfigurationFault.Place? = nil) throws(ConfigurationFault) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw ConfigurationFault(
                place ?? .line((error as? YamlError)?.line ?? 0), key: "", problem: "cannot be read as YAML",
                remedy: "check indentation, quotes, and that no key stands twice")
        }
        guard let node else {
            self.init(content: .map([]), place: place ?? .line(1))
            return
        }
        self.init(node, at: place)
    }

    private init(_ node: Node, at fixed: ConfigurationFault.Place?) {
        place = fixed ?? .line(node.mark?.line ?? 0)
        switch node {
        case .scalar(let scalar): content = .scalar(scalar.string)
        case .sequence(let sequence): content = .list(sequence.map { ConfigurationNode($0, at: fixed) })
        case .mapping(let mapping):
            content = .map(
                mapping.map { key, value in
                    (key.string ?? "?", fixed ?? .line(key.mark?.line ?? 0), ConfigurationNode(value, at: fixed))
                })
        case .alias: content = .scalar("")
        }
    }

    /// Puts a value at the end of a path of keys, making maps on the way. A path that leads through a scalar replaces it.
    mutating func set(_ value: ConfigurationNode, at path: ArraySlice<String>) {
        guard let key = path.first else {
            self = value
            return
        }
        var entries: [(key: String, place: ConfigurationFault.Place, value: ConfigurationNode)] = []
        if case .map(let present) = content { entries = present }
        if let position = entries.firstIndex(where: { $0.key.isSameKey(as: key) }) {
            entries[position].value.set(value, at: path.dropFirst())
        } else {
            var child = ConfigurationNode(content: .map([]), place: value.place)
            child.set(value, at: path.dropFirst())
            entries.append((key, value.place, child))
        }
        content = .map(entries)
    }
}

extension String {
    /// Environment variables know only upper case: letters count, their case and single underscores do not.
    func isSameKey(as other: String) -> Bool {
        func letters(_ text: String) -> String { text.lowercased().filter { $0 != "_" } }
        return self == other || letters(self) == letters(other)
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }
}
