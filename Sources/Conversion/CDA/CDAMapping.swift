import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// What the first clinical statement with some identifier became.
struct KnownStatement {
    let reference: Reference
    /// The statement itself; nil where only what lies below it became a resource.
    let first: XMLElement?
}

/// The conversion of one CDA document: what it has made so far, and what it has found.
///
/// Each extension maps one kind of thing. Resources are named by the document's setId (or id) and the entry's own id or its
/// path, so that versions of a document keep their names; people are named by path only.
struct CDAMapping {
    let document: ClinicalDocument
    let profiles: ProfileSet
    let options: ConversionOptions
    var findings: Findings
    var resources = DocumentBundle()

    /// What names of resources begin with.
    private let nameBase: NameBasedUUID.Beginning
    /// What follows it in the name that is being made.
    private var name: [UInt8] = []
    /// The offset of the document's effectiveTime, in minutes, where the zone has another one at that time.
    let foreignOffset: Int64?
    /// Whether the document's effectiveTime is a possible date.
    let isDated: Bool
    /// Narrative elements by their ID, across sections.
    let narrative: NarrativeIndex

    /// Whether observations that only qualify another one become Observations too; not those about a relative.
    var keepsAttendants = true

    private var names: Set<NameBasedUUID> = []
    /// References to people, organisations and places already made, by identifier.
    var actors: [String: Reference] = [:]
    /// The name that stood first beside an actor's identifier.
    var families: [String: String] = [:]
    /// What actors were made of or found for entities, by the position of the entity: who wrote one statement is asked often.
    var entities: [Int: Reference?] = [:]
    /// What clinical statements became, by identifier: for entries that point at each other.
    var statements: [String: KnownStatement] = [:]
    /// What the act around a diagnosis says that was told before, while a visit is mapped.
    var retold: [Extension]?
    /// The problems whose concern pointed at something that was not told yet, by its identifier.
    var concerns: [String: [Reference]] = [:]
    /// Collection procedures by the specimens they brought, by the position of what they stand in.
    var collections: [Int: [String: ClinicalStatement]] = [:]
    /// What is told to who hands a medicine over, by the position of the statement.
    var fulfilments: [Int: [String]] = [:]
    /// Resources made below a statement that its resource cannot refer to: their section lists them.
    var loose: [Reference] = []
    /// Statements and participants that were taken up into a resource, by the position of their element.
    private var taken: [Bool]
    /// Observations that say something of a statement above them, by the offset of that statement.
    private var attendants: [Int: [ClinicalStatement]] = [:]
    /// What statements are, as far as it was asked.
    private let kinds: KnownKinds
    /// The keys of the statement that was asked for them last.
    private var lastKeys: (position: Int, keys: [String])?
    /// What hangs below the statement that was asked for it last.
    private var lastParts: (position: Int, parts: [RelatedStatement])?
    /// Elements whose fact stands in the output.
    let reached: ReachedElements
    /// Who wrote, told or did what, and when, where the resource has no element for it.
    var credits = Credits()
    /// How many statements or sections the one being mapped lies in.
    var depth = 0
    /// Far beyond what documents need, and far below what the stack holds.
    static let depthLimit = 32

    var patient = Reference()
    /// What the patient is known by, as author or performer too.
    var patientKeys: Set<String> = []
    var patientNames: [EntityName] = []
    var encounter: Reference?
    /// Confidentiality other than normal of document and section: goes onto each resource, as each may be read alone.
    var security: [Coding] = []
    /// Who recorded what statements that name no author say: the author of their section, else of the document; nil for a device or
    /// an organisation.
    var outerRecorder: Reference?
    /// Who told what stands in the section, for statements that name nobody.
    var sectionInformants: [Participation] = []
    /// The latest time told anywhere: for documents whose header tells none.
    var latestTime: String?
    /// The relatedSubject of the section or statement being mapped, when it is not about the patient: a mother, a fetus, a donor.
    var relative: XMLElement?
    /// What the observation being mapped says something of: the resource of the statement above it.
    var attended: Reference?

