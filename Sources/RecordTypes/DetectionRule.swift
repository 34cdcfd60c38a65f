/// A signal that makes somebody look at an access. None of them is a verdict: a person decides.
///
/// Raw values stand in statements on the ledger and never change their meaning.
public enum DetectionRule: String, Hashable, Sendable, CaseIterable {
    /// R1: the institution never filed anything about the person, and names no encounter.
    case noRelationship = "no-relationship"
    /// R1: it filed something, but long before or after.
    case oldRelationship = "old-relationship"
    /// R2: who looked acts for the person by a mandate, the person acts for them, or both act for the same third, as parents do.
    case family
    /// R3: the person is on the institution's own list of professionals.
    case coWorker = "co-worker"
    /// R4: far more people than usual looked at this person on one day.
    case manyReaders = "many-readers"
    /// R4: the person is on the list of those whom others are curious about.
    case watched
    /// R5: one professional looked at very many people within an hour, a day or ninety days.
    case manyPeople = "many-people"
    /// R6: outside the institution's opening hours.
    case offHours = "off-hours"
    /// R7: treatment as the purpose, by somebody in an insurer's or employer's role.
    case roleConflict = "role-conflict"
    /// R8: the glass was broken; each one is followed up.
    case breakTheGlass = "break-glass"
    /// R8: one professional broke the glass again and again.
    case repeatedEmergency = "repeated-emergency"
    /// R8: after an emergency the institution filed nothing about the person.
    case noFollowUp = "no-follow-up"
    /// R9: staff looked at their own record, or at that of a child they act for, by the institution's way.
    case ownRecord = "own-record"
    /// R10: nobody anywhere has filed anything about the person: never a patient.
    case neverPatient = "never-patient"
    /// R11: one reader's refused and empty looks pile up within an hour.
    case probing
    /// It was refused.
    case refused
    /// The person had closed their records to this institution before.
    case afterWithdrawal = "after-withdrawal"
    /// The institution names nobody who looked.
    case nobodyNamed = "nobody-named"
    /// R12: the time that the event says and the time at which the ledger took it are far apart.
    case clockDrift = "clock-drift"

    /// The rule's number in the oversight catalogue; nil for signals beside it.
    public var number: String? {
        switch self {
        case .noRelationship, .oldRelationship: "R1"
        case .family: "R2"
        case .coWorker: "R3"
        case .manyReaders, .watched: "R4"
        case .manyPeople: "R5"
        case .offHours: "R6"
        case .roleConflict: "R7"
        case .breakTheGlass, .repeatedEmergency, .noFollowUp: "R8"
        case .ownRecord: "R9"
        case .neverPatient: "R10"
        case .probing: "R11"
        case .clockDrift: "R12"
        case .refused, .afterWithdrawal, .nobodyNamed: nil
        }
    }

    /// What it adds to the rank of an access. The weights only rank.
    public var weight: Int {
        switch self {
        case .breakTheGlass: 50
        case .afterWithdrawal, .roleConflict: 40
        case .noRelationship, .ownRecord, .coWorker, .family, .watched: 30
        case .neverPatient, .noFollowUp, .repeatedEmergency, .probing: 25
        case .refused, .manyPeople, .manyReaders: 20
        case .nobodyNamed, .clockDrift: 15
        case .oldRelationship: 10
        case .offHours: 5
        }
    }

    /// Whether it makes somebody look even at what an encounter or a visit explains: an institution's own word must not explain it away.
    public var standsAgainstReason: Bool {
        switch self {
        case .noRelationship, .oldRelationship, .offHours, .neverPatient, .clockDrift: false
        default: true
        }
    }

    /// What it looks at and from where on, for whoever reads its name on a page.
    public var words: String {
        switch self {
        case .noRelationship: "the institution never filed anything about the person and names no encounter"
        case .oldRelationship: "what the institution filed is more than 30 days away"
        case .family: "who looked acts for the person by a mandate, the person for them, or both for a third"
        case .coWorker: "the person is on the institution's own list of professionals"
        case .manyReaders: "ten people or more looked in one day, five times what is usual for the person"
        case .watched: "the person is on the protection officer's list of those whom others are curious about"
        case .manyPeople: "one professional: 30 people in an hour, 100 in a day or 500 in ninety days"
        case .offHours: "outside the institution's opening hours"
        case .roleConflict: "treatment as the purpose, in an insurer's or employer's role"
        case .breakTheGlass: "the glass was broken; each one is followed up"
        case .repeatedEmergency: "one professional broke the glass three times or more in the period"
        case .noFollowUp: "seven days after an emergency the institution has filed nothing"
        case .ownRecord: "staff looked at their own record, or a child's, by the institution's way"
        case .neverPatient: "nobody anywhere has filed anything about the person"
        case .probing: "five refused or empty looks of one reader within an hour"
        case .refused: "it was refused"
        case .afterWithdrawal: "the person had closed their records to this institution before"
        case .nobodyNamed: "the institution names nobody who looked"
        case .clockDrift: "the event's time and the ledger's are more than five minutes apart"
        }
    }
}
