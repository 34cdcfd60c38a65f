public import JSONText

/// What every resource has.
public protocol Resource: Element {
    /// The name in `resourceType`.
    static var resourceType: String { get }
    /// The logical id: 1 to 64 letters, digits, hyphens and dots.
    var id: String? { get set }
    var meta: Meta? { get set }
    var implicitRules: String? { get set }
    /// BCP 47.
    var language: String? { get set }
    /// This resource where any is wanted.
    var asAny: AnyResource { get }
}

extension Resource {
    /// The resource as JSON.
    public var bytes: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    /// Reads one resource from JSON text.
    /// - Throws: ``FHIRError``, or `JSONError` where the text is no JSON.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws {
        try self.init(reading: JSONValue(parsing: bytes, limits: limits))
    }
}

/// A resource with a narrative, contained resources and extensions: all but ``Bundle``, ``Binary`` and ``Parameters``.
public protocol DomainResource: Resource {
    var text: Narrative? { get set }
    var contained: [AnyResource] { get set }
    var `extension`: [Extension] { get set }
    var modifierExtension: [Extension] { get set }
}
