import FHIR
import HL7v2
import RecordTypes

/// The two pressures of one measurement, which HL7 v2 tells in two OBX and R4's profile bp in one Observation.
extension MessageMapping {
    private static let systolic = "8480-6"
    private static let diastolic = "8462-4"

    /// The other pressure in the next segment, measured at the same time by the same people with the same status, neither with notes.
    private func otherPressure(than obx: Segment) -> Segment? {
        let other = obx.position + 1
        // Where results have members each must be there to be referred to.
        guard other < message.count, parentage.members.isEmpty, let wanted = Self.partner(of: obx[3].text) else {
            return nil
        }
        let next = message[other]
        guard next.is("OBX"), next[3].text == wanted, obx[2].text == "NM", next[2].text == "NM",
            obx[3][1].text(3) == next[3][1].text(3)
        else { return nil }
        if other + 1 < message.count, message[other + 1].is("NTE") || message[other + 1].is("PRT") { return nil }
        let isAlike = [4, 11, 14, 15, 16, 17, 18, 20, 23, 24, 25].allSatisfy { obx[$0].wholeText == next[$0].wholeText }
        return isAlike ? next : nil
    }

    private static func partner(of code: String?) -> String? {
        switch code {
        case systolic: diastolic
        case diastolic: systolic
        default: nil
        }
    }

    /// Whether an OBX was told with the one before it.
    func isTold(_ obx: Segment) -> Bool { !pressures.isEmpty && pressures.contains(obx.position) }

    /// Gives a pressure the shape of R4's vital signs, with the other one where the next segment tells it.
    mutating func takeShapeOfVitalSign(_ resource: inout Observation, _ obx: Segment) {
        resource.takeShapeOfVitalSign()
        guard resource.component.count == 2, let next = otherPressure(than: obx), let code = concept(next[3]) else {
            return
        }
        var other = Observation.Component(code: code)
        let unit = unit(next[6])
        other.value = value(next, unit)
        if other.value == nil { other.dataAbsentReason = absence(next) }
        other.interpretation = next[8].repetitions.compactMap { interpretation($0) }
        if let range = referenceRange(next[7], unit: unit) { other.referenceRange = [range] }
        // A value in words is no pressure of the profile: it stays an Observation of its own.
        guard case .quantity? = other.value else { return }
        resource.component[obx[3].text == Self.systolic ? 1 : 0] = other
        resource.identifier += next[21].repetitions.compactMap { entityIdentifier($0, type: "FILL") }
        pressures.insert(next.position)
    }
}
