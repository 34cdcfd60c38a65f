/// Who an institution *says* is acting for it, and why. Not proved by a certificate: always shown as asserted.
public struct AssertedActor: Hashable, Sendable {
    /// How the assertion reached us.
    public enum Assertion: String, Hashable, Sendable, CaseIterable {
        /// A token signed by the institution's registered key.
        case signedToken = "signed-token"
        /// Plain headers; refused unless the configuration is marked *test*.
        case developmentHeaders = "development-headers"
        /// The operator named in an HL7 v2 message.
        case messageOperator = "message-operator"
        /// The person whom the national usage monitor names in a header, behind its certificate.
        case usageMonitor = "usage-monitor"
        /// The user whom an X-Road member names, behind its security server.
        case xRoad = "x-road"
        /// Nobody was named; only the institution is known.
        case unnamed
    }

    public let assertion: Assertion
    /// The acting professional; nil where the message names none.
    public let person: PersonIdentifier?
    /// The name as asserted, for people to read.
    public let name: String?
    /// A role code as asserted: `doctor`, `nurse`, `pharmacist`, or a registry's own code.
    public let role: String?
    public let purpose: PurposeOfUse
    /// Encounter, booking or order that the access belongs to.
    public let encounter: String?
    /// Why the glass had to be broken, in the professional's own words; only with ``PurposeOfUse/breakTheGlass``.
    public let reason: String?
    /// On whose behalf an X-Road member acts (`X-Road-Represented-Party`).
    public let representedParty: String?

    public init(
        assertion: Assertion, person: PersonIdentifier?, name: String?, role: String?, purpose: PurposeOfUse,
        encounter: String?, reason: String? = nil, representedParty: String? = nil
    ) {
        self.assertion = assertion
        self.person = person
        self.name = name
        self.role = role
        self.purpose = purpose
        self.encounter = encounter
        self.reason = reason
        self.representedParty = representedParty
    }
}
