import FHIR
import HL7v2
import Profiles
import RecordTypes

/// Where the parts of a name stand in a data type that has one: XPN and XCN agree on what there is, not on its position.
struct NameComponents {
    let family: Int
    let given: [Int]
    let prefix: Int
    let suffixes: [Int]
    let use: Int
    /// DR, before 2.7.
    let range: Int
    let assemblyOrder: Int
    let effective: Int
    let expiration: Int

    static let xpn = NameComponents(
        family: 1, given: [2, 3], prefix: 5, suffixes: [4, 6, 14], use: 7, range: 10, assemblyOrder: 11, effective: 12,
        expiration: 13)
    static let xcn = NameComponents(
        family: 2, given: [3, 4], prefix: 6, suffixes: [5, 7, 21], use: 10, range: 17, assemblyOrder: 18, effective: 19,
        expiration: 20)
}

extension MessageMapping {
    /// XPN or XCN → HumanName; nil without any word of a name.
    mutating func humanName(_ repetition: Repetition, _ at: NameComponents = .xpn) -> HumanName? {
        guard repetition.hasValue else { return nil }
        let family = repetition[at.family]
        var name = HumanName(family: family.text)
        name.familyParts = familyParts(family)
        name.given = at.given.compactMap { repetition.text($0) }
        if let prefix = repetition.text(at.prefix) { name.prefix = [prefix] }
        name.suffix = at.suffixes.compactMap { repetition.text($0) }
        guard name.family != nil || !name.given.isEmpty || !name.prefix.isEmpty || !name.suffix.isEmpty else {
            return nil
        }
        name.use = repetition.text(at.use).flatMap { profiles.map("name-use-v2", system: "", code: $0) }.flatMap {
            HumanName.Use(rawValue: $0)
        }
        // U: unspecified.
        if name.use == nil, let kind = repetition.text(at.use), kind != "U" {
            reportUnknownCode(at: repetition[at.use].place)
        }
        if let order = repetition.text(at.assemblyOrder).flatMap({ Self.codeForm($0) }) {
            name.extension.append(
                Extension(url: "http://hl7.org/fhir/StructureDefinition/humanname-assembly-order", value: .code(order)))
        }
        name.period =
            period(from: repetition[at.effective], to: repetition[at.expiration]) ?? period(repetition[at.range])
        return name
    }

    mutating func humanNames(_ field: Field) -> [HumanName] { field.repetitions.compactMap { humanName($0) } }

    /// FN.2 to FN.5.
    private static let familyPartURLs = [
        (2, "http://hl7.org/fhir/StructureDefinition/humanname-own-prefix"),
        (3, "http://hl7.org/fhir/StructureDefinition/humanname-own-name"),
        (4, "http://hl7.org/fhir/StructureDefinition/humanname-partner-prefix"),
        (5, "http://hl7.org/fhir/StructureDefinition/humanname-partner-name"),
    ]

    private func familyParts(_ component: Component) -> [Extension] {
        Self.familyPartURLs.compactMap { number, url in
            component[number].map { Extension(url: url, value: .string($0)) }
        }
    }

    /// DR in a component: start and end as subcomponents.
    mutating func period(_ component: Component) -> Period? {
        guard component.hasValue else { return nil }
        let times = [component[1], component[2]].map { text -> String? in
            guard let text else { return nil }
            guard let time = MessageTime(text) else {
                reportImpossibleTime(at: component.place)
                return nil
            }
            return dateTime(time, at: component.place)
        }
        guard times[0] != nil || times[1] != nil else { return nil }
        return Period(start: times[0], end: times[1])
    }
}
