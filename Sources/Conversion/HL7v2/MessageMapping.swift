import FHIR
import HL7v2
import Profiles
import RecordTypes

/// The conversion of one HL7 v2 message: what it has made so far, and what it has found.
///
/// Each extension maps the segments of one subject. Resources are named by sending facility, message control id and segment: never by
/// an identifier of a person.
struct MessageMapping {
    let message: Message
    let groups: MessageGroups
    let profiles: ProfileSet
    let options: ConversionOptions
    var findings: Findings
    var resources = DocumentBundle()

    /// What names of resources begin with: MSH-3, MSH-4 and MSH-10.
    private let nameBase: NameBasedUUID.Beginning
    /// What the systems of local authorities and code lists begin with: MSH-4, which they belong to.
    let site: String
    /// MSH-7, which may carry the sender's offset; without it, the time of the event that the message tells of.
    let messageTime: MessageTime?

    /// The numbers of the first PID: PID-3 and, from older versions, PID-2 and PID-4.
    let patientIdentifiers: [Repetition]

    /// References to people, organisations and places already made, by what the message says of them.
    var actors: [ActorKey: Reference] = [:]
    /// How persons and organisations are reached, by the URL of the reference to them.
    var ways: [String: WaysToReach] = [:]
    var patient = Reference()
    var encounter: Reference?
    /// The prescription before a dispensation in the same message.
    var lastPrescription: Reference?
    /// The vaccination that the observations being mapped tell of.
    var partOf: Reference?
    /// Which results are about which, and which orders came of which.
    var parentage = Parentage()
    /// Observations of specimens, for the section to list.
    var specimenResults: [Reference] = []
    /// Who keeps the record: the organisation of MSH-22, else of MSH-4.
    var sender: Reference?
    /// The organisation of MSH-4.
    var messageSender: Reference?
    /// Confidentiality and processing tags that hold for every resource.
    var meta: Meta?
    var sections: [Composition.Section] = []
    /// OBX that were told with the one before them.
    var pressures: Set<Int> = []
    /// What was found, and where: what is mapped into two resources is told once.
    private var told = Set<Told>(minimumCapacity: 32)

    private struct Told: Hashable {
        let code: String
        let place: Issue.HL7Place
    }
}

extension MessageMapping {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    init(message: Message, profiles: ProfileSet, options: ConversionOptions) {
        let groups = MessageGroups(message)
        let header = message.header
        let names = [3, 4, 10].map { header[$0].wholeText ?? "" }.joined(separator: "|")
        self.init(
            message: message, groups: groups, profiles: profiles, options: options,
            findings: Findings(limit: options.issueLimit), nameBase: NameBasedUUID.Beginning(names),
            site: AuthorityName.site(header[4].text ?? "unknown"),
            messageTime: (header[7].text ?? Self.eventTime(of: groups)).flatMap { MessageTime($0) },
            patientIdentifiers: groups.patients.first.map { pid in
                [3, 2, 4].flatMap { pid[$0].repetitions }.filter { $0[1].hasValue }
            } ?? [])
        actors.reserveCapacity(12)
    }

    /// EVN-2, else when a document was edited or transcribed, a result reported or observed, something ordered or given.
    private static func eventTime(of groups: MessageGroups) -> String? {
        let fields: [Field?] =
            [groups.events.first?[2], groups.document?[7], groups.document?[6]]
            + groups.orders.flatMap { order in
                [
                    order.obr?[22], order.orc?[9], order.obr?[7],
                    order.medication.flatMap { $0.is("RXA") || $0.is("RXD") ? $0[3] : nil },
                ]
            }
        return fields.lazy.compactMap { $0?.text }.first { MessageTime($0) != nil }
    }

    /// The UUID of what a segment became.
    func uuid(_ type: String, of place: Issue.HL7Place, part: String = "") -> String {
        var name: [UInt8] = []
        name.reserveCapacity(64)
        name.append(UInt8(ascii: "|"))
        name.append(contentsOf: type.utf8)
        name.append(UInt8(ascii: "|"))
        place.append(to: &name)
        name.append(UInt8(ascii: "|"))
        name.append(contentsOf: part.utf8)
        return NameBasedUUID(nameBase, name).text
    }

    /// The reference to what a segment becomes, which need not have been added yet.
    func reference(_ type: String, of place: Issue.HL7Place) -> Reference {
        Reference(reference: DocumentBundle.fullURL(uuid(type, of: place)))
    }

    /// Adds a resource and gives the reference to it.
    mutating func add<R: DomainResource>(
        _ resource: consuming R, of place: Issue.HL7Place, part: String = ""
    ) -> Reference {
        if let meta { resource.meta = meta }
        let uuid = uuid(R.resourceType, of: place, part: part)
        return Reference(reference: resources.add(&resource, uuid: uuid))
    }

    /// Whether a finding was not told yet of a place.
    mutating func isFirst(_ code: String, at place: Issue.HL7Place) -> Bool {
        told.insert(Told(code: code, place: place)).inserted
    }

    mutating func report(
        _ severity: Issue.Severity, _ code: String, _ kind: Issue.Kind, _ message: String, at place: Issue.HL7Place,
        rule: String? = nil, remedy: String? = nil
    ) {
        guard isFirst(code, at: place) else { return }
        findings.add(Issue(severity, code, kind, message, at: .hl7(place), rule: rule, remedy: remedy))
    }

    /// PD1-12, PV2-22 and TXA-18: who or what is protected is restricted wherever it is read.
    private mutating func readProtection() {
        let document = groups.document.flatMap { mapped("document-confidentiality-v2", $0[18]) }
        let isProtected = groups.patientDetails?[12].text == "Y" || groups.visitDetails?[22].text == "Y"
        guard isProtected || document == "R" || document == "V" else { return }
        let isVery = document == "V"
        let restricted = Coding(
            system: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code: isVery ? "V" : "R",
            display: isVery ? "very restricted" : "restricted")
        meta = Meta(security: [restricted], tag: meta?.tag ?? [])
    }

    /// Maps the message and puts the Composition before everything.
    mutating func map(_ type: MessageType) {
        readProtection()
        mapSender()
        mapMessageHeader()
        mapPatient()
        mapNextOfKin()
        mapVisit()
        mapAllergies()
        mapDiagnoses()
        mapProcedures()
        mapProblems()
        mapReferral()
        mapCharges()
        mapCoverages()
        switch type.kind {
        case .document: mapDocument()
        case .appointment: mapAppointment()
        default: break
        }
        mapOrders(type)
        mapVisitObservations()
        mapWaysToReach()
        reportWhatIsNotMapped()
        reportForgottenFields()
        if let messageTime { compose(type, at: messageTime) }
    }
}

extension Meta {
    static func tagged(_ processingID: String) -> Meta {
        Meta(tag: [Coding(system: "http://terminology.hl7.org/CodeSystem/v2-0103", code: processingID)])
    }
}
