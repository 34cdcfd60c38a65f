/// A concept: the same meaning in any number of code systems, and as the author said it.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct CodeableConcept: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var coding: [Coding]
    public var text: String?

    public init(coding: [Coding] = [], text: String? = nil) {
        self.coding = coding
        self.text = text
    }
}
