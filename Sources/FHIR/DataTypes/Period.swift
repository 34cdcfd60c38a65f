/// From when until when, both included; an open end is unknown or still running.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. per-1: not before it begins.
public struct Period: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var start: String?
    public var end: String?

    public init(start: String? = nil, end: String? = nil) {
        self.start = start
        self.end = end
    }
}
