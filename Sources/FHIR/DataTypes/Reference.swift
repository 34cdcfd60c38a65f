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

    public init(reference: String? = nil, type: String? = nil, identifier: Identifier? = nil, display: String? = nil) {
        self.reference = reference
        self.type = type
        self.identifier = identifier
        self.display = display
    }
}
