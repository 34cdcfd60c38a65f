public import XMLReader

/// A template identifier: which agreed shape an element claims to have. The extension is mostly a version.
public struct TemplateID: Hashable, Sendable {
    public let root: String
    public let `extension`: String?

    public init?(_ element: XMLElement) {
        guard let root = element.word(.root) else { return nil }
        self.root = root
        `extension` = element.word(.extension)
    }

    /// `root` or `root^extension`, as the profiles write it.
    public var text: String { `extension`.map { root + "^" + $0 } ?? root }
}

/// One act of the body: entry, component of an organizer, or entryRelationship, at any depth.
public struct ClinicalStatement: Hashable, Sendable {
    /// The element names of the CDA R2 choice `clinicalStatement`.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case act, encounter, observation, observationMedia, organizer, procedure, regionOfInterest,
            substanceAdministration, supply

        init?(_ name: KnownName) {
            switch name {
            case .act: self = .act
            case .encounter: self = .encounter
            case .observation: self = .observation
            case .observationMedia: self = .observationMedia
            case .organizer: self = .organizer
            case .procedure: self = .procedure
            case .regionOfInterest: self = .regionOfInterest
            case .substanceAdministration: self = .substanceAdministration
            case .supply: self = .supply
            default: return nil
            }
        }
    }

    /// ActMood codes that CDA R2 allows.
    public enum Mood: String, Hashable, Sendable, CaseIterable {
        case event = "EVN"
        case intent = "INT"
        case request = "RQO"
        case promise = "PRMS"
        case proposal = "PRP"
        case appointment = "APT"
        case appointmentRequest = "ARQ"
        case goal = "GOL"
        case definition = "DEF"
        case criterion = "EVN.CRT"

        /// Whether it speaks of something that has not happened.
        public var isPlanned: Bool {
            switch self {
            case .intent, .request, .promise, .proposal, .appointment, .appointmentRequest: true
            case .event, .goal, .definition, .criterion: false
            }
        }
    }

    public let kind: Kind
    public let element: XMLElement

    /// Nil for any other element.
    public init?(_ element: XMLElement) {
        guard let kind = Self.kind(of: element) else { return nil }
        self.kind = kind
        self.element = element
    }

    private static func kind(of element: XMLElement) -> Kind? {
        element.isIn(.hl7) ? element.knownName.flatMap(Kind.init) : nil
    }

    /// The statement inside an entry, component or entryRelationship.
    public init?(within link: XMLElement) {
        var kind: Kind?
        let element = link.firstChild(in: .hl7) { name in
            kind = Kind(name)
            return kind != nil
        }
        guard let element, let kind else { return nil }
        self.kind = kind
        self.element = element
    }

    public var classCode: String? { element.word(.classCode) }
    public var moodText: String? { element.word(.moodCode) }
    /// Nil for a mood that CDA R2 does not know; absent means event (organizers have it fixed).
    public var mood: Mood? {
        // Nearly every one is an event.
        guard !element.isWord(.moodCode, "EVN"), let text = moodText else { return .event }
        return Mood(rawValue: text)
    }
    public var isNegated: Bool { element.isTrue(.negationInd) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }
    public var templateIds: [TemplateID] { element.each(.templateId).compactMap(TemplateID.init) }
    public var ids: [InstanceIdentifier] { element.each(.id, as: InstanceIdentifier.init) }
    /// The ``InstanceIdentifier/key`` of each id that has one.
    public var keys: [String] { element.each(.id).compactMap { InstanceIdentifier($0).key } }
    /// The ``InstanceIdentifier/key`` of the first id that has one.
    public var key: String? {
        for id in element.each(.id) {
            if let key = InstanceIdentifier(id).key { return key }
        }
        return nil
    }
    public var code: ConceptDescriptor? { element.child(.code).map(ConceptDescriptor.init) }
    public var statusCode: String? { element.child(.statusCode)?.word(.code) }
    public var effectiveTimes: [XMLElement] { element.children(.effectiveTime) }
    public var effectiveTime: TimeInterval? { element.child(.effectiveTime).map(TimeInterval.init) }
    public var text: EncapsulatedData? { element.child(.text).map(EncapsulatedData.init) }
    public var priorityCode: ConceptDescriptor? { element.child(.priorityCode).map(ConceptDescriptor.init) }
    public var values: [XMLElement] { element.children(.value) }
    public var interpretations: [ConceptDescriptor] { concepts(.interpretationCode) }
    public var methods: [ConceptDescriptor] { concepts(.methodCode) }
    public var targetSites: [ConceptDescriptor] { concepts(.targetSiteCode) }
    public var approachSites: [ConceptDescriptor] { concepts(.approachSiteCode) }
    public var route: ConceptDescriptor? { element.child(.routeCode).map(ConceptDescriptor.init) }
    public var authors: [Participation] { element.each(.author, as: Participation.init) }
    public var performers: [Participation] { element.each(.performer, as: Participation.init) }
    public var informants: [Participation] { element.each(.informant, as: Participation.init) }
    public var participants: [Participation] { element.each(.participant, as: Participation.init) }
    public var specimens: [XMLElement] { element.children(.specimen) }
    public var referenceRanges: [XMLElement] {
        element.each(.referenceRange).compactMap { $0.child(.observationRange) }
    }
    /// Another subject than the patient: a fetus, a donor, a relative.
    public var subject: XMLElement? { element.child(.subject) }

    private func concepts(_ name: KnownName) -> [ConceptDescriptor] {
        element.each(name, as: ConceptDescriptor.init).filter { !$0.isEmpty }
    }

    /// consumable/manufacturedProduct, or product/manufacturedProduct of a supply.
    public var manufacturedProduct: XMLElement? {
        element.descendant(.consumable, .manufacturedProduct) ?? element.descendant(.product, .manufacturedProduct)
    }

    /// The statements below it, each with how it hangs there.
    public var related: [RelatedStatement] {
        guard element.mayHaveChild(.entryRelationship) || element.mayHaveChild(.component) else { return [] }
        var related: [RelatedStatement] = []
        for link in element.each(.entryRelationship, or: .component, in: .hl7) {
            guard let statement = ClinicalStatement(within: link) else { continue }
            related.append(RelatedStatement(link: link, statement: statement))
        }
        return related
    }

    /// Whether two have the same root among their templates.
    public func hasTemplate(_ root: String) -> Bool { templateIds.contains { $0.root == root } }
}

/// A clinical statement below another one.
public struct RelatedStatement: Hashable, Sendable {
    /// The entryRelationship or component.
    public let link: XMLElement
    public let statement: ClinicalStatement

    /// `COMP`, `REFR`, `SUBJ`, `RSON`, `MFST`, `CAUS`, `SPRT`, `XCRPT`, `GEVL`, `SAS`, `STRT`.
    public var typeCode: String? { link.word(.typeCode) }
    public var isInverted: Bool { link.isTrue(.inversionInd) }
    public var isNegated: Bool { link.isTrue(.negationInd) }
}
