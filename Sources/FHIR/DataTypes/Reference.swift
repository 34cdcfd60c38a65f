/// A link to another resource: by URL, by identifier, or only in words.
///
/// R4: <http://hl7.org/fhir/R4/references.html>
public struct Reference: Element {
    public var reference: String?
    public var display: String?
    /// Nil where there is nothing of it.
    @Indirect var rest: Rest?

    /// What few references have. Nothing is copied more often than references: kept elsewhere, it makes each half as large.
    struct Rest: Hashable, Sendable {
        var id: String?
        var `extension`: [Extension] = []
        var type: String?
        var identifier: Identifier?
    }
}

extension Reference {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(reference: String? = nil, type: String? = nil, identifier: Identifier? = nil, display: String? = nil) {
        let rest = type == nil && identifier == nil ? nil : Rest(type: type, identifier: identifier)
        self.init(reference: reference, display: display, rest: rest)
    }

    public var id: String? {
        get { rest?.id }
        set { change { $0.id = newValue } }
    }

    public var `extension`: [Extension] {
        get { rest?.extension ?? [] }
        set { change { $0.extension = newValue } }
    }

    public var type: String? {
        get { rest?.type }
        set { change { $0.type = newValue } }
    }

    public var identifier: Identifier? {
        get { rest?.identifier }
        set { change { $0.identifier = newValue } }
    }

    private mutating func change(_ change: (inout Rest) -> Void) {
        var changed = rest ?? Rest()
        change(&changed)
        rest = changed == Rest() ? nil : changed
    }
}
