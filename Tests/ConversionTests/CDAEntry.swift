import FHIR

/// Parts of CDA documents that tests write again and again.
enum CDAEntry {
    static let snomed = "2.16.840.1.113883.6.96"
    static let loinc = "2.16.840.1.113883.6.1"

    static func observation(
        _ code: String, _ value: String, time: String = "20260301", template: String = "", inner: String = ""
    ) -> String {
        """
        <observation classCode="OBS" moodCode="EVN">\(template)<code code="\(code)" codeSystem="\(loinc)"/>
        <statusCode code="completed"/><effectiveTime value="\(time)"/>\(value)\(inner)</observation>
        """
    }

    static func quantity(_ value: String, _ unit: String) -> String {
        #"<value xsi:type="PQ" value="\#(value)" unit="\#(unit)"/>"#
    }

    static func coded(_ code: String) -> String {
        #"<value xsi:type="CD" code="\#(code)" codeSystem="\#(snomed)"/>"#
    }

    /// A medicine that was taken, or with another mood is to be, as IHE PCC writes it.
    static func medicine(_ inner: String, mood: String = "EVN", attributes: String = "") -> String {
        """
        <substanceAdministration classCode="SBADM" moodCode="\(mood)" \(attributes)><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.7"/>
        <statusCode code="completed"/>
        <consumable><manufacturedProduct><manufacturedMaterial><code code="N02BE01" codeSystem="2.16.840.1.113883.6.73"/>
        </manufacturedMaterial></manufacturedProduct></consumable>\(inner)</substanceAdministration>
        """
    }
}

extension CDADocument {
    /// Those of the Bundle's resources that are picked.
    func resources<R>(_ pick: (AnyResource) -> R?) throws -> [R] { try resources().compactMap(pick) }

    func conditions() throws -> [Condition] {
        try resources { if case .condition(let value) = $0 { value } else { nil } }
    }

    func observations() throws -> [Observation] {
        try resources { if case .observation(let value) = $0 { value } else { nil } }
    }
}
