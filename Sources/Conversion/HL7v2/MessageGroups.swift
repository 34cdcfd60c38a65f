import HL7v2
import RecordTypes

/// The segments of a message by what they belong to: the standard's groups, read with recovery.
///
/// Segments out of their place are taken where they stand; none is lost.
struct MessageGroups {
    struct ObservationGroup {
        let obx: Segment
        var notes: [Segment] = []
        /// PRT.
        var participations: [Segment] = []
    }

    /// ORC or OBR and everything up to the next of them.
    struct Order {
        var orc: Segment?
        var obr: Segment?
        /// TQ1.
        var timings: [Segment] = []
        var timing: Segment? { timings.first }
        var notes: [Segment] = []
        /// PRT.
        var participations: [Segment] = []
        var observations: [ObservationGroup] = []
        var specimens: [Segment] = []
        /// RXO, RXE, RXD, RXA.
        var medication: Segment?
        /// RXR: more than one are ways to choose from.
        var routes: [Segment] = []
        var route: Segment? { routes.first }
        /// RXC.
        var components: [Segment] = []

        /// What the placer and the filler call the order, OBR's before ORC's.
        func numbers(_ field: Int) -> [String] { [obr, orc].compactMap { $0?[field].text } }

        var isEmpty: Bool { obr == nil && medication == nil && observations.isEmpty && specimens.isEmpty }
    }

    private(set) var events: [Segment] = []
    private(set) var patients: [Segment] = []
    private(set) var patientDetails: Segment?
    private(set) var patientNotes: [Segment] = []
    private(set) var nextOfKin: [Segment] = []
    private(set) var visit: Segment?
    /// Where another visit begins, which is not converted: what stands behind it was not in the first one.
    private(set) var furtherVisit: Int?
    private(set) var visitDetails: Segment?
    private(set) var allergies: [Segment] = []
    private(set) var diagnoses: [Segment] = []
    private(set) var procedures: [Segment] = []
    private(set) var insurances: [Segment] = []
    private(set) var merge: Segment?
    private(set) var referral: Segment?
    private(set) var providers: [Segment] = []
    private(set) var problems: [Segment] = []
    private(set) var charges: [Segment] = []
    private(set) var document: Segment?
    private(set) var schedule: Segment?
    private(set) var resources: [Segment] = []
    /// Notes behind PRB, by its sequence.
    private(set) var problemNotes: [Int: [Segment]] = [:]
    /// Notes behind SPM, by its sequence.
    private(set) var specimenNotes: [Int: [Segment]] = [:]
    /// Observations of a specimen that its orders stand behind, by its sequence.
    private(set) var specimenObservations: [Int: [ObservationGroup]] = [:]
    /// TQ1 of an appointment.
    private(set) var scheduleTimings: [Segment] = []
    /// Notes behind SCH and the segments of its resources.
    private(set) var scheduleNotes: [Segment] = []
    private(set) var orders: [Order] = []
    /// Observations about patient, visit or document: before any order.
    private(set) var observations: [ObservationGroup] = []
    /// Segments that nothing takes up.
    private(set) var others: [Segment] = []

    /// What a NTE belongs to.
    private enum Noted {
        case nothing, patient, schedule, order, observation, orderObservation, specimen(Int), specimenObservation(Int)
        case problem(Int)
    }
    private var noted = Noted.nothing
    private var waitingSpecimens: [Segment] = []
    /// Whether an order stands behind the specimens that lead.
    private var hasOrders = false

    /// Whether ORC stands behind the OBR it belongs to, as in the specimen oriented results (OUL).
    private let orcFollows: Bool

    /// MDM: what stands behind TXA is the document.
    private let isDocument: Bool

    /// Whether each specimen stands before all orders for it: OUL^R22 and R23 (HL7 v2 7.3.7, 7.3.8), OML^O33 and O35 (4.4.8, 4.4.10).
    private let specimenLeads: Bool

    init(_ message: Message) {
        let type = message.header[9][1]
        orcFollows = type[1].text == "OUL"
        isDocument = type[1].text == "MDM"
        specimenLeads = ["OUL^R22", "OUL^R23", "OML^O33", "OML^O35"]
            .contains("\(type[1].text ?? "")^\(type[2].text ?? "")")
        for segment in message.segments.dropFirst() { take(segment, named: segment.name) }
        if specimenLeads { closeSpecimens() }
        if !waitingSpecimens.isEmpty, orders.isEmpty { orders.append(Order()) }
        if !waitingSpecimens.isEmpty { orders[orders.count - 1].specimens += waitingSpecimens }
    }

    private mutating func take(_ segment: Segment, named name: String) {
        switch name {
        // Before all others: large messages consist of them.
        case "OBX": takeObservation(segment)
        case "EVN": events.append(segment)
        case "PID":
            patients.append(segment)
            noted = .patient
        case "PD1": patientDetails = patientDetails ?? segment
        case "NK1": nextOfKin.append(segment)
        case "PV1":
            if visit == nil {
                visit = segment
            } else {
                others.append(segment)
                furtherVisit = furtherVisit ?? segment.position
            }
        case "PV2": if visitDetails == nil { visitDetails = segment } else { others.append(segment) }
        case "AL1", "IAM": allergies.append(segment)
        case "DG1": diagnoses.append(segment)
        case "PR1": procedures.append(segment)
        case "IN1": insurances.append(segment)
        case "MRG": if merge == nil { merge = segment } else { others.append(segment) }
        case "RF1": if referral == nil { referral = segment } else { others.append(segment) }
        case "PRD": providers.append(segment)
        case "PRB":
            problems.append(segment)
            noted = .problem(segment.place.sequence)
        case "FT1": charges.append(segment)
        case "TXA": if isDocument, document == nil { document = segment } else { others.append(segment) }
        case "SCH":
            if schedule == nil { schedule = segment } else { others.append(segment) }
            noted = .schedule
        case "AIS", "AIG", "AIL", "AIP":
            resources.append(segment)
            noted = .schedule
        default: takeOrderSegment(segment, named: name)
        }
    }

