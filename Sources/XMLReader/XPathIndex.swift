/// Gives many elements' XPaths in time linear in the document: siblings are counted once per parent.
///
/// The paths are those of ``XMLElement/xpath``.
public struct XPathIndex: Sendable {
    private struct Name: Hashable {
        let local: String
        let namespace: String?
    }

    /// For each child of a counted parent its position among those of its name; 0 where it is the only one.
    private var positions: [Int32: Int] = [:]
    private var counted: Set<Int32> = []

    public init() {}

    public mutating func path(of element: XMLElement) -> String {
        var steps: [String] = []
        var element = element
        let home = element.document.root.namespace
        while true {
            var step = element.localName
            if element.namespace != home, !element.name.prefix.isEmpty { step = "\(element.name.prefix):\(step)" }
            if let parent = element.parent, counted.insert(parent.index).inserted { count(childrenOf: parent) }
            if let position = positions[element.index], position > 0 { step += "[\(position)]" }
            steps.append(step)
            guard let parent = element.parent else { break }
            element = parent
        }
        return "/" + steps.reversed().joined(separator: "/")
    }

    private mutating func count(childrenOf parent: XMLElement) {
        var seen: [Name: Int] = [:]
        var first: [Name: Int32] = [:]
        for child in parent.children {
            let name = Name(local: child.localName, namespace: child.namespace)
            let position = seen[name, default: 0] + 1
            seen[name] = position
            switch position {
            case 1: first[name] = child.index
            case 2:
                if let start = first[name] { positions[start] = 1 }
                positions[child.index] = 2
            default: positions[child.index] = position
            }
        }
    }
}
