extension XMLElement {
    /// The way to this element from the root: `/ClinicalDocument/component/structuredBody/component[3]/section`.
    ///
    /// A position is written where siblings share the name. Elements outside the root's namespace keep their prefix;
    /// the root's namespace is taken as the default one.
    public var xpath: String {
        var steps: [String] = []
        var element = self
        let home = document.root.namespace
        while true {
            var step = element.localName
            if element.namespace != home, !element.name.prefix.isEmpty { step = "\(element.name.prefix):\(step)" }
            guard let parent = element.parent else {
                steps.append(step)
                break
            }
            let alike = parent.children(element.localName, in: element.namespace)
            if alike.count > 1, let position = alike.firstIndex(of: element) { step += "[\(position + 1)]" }
            steps.append(step)
            element = parent
        }
        return "/" + steps.reversed().joined(separator: "/")
    }
}
