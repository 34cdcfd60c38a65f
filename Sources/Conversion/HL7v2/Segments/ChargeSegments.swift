import FHIR
import HL7v2
import RecordTypes

extension MessageMapping {
    /// FT1 as far as it is clinical: what was done (FT1-25, else FT1-7) and for which diagnoses (FT1-19). Amounts stay in the source, and
    /// so does everything that is no charge (FT1-6 CG): a payment, a credit or an adjustment says nothing about what was done.
    mutating func mapCharges() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for ft1 in groups.charges {
            guard ft1[6].text == "CG" else {
                report(
                    .information, "hl7-transaction-not-clinical", .informational,
                    "A transaction that is no charge is kept in the source only.", at: ft1[6].place,
                    rule: "HL7 table 0017")
                continue
            }
            var reasons: [Reference] = []
            for diagnosis in ft1[19].repetitions {
                guard let code = concept(diagnosis) else { continue }
                var condition = Condition(subject: patient)
                condition.code = code
                condition.category = [Self.encounterDiagnosis]
                condition.clinicalStatus = Self.active
                condition.encounter = encounter
                reasons.append(add(condition, of: diagnosis.place, part: "diagnosis \(diagnosis.number)"))
            }
            entries += reasons
            guard let code = concept(ft1[25]) ?? concept(ft1[7], table: "0132") else { continue }
            if ft1[25].hasValue { reportForgotten(ft1[7]) }
            var procedure = Procedure(status: .completed, subject: patient)
            procedure.code = code
            procedure.encounter = encounter
            procedure.performed = dateTime(ft1[4]).map { .dateTime($0) }
            procedure.performer = practitioners(ft1[20]).map { Procedure.Performer(actor: $0) }
            procedure.identifier = [entityIdentifier(ft1[2][1])].compactMap { $0 }
            procedure.reasonReference = reasons
            entries.append(add(procedure, of: ft1.place))
        }
        if !entries.isEmpty {
            sections.append(section("Services", "47519-4", "History of Procedures Document", entries))
        }
    }
}
