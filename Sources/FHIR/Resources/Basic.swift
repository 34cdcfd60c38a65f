/// Coded content for which R4 has no resource: kept, never dropped.
///
/// R4: <http://hl7.org/fhir/R4/basic.html>
public struct Basic: DomainResource {
    public static let resourceType = "Basic"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var code: CodeableConcept
    public var subject: Reference?
    public var created: String?
    public var author: Reference?

    public init(code: CodeableConcept) {
        self.code = code
    }
}