    private mutating func takeOrderSegment(_ segment: Segment, named name: String) {
        switch name {
        case "ORC":
            // In OUL the ORC stands behind its OBR.
            if orcFollows, let last = orders.indices.last, orders[last].orc == nil, orders[last].obr != nil,
                orders[last].observations.isEmpty
            {
                orders[last].orc = segment
            } else {
                orders.append(Order(orc: segment))
            }
            noted = .order
        case "OBR":
            if orders.isEmpty || !orders[orders.count - 1].isEmpty { orders.append(Order()) }
            orders[orders.count - 1].obr = segment
            orders[orders.count - 1].specimens += waitingSpecimens
            hasOrders = true
            if !specimenLeads { waitingSpecimens = [] }
            noted = .order
        case "RXA", "RXE", "RXD", "RXO":
            takeMedication(segment, named: name)
            noted = .order
        case "NTE": takeNote(segment)
        case "PRT": takeParticipation(segment)
        case "TQ1":
            if !orders.isEmpty {
                orders[orders.count - 1].timings.append(segment)
            } else if schedule != nil {
                scheduleTimings.append(segment)
            } else {
                others.append(segment)
            }
        case "RXR":
            if orders.isEmpty { others.append(segment) } else { orders[orders.count - 1].routes.append(segment) }
        case "RXC":
            if orders.isEmpty { others.append(segment) } else { orders[orders.count - 1].components.append(segment) }
        case "SPM":
            // In OUL^R24 specimens stand among the orders they belong to.
            if specimenLeads {
                closeSpecimens()
                waitingSpecimens = [segment]
            } else if orders.isEmpty || orders[orders.count - 1].obr == nil {
                waitingSpecimens.append(segment)
            } else {
                orders[orders.count - 1].specimens.append(segment)
            }
            noted = .specimen(segment.place.sequence)
        default: others.append(segment)
        }
    }

    /// RXE and RXD say what was really ordered or dispensed: they stand for a RXO before them.
    private mutating func takeMedication(_ segment: Segment, named name: String) {
        guard let last = orders.last, last.obr == nil,
            last.medication == nil || (last.medication?.is("RXO") == true && name != "RXO")
        else {
            orders.append(Order(medication: segment))
            return
        }
        if let before = last.medication {
            others.append(before)
            // What follows says anew how it is given.
            orders[orders.count - 1].routes = []
            orders[orders.count - 1].components = []
        }
        orders[orders.count - 1].medication = segment
    }

    /// The orders of the specimen before have ended; one without any stands by itself.
    private mutating func closeSpecimens() {
        if !waitingSpecimens.isEmpty, !hasOrders {
            var alone = Order()
            alone.specimens = waitingSpecimens
            orders.append(alone)
        }
        waitingSpecimens = []
        hasOrders = false
    }

    private mutating func takeObservation(_ segment: Segment) {
        if specimenLeads, !hasOrders, let specimen = waitingSpecimens.last?.place.sequence {
            specimenObservations[specimen, default: []].append(ObservationGroup(obx: segment))
            noted = .specimenObservation(specimen)
        } else if orders.isEmpty || document != nil {
            // Behind TXA stands the document, whatever orders are named before it (HL7 v2 9.6).
            observations.append(ObservationGroup(obx: segment))
            noted = .observation
        } else {
            orders[orders.count - 1].observations.append(ObservationGroup(obx: segment))
            noted = .orderObservation
        }
    }

    /// Who took part in an order or an observation. A person's or a visit's participants are not taken up here.
    private mutating func takeParticipation(_ segment: Segment) {
        switch noted {
        case .nothing, .patient, .schedule, .specimen, .problem: others.append(segment)
        case .order: orders[orders.count - 1].participations.append(segment)
        case .observation: observations[observations.count - 1].participations.append(segment)
        case .specimenObservation(let specimen):
            let last = (specimenObservations[specimen]?.count ?? 0) - 1
            specimenObservations[specimen]?[last].participations.append(segment)
        case .orderObservation:
            let order = orders.count - 1
            orders[order].observations[orders[order].observations.count - 1].participations.append(segment)
        }
    }

    private mutating func takeNote(_ segment: Segment) {
        switch noted {
        case .nothing: others.append(segment)
        case .patient: patientNotes.append(segment)
        case .schedule: scheduleNotes.append(segment)
        case .problem(let number): problemNotes[number, default: []].append(segment)
        case .specimen(let number): specimenNotes[number, default: []].append(segment)
        case .order: orders[orders.count - 1].notes.append(segment)
        case .observation: observations[observations.count - 1].notes.append(segment)
        case .specimenObservation(let specimen):
            let last = (specimenObservations[specimen]?.count ?? 0) - 1
            specimenObservations[specimen]?[last].notes.append(segment)
        case .orderObservation:
            let order = orders.count - 1
            orders[order].observations[orders[order].observations.count - 1].notes.append(segment)
        }
    }
}
