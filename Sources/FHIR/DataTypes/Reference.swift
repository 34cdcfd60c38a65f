/// A link to another resource: by URL, by identifier, or only in words.
///
/// R4: <http://hl7.org/fhir/R4/references.html>
public struct Reference: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var reference: String?
    public var type: String?
    @Indirect public var identifier: Identifier?
    public var display: String?
}

extension Reference {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(reference: String? = nil, type: String? = nil, identifier: Identifier? = nil, display: String? = nil) {
        self.init(
            id: nil, extension: [], reference: reference, type: type, identifier: identifier, display: display)
    }
}
