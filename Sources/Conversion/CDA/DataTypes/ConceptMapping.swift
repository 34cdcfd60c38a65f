import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// CD → CodeableConcept with the code and all its translations; nil where nothing is said at all.
    mutating func concept(_ concept: ConceptDescriptor?) -> CodeableConcept? {
        guard let concept else { return nil }
        let display = concept.displayName
        var result = CodeableConcept(coding: codings(of: concept, display: display))
        result.extension = qualifiers(of: concept)
        result.text = originalText(of: concept) ?? display
        // SC: a coded string says itself what it means.
        if result.text == nil, concept.element.schemaType == "SC" { result.text = concept.element.plainText }
        if result.text == nil, concept.hasTranslations {
            result.text = concept.translations.lazy.compactMap(\.displayName).first
        }
        return result.coding.isEmpty && result.text == nil ? nil : result
    }

    /// The code and all its translations, each once.
    /// - Parameter display: the concept's own displayName.
    private mutating func codings(of concept: ConceptDescriptor, display: String?) -> [Coding] {
        guard concept.hasTranslations else { return concept.hasCode ? [coding(concept, display: display)] : [] }
        let codings = concept.codings
        // Few codings, mostly one or two: looking through them costs less than hashing them.
        var result: [Coding] = []
        var seen: Set<Coding> = []
        for coded in codings {
            let coding = coding(coded, display: coded == concept ? display : coded.displayName)
            let isNew = codings.count < 8 ? !result.contains(coding) : seen.insert(coding).inserted
            if isNew { result.append(coding) }
        }
        return result
    }

    /// qualifier → an extension of name and value: R4 has post-coordination inside a code only, and a qualifier by itself
    /// (left, suspected) must not stand as another code for the whole.
    private mutating func qualifiers(of concept: ConceptDescriptor) -> [Extension] {
        concept.qualifiers.compactMap { qualifier in
            guard let value = self.concept(qualifier.value) else { return nil }
            var result = Extension(url: ExtensionURL.qualifier)
            if let name = self.concept(qualifier.name) {
                result.extension.append(Extension(url: "name", value: .codeableConcept(name)))
            }
            result.extension.append(Extension(url: "value", value: .codeableConcept(value)))
            return result
        }
    }

    mutating func concepts(_ list: [ConceptDescriptor]) -> [CodeableConcept] { list.compactMap { concept($0) } }

    /// The words that the code stands for: inline, or resolved in the narrative.
    func originalText(of concept: ConceptDescriptor) -> String? {
        guard let original = concept.originalText else { return nil }
        if let text = original.plainText { return text }
        return original.child(.reference)?.word(.value).flatMap { narrative.text(of: $0) }
    }

    /// One code with its system; the system is kept as `urn:oid:` where the profiles do not know it.
    mutating func coding(_ concept: ConceptDescriptor) -> Coding { coding(concept, display: concept.displayName) }

    private mutating func coding(_ concept: ConceptDescriptor, display: String?) -> Coding {
        reached.insert(concept.element)
        let (code, version) = (concept.code, concept.codeSystemVersion)
        guard let systemBytes = concept.element.wordBytes(.codeSystem) else {
            if !concept.element.isNamed(.statusCode) {
                findings.addOnce(
                    concept.element.parent?.localName ?? "", .information, "cda-code-without-system", .codeInvalid,
                    "A code does not name its code system.", at: concept.element,
                    rule: "CDA R2 data types: CD.codeSystem",
                    remedy: "Send codeSystem with the OID of the code list.")
            }
            return Coding(version: version, code: code, display: display)
        }
        if let system = profiles.system(forOID: systemBytes) {
            // HL7's own systems have their words; what the sender calls the code stays in the concept's text.
            let hasOwnWords = system.uri.hasPrefix("http://terminology.hl7.org/CodeSystem/")
            var coding = Coding(
                system: system.uri, version: version ?? system.version, code: code, display: hasOwnWords ? nil : display
            )
            if let list = system.terminology { check(&coding, against: list, at: concept.element) }
            return coding
        }
        let oid = String(decoding: systemBytes, as: UTF8.self)
        if InstanceIdentifier.isOID(oid) {
            let isValueSet = profiles.isValueSet(oid: oid)
            findings.addOnce(
                oid, .warning, isValueSet ? "cda-value-set-as-code-system" : "cda-unknown-code-system", .codeInvalid,
                isValueSet
                    ? "A value set's OID stands where a code system belongs."
                    : "A code system is not known to the profiles.",
                at: concept.element, rule: "profiles: code-systems.tsv",
                remedy: "Send a published code system, or have this one added to the profiles.")
            return Coding(system: "urn:oid:\(oid)", version: version, code: code, display: display)
        }
        findings.addOnce(
            oid, .warning, "cda-code-system-form", .codeInvalid, "A codeSystem is no object identifier.",
            at: concept.element, rule: "CDA R2 data types: CD.codeSystem", remedy: "Send the OID of the code list.")
        if InstanceIdentifier.isUUID(oid) {
            return Coding(system: "urn:uuid:\(oid.lowercased())", version: version, code: code, display: display)
        }
        var coding = Coding(version: version, code: code, display: display)
        coding.extension.append(Extension(url: ExtensionURL.codeSystem, value: .string(oid)))
        return coding
    }

    /// The system of a coding without any finding: for look-ups.
    func systemURI(_ concept: ConceptDescriptor) -> String {
        guard let oid = concept.element.wordBytes(.codeSystem) else { return "" }
        return profiles.system(forOID: oid)?.uri ?? "urn:oid:\(String(decoding: oid, as: UTF8.self))"
    }

    /// The target of the first of a concept's codes that the map knows.
    func mapped(_ map: String, _ concept: ConceptDescriptor?) -> MappedCode? {
        guard let concept else { return nil }
        for coded in concept.codings {
            guard let code = coded.code else { continue }
            if let target = profiles.mappedCode(map, system: systemURI(coded), code: code) {
                reached.insert(coded.element)
                return target
            }
        }
        return nil
    }

    /// The target of a bare code, such as a statusCode or a use.
    func mapped(_ map: String, _ code: String?) -> String? {
        code.flatMap { profiles.map(map, system: "", code: $0) }
    }

    /// A CodeableConcept of one code of a FHIR code system.
    func fixed(_ system: String, _ code: String, _ display: String? = nil) -> CodeableConcept {
        CodeableConcept(coding: [Coding(system: system, code: code, display: display)])
    }
}

