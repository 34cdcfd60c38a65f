/// What a person should read, as limited XHTML.
///
/// R4: <http://hl7.org/fhir/R4/narrative.html>. `div` is one `<div xmlns="http://www.w3.org/1999/xhtml">` element:
/// txt-1 and txt-2 are checked when it is read, and `NarrativeWriter` of MarkupText makes one that holds them.
public struct Narrative: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var status: Status
    public var div: String

    public init(status: Status, div: String) {
        self.status = status
        self.div = div
    }

    /// `http://hl7.org/fhir/ValueSet/narrative-status`
    public enum Status: String, FHIRCode {
        case generated, extensions, additional, empty
    }
}