    init(document: ClinicalDocument, profiles: ProfileSet, options: ConversionOptions) {
        self.document = document
        self.profiles = profiles
        self.options = options
        findings = Findings(limit: options.issueLimit)
        nameBase = NameBasedUUID.Beginning("\(document.setId?.key ?? document.id?.key ?? "")|")
        let written = document.effectiveTime?.parts
        foreignOffset = written.flatMap { Self.foreignOffset($0, in: options.zone) }
        isDated = written != nil
        narrative = NarrativeIndex(document)
        reached = ReachedElements(document.element.document)
        kinds = KnownKinds(document.element.document)
        let size = document.element.document.nodeCount
        taken = [Bool](repeating: false, count: size)
        // About as many as documents of this size need: tables that grow are hashed anew.
        names.reserveCapacity(size / 64)
        statements.reserveCapacity(size / 96)
        actors.reserveCapacity(16)
        entities.reserveCapacity(24)
    }

    // MARK: names

    /// The UUID of a resource made from a statement with identifiers of its own.
    mutating func name(_ type: String, of statement: ClinicalStatement, part: String = "") -> String {
        name(type, key: statement.key, path: statement.element, part: part)
    }

    /// The UUID of a person, organisation or anything without an identifier: by its path.
    mutating func name(_ type: String, at element: XMLElement, part: String = "") -> String {
        name(type, key: nil, path: element, part: part)
    }

    private mutating func name(_ type: String, key: String?, path element: XMLElement, part: String) -> String {
        name.removeAll(keepingCapacity: true)
        name.append(contentsOf: type.utf8)
        name.append(UInt8(ascii: "|"))
        let typed = name.count
        if let key {
            name.append(contentsOf: key.utf8)
            name.append(UInt8(ascii: "|"))
            name.append(contentsOf: part.utf8)
            let uuid = NameBasedUUID(nameBase, name)
            if names.insert(uuid).inserted { return uuid.text }
            name.removeLast(name.count - typed)
        }
        findings.paths.append(pathOf: element, to: &name)
        name.append(UInt8(ascii: "|"))
        name.append(contentsOf: part.utf8)
        var uuid = NameBasedUUID(nameBase, name)
        while !names.insert(uuid).inserted {
            name.append(UInt8(ascii: "+"))
            uuid = NameBasedUUID(nameBase, name)
        }
        return uuid.text
    }

    // MARK: resources

    /// Adds a resource, which gets its id and the labels of its place, and gives the reference to it.
    mutating func add<R: DomainResource>(_ resource: inout R, uuid: String) -> Reference {
        if !security.isEmpty { resource.meta = Meta(security: security) }
        return Reference(reference: resources.add(&resource, uuid: uuid))
    }

    /// Adds what a statement became, which gets what every statement may have, and remembers it under the statement's identifiers.
    mutating func add<R: DomainResource>(
        _ resource: inout R, from statement: ClinicalStatement, part: String = ""
    ) -> Reference {
        let keys = keys(of: statement)
        let uuid = name(R.resourceType, key: keys.first, path: statement.element, part: part)
        if resource.text == nil { resource.text = narrativeText(of: statement) }
        resource.extension += participantExtensions(of: statement)
        loose += externalDocuments(of: statement)
        let reference = add(&resource, uuid: uuid)
        for key in keys { remember(reference, of: key, first: statement.element) }
        credit(statement, for: reference, of: R.resourceType)
        for attendant in attendants.removeValue(forKey: statement.element.startOffset) ?? [] {
            loose.append(attend(attendant, to: reference))
        }
        return reference
    }

    /// What an identifier leads to from now on, unless it led somewhere before.
    /// - Parameter first: the statement that carries it, when what comes again under it may be the same thing.
    mutating func remember(_ reference: Reference, of key: String, first: XMLElement? = nil) {
        if statements[key] == nil { statements[key] = KnownStatement(reference: reference, first: first) }
    }

    /// The keys of a statement's identifiers, which are asked for when it is looked for and when it is added.
    mutating func keys(of statement: ClinicalStatement) -> [String] {
        if let lastKeys, lastKeys.position == statement.element.position { return lastKeys.keys }
        let keys = statement.keys
        lastKeys = (statement.element.position, keys)
        return keys
    }

    /// The type of what a reference refers to; nil for what is not in the Bundle.
    mutating func type(of reference: Reference) -> String? { reference.reference.flatMap { resources.type(of: $0) } }

    /// Those that refer to one type; the others are left for the section to list, if they are to be kept.
    mutating func only(_ type: String, _ references: [Reference], keep: Bool = true) -> [Reference] {
        var fitting: [Reference] = []
        for reference in references {
            if self.type(of: reference) == type {
                fitting.append(reference)
            } else if keep {
                loose.append(reference)
            }
        }
        return fitting
    }

