/// Who made a resource, from what, and when.
///
/// R4: <http://hl7.org/fhir/R4/provenance.html>. `target` and `agent` cannot be empty when read.
public struct Provenance: DomainResource {
    public static let resourceType = "Provenance"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var target: [Reference]
    public var occurred: Occurred?
    public var recorded: String
    public var policy: [String] = []
    public var location: Reference?
    public var reason: [CodeableConcept] = []
    public var activity: CodeableConcept?
    public var agent: [Agent]
    public var entity: [Entity] = []
    public var signature: [Signature] = []

    public init(target: [Reference], recorded: String, agent: [Agent]) {
        self.target = target
        self.recorded = recorded
        self.agent = agent
    }

    /// The types that `occurred[x]` can have.
    public enum Occurred: Hashable, Sendable {
        case period(Period)
        case dateTime(String)
    }

    public struct Agent: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: CodeableConcept?
        public var role: [CodeableConcept]
        public var who: Reference
        public var onBehalfOf: Reference?
    }

    public struct Entity: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var role: Role
        public var what: Reference
        public var agent: [Agent]

        public init(role: Role, what: Reference, agent: [Agent] = []) {
            self.role = role
            self.what = what
            self.agent = agent
        }

        /// `http://hl7.org/fhir/ValueSet/provenance-entity-role`
        public enum Role: String, FHIRCode {
            case derivation, revision, quotation, source, removal
        }
    }
}

extension Provenance.Agent {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        type: CodeableConcept? = nil, role: [CodeableConcept] = [], who: Reference, onBehalfOf: Reference? = nil
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], type: type, role: role, who: who, onBehalfOf: onBehalfOf)
    }
}
