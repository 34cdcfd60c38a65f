/// A note with its author and time.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct Annotation: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var author: Author?
    public var time: String?
    public var text: String

    public init(author: Author? = nil, time: String? = nil, text: String) {
        self.author = author
        self.time = time
        self.text = text
    }

    /// The types that `author[x]` can have.
    public enum Author: Hashable, Sendable {
        case reference(Reference)
        case string(String)
    }
}
