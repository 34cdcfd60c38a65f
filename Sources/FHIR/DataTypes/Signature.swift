/// A digital signature with its reason and signer.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct Signature: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var type: [Coding]
    public var when: String
    public var who: Reference
    public var onBehalfOf: Reference?
    public var targetFormat: String?
    public var sigFormat: String?
    public var data: String?

    public init(
        type: [Coding], when: String, who: Reference, onBehalfOf: Reference? = nil, targetFormat: String? = nil,
        sigFormat: String? = nil, data: String? = nil
    ) {
        self.type = type
        self.when = when
        self.who = who
        self.onBehalfOf = onBehalfOf
        self.targetFormat = targetFormat
        self.sigFormat = sigFormat
        self.data = data
    }
}