    // MARK: statements taken up

    mutating func take(_ statement: ClinicalStatement) { take(statement.element) }
    mutating func take(_ element: XMLElement) { taken[element.position] = true }
    func isTaken(_ statement: ClinicalStatement) -> Bool { taken[statement.element.position] }
    /// Takes up a link to something outside; false when it was taken before.
    mutating func takeLink(_ link: XMLElement) -> Bool {
        let wasTaken = taken[link.position]
        taken[link.position] = true
        return !wasTaken
    }
    mutating func take(_ participation: Participation) { taken[participation.element.position] = true }
    func isTaken(_ participation: Participation) -> Bool { taken[participation.element.position] }

    /// What a statement is: by its templates, else by its code.
    ///
    /// Of several templates a particular one counts before a general one, in whatever order they stand: an allergy of CCD and IHE is
    /// a problem too, an immunisation a medication. IHE's "simple observation" is the template of whatever has none of its own: there
    /// a code that qualifies another statement (its certainty, severity, status) counts.
    func kind(of statement: ClinicalStatement) -> StatementKind? {
        kinds.kind(of: statement.element) {
            var general: StatementKind?
            for template in statement.element.each(.templateId) {
                guard let root = template.wordBytes(.root),
                    let kind = profiles.entry(template: root, extension: template.wordBytes(.extension))
                else { continue }
                guard Self.isGeneral(kind) else { return kind }
                general = general ?? kind
            }
            if let general, general != .result { return general }
            guard let code = statement.code,
                let own = code.code.flatMap({
                    profiles.entry(code: $0, codeSystem: code.codeSystem)
                })
            else { return general }
            guard general != nil else { return own }
            switch own {
            case .certainty, .criticality, .severity, .problemStatus: return own
            default: return general
            }
        }
    }

    /// Kinds whose templates particular statements carry beside their own.
    private static func isGeneral(_ kind: StatementKind) -> Bool {
        switch kind {
        case .problem, .problemConcern, .result, .resultOrganizer, .medication: true
        default: false
        }
    }

    /// Taken back or replaced: it holds no longer.
    func isWithdrawn(_ statement: ClinicalStatement) -> Bool {
        guard let status = statement.element.child(.statusCode) else { return false }
        return status.isWord(.code, "nullified") || status.isWord(.code, "obsolete")
    }

    /// An observation that only says something of the one above it (its severity, its status) keeps its own code, id, time
    /// and author as an Observation with that as its focus, once the one above has become a resource.
    mutating func keepAttendant(_ attendant: ClinicalStatement, of statement: ClinicalStatement) {
        attendants[statement.element.startOffset, default: []].append(attendant)
    }

    /// The statements below one, which is asked for them many times while it is mapped.
    mutating func parts(of statement: ClinicalStatement) -> [RelatedStatement] {
        if let lastParts, lastParts.position == statement.element.position { return lastParts.parts }
        let parts = statement.related
        if !parts.isEmpty { lastParts = (statement.element.position, parts) }
        return parts
    }

    /// The statements right below that are of one of these kinds; they count as taken up.
    ///
    /// "Not severe", "not resolved" and what is only planned are told beside, but never found: whoever asks for a severity or
    /// a status takes what is found as said.
    mutating func takeRelated(
        _ statement: ClinicalStatement, _ kinds: [StatementKind], evenDenied: Bool = false
    ) -> [ClinicalStatement] {
        var found: [ClinicalStatement] = []
        for related in parts(of: statement) {
            guard !isTaken(related.statement), let kind = kind(of: related.statement), kinds.contains(kind) else {
                continue
            }
            let isSaid = !related.statement.isNegated && !related.isNegated && !isWithdrawn(related.statement)
            if related.statement.kind == .observation, !isSaid || related.statement.mood != .event, !evenDenied {
                // A denied link has no place in R4: what hangs on it is then reported as lost.
                guard keepsAttendants, related.statement.mood == .event else { continue }
                take(related.statement)
                if !related.isNegated { keepAttendant(related.statement, of: statement) }
                continue
            }
            take(related.statement)
            found.append(related.statement)
            if related.statement.kind == .observation, keepsAttendants {
                keepAttendant(related.statement, of: statement)
            }
        }
        return found
    }
}
