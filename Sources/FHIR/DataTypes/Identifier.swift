/// A number or text that identifies something within a system.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. `system` is a URI: an OID stands as `urn:oid:…`.
public struct Identifier: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var use: Use?
    public var type: CodeableConcept?
    public var system: String?
    public var value: String?
    @Indirect public var period: Period?
    /// A reference may hold an identifier, so this one is kept behind an indirection.
    @Indirect public var assigner: Reference?

    /// `http://hl7.org/fhir/ValueSet/identifier-use`
    public enum Use: String, FHIRCode {
        case usual, official, temp, secondary, old
    }
}

extension Identifier {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        use: Use? = nil, type: CodeableConcept? = nil, system: String? = nil, value: String? = nil,
        period: Period? = nil, assigner: Reference? = nil
    ) {
        self.init(
            id: nil, extension: [], use: use, type: type, system: system, value: value, period: period,
            assigner: assigner)
    }
}
