/// A note with its author and time.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct Annotation: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var author: Author?
    public var time: String?
    public var text: String

    /// The types that `author[x]` can have.
    public enum Author: Hashable, Sendable {
        case reference(Reference)
        case string(String)
    }
}

extension Annotation {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(author: Author? = nil, time: String? = nil, text: String) {
        self.init(id: nil, extension: [], author: author, time: time, text: text)
    }
}
