/// What the head of a message said: its event, where it came from and where it was meant to go.
///
/// R4: <http://hl7.org/fhir/R4/messageheader.html>. Here it stands in a document Bundle, behind the Composition, for messages of
/// other standards that were turned into documents.
public struct MessageHeader: DomainResource {
    public static let resourceType = "MessageHeader"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var event: Coding
    public var destination: [Destination] = []
    public var sender: Reference?
    public var enterer: Reference?
    public var author: Reference?
    public var source: Source
    public var responsible: Reference?
    public var reason: CodeableConcept?
    public var response: Response?
    public var focus: [Reference] = []
    public var definition: String?

    public init(event: Coding, source: Source) {
        self.event = event
        self.source = source
    }

    public struct Destination: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var name: String?
        public var target: Reference?
        /// Nil is written as a data-absent-reason: R4 requires the element.
        public var endpoint: String?
        public var receiver: Reference?
    }

    public struct Source: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var name: String?
        public var software: String?
        public var version: String?
        public var contact: ContactPoint?
        /// Nil is written as a data-absent-reason: R4 requires the element.
        public var endpoint: String?
    }

    public struct Response: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var identifier: String
        public var code: Code
        public var details: Reference?

        public init(identifier: String, code: Code) {
            self.identifier = identifier
            self.code = code
        }

        /// `http://hl7.org/fhir/response-code`
        public enum Code: String, FHIRCode {
            case ok
            case transientError = "transient-error"
            case fatalError = "fatal-error"
        }
    }
}

extension MessageHeader.Source {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(name: String? = nil, endpoint: String? = nil) {
        self.init(
            id: nil, extension: [], modifierExtension: [], name: name, software: nil, version: nil, contact: nil,
            endpoint: endpoint)
    }
}

extension MessageHeader.Destination {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(name: String? = nil, endpoint: String? = nil, receiver: Reference? = nil) {
        self.init(
            id: nil, extension: [], modifierExtension: [], name: name, target: nil, endpoint: endpoint,
            receiver: receiver)
    }
}