/// Extensions that the mapping writes.
enum ExtensionURL {
    static let dataAbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    static let compositionVersion = "http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber"
    static let birthPlace = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
    static let birthTime = "http://hl7.org/fhir/StructureDefinition/patient-birthTime"
    static let religion = "http://hl7.org/fhir/StructureDefinition/patient-religion"
    static let assertedDate = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
    /// What qualifies a code: `name` (laterality, certainty) and `value`.
    static let qualifier = "https://ankur.example/fhir/StructureDefinition/cda-qualifier"
    /// A source code that R4 only has a coarser code of its own for.
    static let sourceCode = "https://ankur.example/fhir/StructureDefinition/cda-source-code"
    /// The concern that a problem or allergy was tracked in: `code`, `identifier`, `period`, `status`.
    static let concern = "https://ankur.example/fhir/StructureDefinition/cda-concern"
    /// A participant of an act that R4 has no element for: `type`, `function`, `code`, `actor`, `period`.
    static let participant = "https://ankur.example/fhir/StructureDefinition/cda-participant"
    /// priorityCode of an act whose resource has no priority.
    static let priority = "https://ankur.example/fhir/StructureDefinition/cda-priority"
    /// effectiveTime of an act, or the part of it, that its resource has no time for.
    static let effectiveTime = "https://ankur.example/fhir/StructureDefinition/cda-effectiveTime"
    /// An act's own code where the resource is named after its value.
    static let actCode = "https://ankur.example/fhir/StructureDefinition/cda-act-code"
    /// How many or how much was handed over, where R4 has no quantity.
    static let amount = "https://ankur.example/fhir/StructureDefinition/cda-amount"
    static let memberIdentifier = "https://ankur.example/fhir/StructureDefinition/cda-member-identifier"
    static let subscriberBirthDate = "https://ankur.example/fhir/StructureDefinition/cda-subscriber-birth-date"
    /// administrativeGenderCode as sent: R4's gender has four codes of its own.
    static let administrativeGender = "https://ankur.example/fhir/StructureDefinition/cda-administrativeGenderCode"
    /// A codeSystem that is no object identifier, as sent: `Coding.system` is a URI.
    static let codeSystem = "https://ankur.example/fhir/StructureDefinition/cda-codeSystem"
    /// An end that lies before the beginning: R4's Period must not hold it.
    static let impossibleEnd = "https://ankur.example/fhir/StructureDefinition/cda-impossible-end"
    /// How long an interval is of which one bound is known.
    static let width = "https://ankur.example/fhir/StructureDefinition/cda-width"
    /// The id of an act that R4 has an element but no resource for, such as a comment.
    static let actIdentifier = "https://ankur.example/fhir/StructureDefinition/cda-act-id"
    /// A value of a type that R4's Observation cannot hold: an identifier, a name, an address, a schedule, parts of a series.
    static let value = "https://ankur.example/fhir/StructureDefinition/cda-value"
    static let quantityTranslation = "http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation"
    static let proficiency = "http://hl7.org/fhir/StructureDefinition/patient-proficiency"
    /// What a negated observation says is not so; modifies the observation that carries it.
    static let negatedValue = "https://ankur.example/fhir/StructureDefinition/negated-value"
    /// The document's setId, beside its identifier.
    static let setId = "https://ankur.example/fhir/StructureDefinition/cda-setId"
}
