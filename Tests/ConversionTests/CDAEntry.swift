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
}
