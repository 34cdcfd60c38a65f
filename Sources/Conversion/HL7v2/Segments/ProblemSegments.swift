import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// PRB → Condition on the problem list.
    mutating func mapProblems() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for prb in groups.problems {
            guard let code = concept(prb[3]) else { continue }
            var resource = Condition(subject: patient)
            resource.code = code
            resource.category = [fixed("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item")]
            let status = status(of: prb)
            apply(status, to: &resource, of: prb)
            resource.identifier = [entityIdentifier(prb[4][1])].compactMap { $0 }
            resource.onset = dateTime(prb[16]).map { .dateTime($0) }
            resource.recordedDate = dateTime(prb[7]) ?? dateTime(prb[2])
            resource.encounter = encounter
            resource.note = [prb[13], prb[14]].compactMap { field in
                (field[1][2].text ?? field[1][1].text).map { Annotation(text: $0) }
            }
            resource.note += (groups.problemNotes[prb.place.sequence] ?? []).compactMap { note($0) }
            entries.append(add(resource, of: prb.place))
        }
        if !entries.isEmpty { sections.append(section("Problems", "11450-4", "Problem list - Reported", entries)) }
    }

    /// What PRB says of a problem's status; nil where it says nothing, or nothing that the profiles know.
    private struct ProblemStatus {
        /// HL7 condition-clinical.
        var clinical: String?
        /// HL7 condition-ver-status.
        var verification: String?
        var abatement: String?
    }

    /// PRB-1, PRB-9, PRB-13 and PRB-14. Without a word of the sender's a problem is active, but never confirmed.
    private mutating func status(of prb: Segment) -> ProblemStatus {
        let isDeleted = prb[1].text == "DE"
        let verification = isDeleted ? "entered-in-error" : problemCode("problem-confirmation-v2", prb[13])
        // R4 con-5: what was entered in error has no clinical status, and (con-4) what has none did not abate.
        if verification == "entered-in-error" { return ProblemStatus(verification: verification) }
        let abatement = dateTime(prb[9])
        if let stated = problemCode("problem-life-cycle-v2", prb[14]) {
            return ProblemStatus(clinical: stated, verification: verification, abatement: abatement)
        }
        if abatement != nil {
            return ProblemStatus(clinical: "resolved", verification: verification, abatement: abatement)
        }
        let isOpen = prb[14].hasValue || verification == "refuted"
        return ProblemStatus(clinical: isOpen ? nil : "active", verification: verification)
    }

    private mutating func apply(_ status: ProblemStatus, to resource: inout Condition, of prb: Segment) {
        resource.clinicalStatus = status.clinical.map {
            fixed("http://terminology.hl7.org/CodeSystem/condition-clinical", $0)
        }
        resource.verificationStatus = status.verification.map {
            fixed("http://terminology.hl7.org/CodeSystem/condition-ver-status", $0)
        }
        guard let abatement = status.abatement else { return }
        if ["resolved", "remission", "inactive"].contains(status.clinical ?? "") {
            resource.abatement = .dateTime(abatement)
        } else {
            report(
                .warning, "hl7-problem-contradiction", .invariant,
                "The problem has a date of resolution, and a status that is not over; the status was taken.",
                at: prb[9].place, rule: "FHIR R4 con-4", remedy: "Send PRB-9 only for a problem that is over.")
        }
    }

    /// The target of the code, else of the alternate code; words in any case.
    private func problemCode(_ map: String, _ field: Field) -> String? {
        [1, 4].lazy.compactMap { field[1][$0].text }
            .compactMap { profiles.map(map, system: "", code: $0.lowercased()) }.first
    }
}
