import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Result organizer (or laboratory battery, or the Estonian procedure) → DiagnosticReport with its observations.
    mutating func report(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        let resultClass = resultClass(of: statement, in: context)
        let results = memberReferences(
            statement, in: SectionContext(kind: .results, code: context.code, results: resultClass))
        var resource = DiagnosticReport(
            status: mapped("report-status", statement.statusCode).flatMap(DiagnosticReport.Status.init(rawValue:))
                ?? .final,
            code: observationCode(statement))
        resource.identifier = identifiers(statement.ids)
        resource.category = [reportCategory(resultClass)]
        resource.subject = patient
        resource.basedOn = basis(
            of: statement,
            allowed: [
                "CarePlan", "ImmunizationRecommendation", "MedicationRequest", "NutritionOrder", "ServiceRequest",
            ])
        resource.encounter = encounter
        if let time = time(statement.effectiveTime) ?? memberTime(statement) {
            switch time {
            case .dateTime(let text): resource.effective = .dateTime(text)
            case .period(let period): resource.effective = .period(period)
            }
        }
        let (performers, others) = professionals(statement)
        (resource.performer, resource.extension) = (performers, resource.extension + others)
        if resource.performer.isEmpty, let author = recorder(statement),
            !["Patient", "RelatedPerson"].contains(type(of: author) ?? "")
        {
            resource.performer = [author]
        }
        if let specimen = specimen(statement) ?? collected(statement) { resource.specimen = [specimen] }
        for document in externalDocuments(of: statement) { loose.append(document) }
        resource.result = results
        // What has results is more than registered: not all of them are there yet.
        if resource.status == .registered, !results.isEmpty { resource.status = .partial }
        let remarks = notes(statement).map(\.text)
        if !remarks.isEmpty { resource.conclusion = remarks.joined(separator: "\n") }
        if statement.isNegated {
            var mark = Extension(url: ExtensionURL.negatedValue)
            mark.value = .boolean(true)
            resource.modifierExtension.append(mark)
        }
        return add(&resource, from: statement)
    }

    /// What a result is of, where that is beyond doubt: its code or its method is one of DICOM's, or the map `result-class` knows its
    /// code or its section's. Everything else in a section of results counts as of the laboratory, as C-CDA on FHIR has it.
    func resultClass(of statement: ClinicalStatement, in context: SectionContext) -> ResultClass? {
        for code in statement.methods + [statement.code, context.code].compactMap({ $0 }) {
            if code.codings.contains(where: { $0.codeSystem == Self.dicom }) { return .imaging }
            if let known = mapped("result-class", code).flatMap({ ResultClass(rawValue: $0.code) }) { return known }
        }
        return nil
    }

    /// The same of a result within a group, or of one that stands alone.
    func memberClass(of statement: ClinicalStatement, in context: SectionContext) -> ResultClass? {
        if let known = context.results { return known }
        if statement.code?.codeSystem == Self.dicom { return .imaging }
        return statement.element.parent?.isNamed(.entry) == true ? resultClass(of: statement, in: context) : nil
    }

    private func reportCategory(_ results: ResultClass?) -> CodeableConcept {
        switch results {
        case .imaging?: fixed(CodeSystemURI.reportCategory, "RAD", "Radiology")
        case .procedure?: fixed(CodeSystemURI.reportCategory, "OTH", "Other")
        case nil: fixed(CodeSystemURI.reportCategory, "LAB", "Laboratory")
        }
    }

    private static var dicom: String { "1.2.840.10008.2.16.4" }

    /// A group of observations → one Observation that lists them; a blood pressure becomes one Observation of two components.
    mutating func panel(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        let bloodPressure = self.bloodPressure(statement, in: context)
        let members = bloodPressure + memberReferences(statement, in: context)
        var resource = Observation(status: observationStatus(statement), code: observationCode(statement))
        resource.identifier = identifiers(statement.ids)
        resource.category = observationCategories(in: context, of: statement)
        if kind(of: statement) == .vitalSignsOrganizer {
            let vitalSigns = fixed(CodeSystemURI.observationCategory, "vital-signs")
            if !resource.category.contains(vitalSigns) { resource.category.append(vitalSigns) }
            let isPanel = resource.code.coding.contains { $0.code == "85353-1" }
            if !isPanel {
                resource.code.coding.insert(
                    Coding(system: CodeSystemURI.loinc, code: "85353-1", display: "Vital signs panel"), at: 0)
            }
        }
        resource.subject = patient
        resource.encounter = encounter
        switch time(statement.effectiveTime) ?? memberTime(statement) {
        case .dateTime(let text)?: resource.effective = .dateTime(text)
        case .period(let period)?: resource.effective = .period(period)
        case nil: break
        }
        resource.performer = performers(statement)
        resource.hasMember = members
        resource.focus = focus(statement)
        resource.note = notes(statement)
        mapValues(statement, into: &resource)
        resource.interpretation = statement.interpretations.compactMap { interpretation($0) }
        resource.method = joined(statement.methods)
        resource.bodySite = site(of: statement, into: &resource.extension)
        resource.referenceRange = statement.referenceRanges.compactMap { referenceRange($0) }
        resource.specimen = specimen(statement)
        resource.derivedFrom += externalDocuments(of: statement)
        resource.extension += priorityExtension(statement)
        applyNegation(statement, to: &resource)
        if members.isEmpty, resource.value == nil, resource.dataAbsentReason == nil {
            resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, "unknown")
        }
        resource.gatherValues()
        return add(&resource, from: statement)
    }

    /// What hangs below as component or entryRelationship; nested organizers become panels.
    private mutating func memberReferences(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        var references: [Reference] = []
        for related in statement.related where !isTaken(related.statement) {
            let member = related.statement
            guard kind(of: member) != .comment else { continue }
            let mood = member.mood
            guard mood == .event else { continue }
            if member.subject != nil {
                references += map(member, in: context)
                continue
            }
            switch member.kind {
            case .organizer:
                take(member)
                references.append(panel(member, in: context))
                references += mapRemaining(below: member, in: context)
            case .observation where isEstonianResult(member) && !(statement.code?.isEmpty ?? true):
                take(member)
                references.append(observation(member, in: context, code: concept(statement.code)))
                references += mapRemaining(below: member, in: context)
            case .observation:
                references += map(member, in: context)
            case .act
            where member.related.contains { $0.statement.kind == .observation || $0.statement.kind == .organizer }:
                references += map(member, in: context)
            default:
                continue
            }
        }
        return only("Observation", references)
    }

    /// Systolic and diastolic at the same time in one organizer → one Observation 85354-9, as FHIR's vital signs want it.
    private mutating func bloodPressure(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        func member(_ code: String) -> ClinicalStatement? {
            statement.related.map(\.statement).first {
                $0.kind == .observation && $0.code?.code == code && !$0.isNegated && $0.mood == .event && !isTaken($0)
                    && $0.subject == nil
            }
        }
        guard let systolic = member("8480-6"), let diastolic = member("8462-4"),
            let time = time(systolic.effectiveTime), time.point == self.time(diastolic.effectiveTime)?.point,
            systolic.related.isEmpty, diastolic.related.isEmpty, systolic.statusCode == diastolic.statusCode,
            isPlainPressure(systolic), isPlainPressure(diastolic), isTakenAlike(systolic, diastolic)
        else { return [] }
        take(systolic)
        take(diastolic)
        var resource = Observation(
            status: observationStatus(systolic),
            code: fixed(CodeSystemURI.loinc, "85354-9", "Blood pressure panel with all children optional"))
        resource.category = [fixed(CodeSystemURI.observationCategory, "vital-signs")]
        resource.identifier = identifiers(systolic.ids + diastolic.ids)
        resource.subject = patient
        resource.encounter = encounter
        switch time {
        case .dateTime(let text): resource.effective = .dateTime(text)
        case .period(let period): resource.effective = .period(period)
        }
        resource.method = joined(systolic.methods + diastolic.methods)
        let sites = [systolic, diastolic].compactMap { site(of: $0, into: &resource.extension) }
        resource.bodySite = sites.first
        for other in sites.dropFirst() where other != sites[0] {
            resource.extension.append(Extension(url: ExtensionURL.sourceCode, value: .codeableConcept(other)))
        }
        resource.focus = focus(systolic)
        resource.performer = performers(systolic)
        if resource.performer.isEmpty, let author = recorder(systolic) { resource.performer = [author] }
        for part in [systolic, diastolic] {
            var component = Observation.Component(code: observationCode(part))
            if let value = part.values.first, let quantity = quantity(PhysicalQuantity(value)) {
                component.value = .quantity(quantity)
            } else {
                let flavor = part.values.first?.nullFlavor ?? .unknown
                component.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, flavor.dataAbsentReason)
            }
            component.interpretation = part.interpretations.compactMap { interpretation($0) }
            component.referenceRange = part.referenceRanges.compactMap { referenceRange($0) }
            resource.component.append(component)
        }
        let reference = add(&resource, from: systolic, part: "85354-9")
        credit(diastolic, for: reference, of: Observation.resourceType)
        return [reference]
    }

    /// Of two sites or methods R4 has room for one in each Observation.
    private func isTakenAlike(_ one: ClinicalStatement, _ other: ClinicalStatement) -> Bool {
        func isAlike(_ left: [ConceptDescriptor], _ right: [ConceptDescriptor]) -> Bool {
            left.isEmpty || right.isEmpty || left.map(\.code) == right.map(\.code)
        }
        return isAlike(one.targetSites, other.targetSites) && isAlike(one.methods, other.methods)
    }

    /// Whether a pressure is one quantity, or none, so that a component can hold it.
    private func isPlainPressure(_ statement: ClinicalStatement) -> Bool {
        guard statement.values.count <= 1, let value = statement.values.first else { return statement.values.isEmpty }
        return switch AnyValue(value) {
        case .quantity, .integer, .real, .absent: true
        default: false
        }
    }

    /// Earliest to latest time of the members.
    private mutating func memberTime(_ statement: ClinicalStatement) -> TimeValue? {
        let times = statement.related.compactMap { $0.statement.effectiveTime }.compactMap { time($0)?.point }
        guard let first = times.min(), let last = times.max() else { return nil }
        return first == last ? .dateTime(first) : .period(Period(start: first, end: last))
    }

    /// The Estonian extension: when the specimen was taken.
    private mutating func collected(_ statement: ClinicalStatement) -> Reference? {
        guard let specimen = statement.element.child("specimen", in: CDANamespace.estonia) else { return nil }
        let process = specimen.descendant(.productOf, .process)
        let stamp = process?.child(.effectiveTime).map(TimeInterval.init)
        var resource = Specimen()
        resource.subject = patient
        guard let time = time(stamp)?.point else { return nil }
        resource.collection = Specimen.Collection(collected: .dateTime(time))
        return add(&resource, uuid: name("Specimen", at: specimen))
    }
}
